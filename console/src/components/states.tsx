// What a list shows when it has nothing, not yet, or not any more.
import { TriangleAlert, type LucideIcon } from 'lucide-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused, sentence } from '~/api/errors';
import { cn } from '~/lib/cn';
import { texts } from '~/texts';
import { Button } from './Button';

/** Nothing here, why, and what to do about it. */
export function Empty({ icon: Icon, title, children, action }: { icon: LucideIcon; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center rounded-2xl border border-dashed border-line px-6 py-14 text-center">
      <span className="mb-4 inline-flex size-12 items-center justify-center rounded-full bg-accent-soft text-accent"><Icon size={22} aria-hidden /></span>
      <p className="text-lg font-semibold">{title}</p>
      {children && <div className="mt-1 max-w-md text-quiet">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}

/** What went wrong, in Tenon's words, and a way to try again. */
export function Failed({ error, onRetry, className }: { error: unknown; onRetry?: () => void; className?: string }) {
  const trace = error instanceof Refused ? error.traceId : undefined;
  return (
    <div role="alert" className={cn('rounded-2xl border border-bad bg-bad-soft p-5 text-bad', className)}>
      <p className="flex items-center gap-2 font-semibold"><TriangleAlert size={18} aria-hidden />{texts.errors.title}</p>
      <p className="mt-1">{sentence(error)}</p>
      {trace && <p className="mt-1 text-sm">{texts.common.trace(trace)}</p>}
      {onRetry && <Button size="small" className="mt-3" onClick={onRetry}>{texts.common.tryAgain}</Button>}
    </div>
  );
}

/** Grey bars where rows will be. */
export function Skeleton({ rows = 5, className = 'h-14' }: { rows?: number; className?: string }) {
  return (
    <div role="status" aria-label={texts.common.loading} className="space-y-2">
      {Array.from({ length: rows }, (_, row) => <div key={row} className={cn('animate-pulse rounded-xl bg-raised', className)} />)}
    </div>
  );
}

/** What a query has: its skeleton, its error, or the data. */
export function Loaded<T>({ query, skeleton, children }: { query: UseQueryResult<T>; skeleton?: ReactNode; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return <>{skeleton ?? <Skeleton />}</>;
}
