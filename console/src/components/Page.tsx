import { useEffect, type ReactNode } from 'react';
import { texts } from '~/texts';

/** A screen: its heading, what it is for, what can be done, and its content. */
export function Page({ title, lead, actions, children, isWide = false }: { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode; isWide?: boolean }) {
  useTitle(title);
  return (
    <div className={isWide ? 'px-4 py-6 sm:px-8' : 'mx-auto max-w-6xl px-4 py-6 sm:px-8 lg:py-8'}>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-2xl">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {lead && <p className="mt-1 text-quiet">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** The name of the tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${texts.common.product}`;
  }, [title]);
}

/** A part of a screen on its own ground. */
export function Card({ title, actions, children, className = '' }: { title?: ReactNode; actions?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={`rounded-2xl border border-line bg-surface p-5 ${className}`}>
      {(title || actions) && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          {title && <h2 className="text-lg font-semibold">{title}</h2>}
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
