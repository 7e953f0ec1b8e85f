import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cn } from '~/lib/cn';

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  plain: 'bg-surface text-ink border-line hover:bg-raised',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-raised',
  danger: 'bg-surface text-bad border-bad hover:bg-bad-soft',
};

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: keyof typeof looks;
  size?: 'small' | 'normal';
  /** Something is under way: a second press does nothing. */
  isBusy?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

/** The classes of a button, for links that look like one. */
export const buttonClass = (look: keyof typeof looks = 'plain', size: 'small' | 'normal' = 'normal'): string =>
  cn('inline-flex items-center justify-center gap-2 rounded-lg border font-medium transition-colors disabled:opacity-60 aria-disabled:opacity-60',
    size === 'small' ? 'min-h-8 px-3 text-sm' : 'min-h-10 px-4', looks[look]);

export function Button({ look = 'plain', size = 'normal', isBusy = false, className, onClick, ...rest }: Props) {
  return (
    <button
      type="button" aria-disabled={isBusy || undefined} className={cn(buttonClass(look, size), className)}
      onClick={isBusy ? (event) => event.preventDefault() : onClick} {...rest}
    />
  );
}

/** A button that shows only an icon; the label is what it is called. */
export function IconButton({ label, children, className, ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { label: string; children: ReactNode; ref?: Ref<HTMLButtonElement> }) {
  return (
    <button
      type="button" aria-label={label} title={label}
      className={cn('inline-flex size-8 shrink-0 items-center justify-center rounded-lg text-quiet hover:bg-raised hover:text-ink disabled:opacity-60', className)} {...rest}
    >
      {children}
    </button>
  );
}
