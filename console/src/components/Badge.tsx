import type { ReactNode } from 'react';
import { cn } from '~/lib/cn';

const tones = {
  plain: 'bg-raised text-ink', good: 'bg-good-soft text-good', warn: 'bg-warn-soft text-warn', bad: 'bg-bad-soft text-bad', info: 'bg-info-soft text-info',
};
export type Tone = keyof typeof tones;

/** A word or a number that stands out: a tag, a state, a count. */
export function Badge({ tone = 'plain', children, className }: { tone?: Tone; children: ReactNode; className?: string }) {
  return <span className={cn('inline-flex max-w-full items-center gap-1 rounded-full px-2.5 py-0.5 text-sm leading-5', tones[tone], className)}><span className="truncate">{children}</span></span>;
}
