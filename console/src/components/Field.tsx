import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { cn } from '~/lib/cn';

export const inputClass = 'block w-full min-h-10 rounded-lg border border-edge bg-surface px-3 py-1.5 text-ink disabled:opacity-60 aria-invalid:border-bad';

interface Around {
  label: string;
  /** The label is read out, but not shown. */
  isLabelHidden?: boolean;
  hint?: ReactNode;
  error?: string | undefined;
}

function Frame({ id, label, isLabelHidden, hint, error, children }: Around & { id: string; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'mb-1 block font-medium'}>{label}</label>
      {children}
      {hint && <p id={`${id}-hint`} className="mt-1 text-sm text-quiet">{hint}</p>}
      {error && <p id={`${id}-error`} role="alert" className="mt-1 text-sm text-bad">{error}</p>}
    </div>
  );
}
const described = (id: string, hint: ReactNode, error: string | undefined) =>
  cn(hint ? `${id}-hint` : null, error ? `${id}-error` : null) || undefined;

type InputProps = Around & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> };
export function Input({ label, isLabelHidden, hint, error, className, ...rest }: InputProps) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Frame id={id} label={label} isLabelHidden={isLabelHidden ?? false} hint={hint} error={error}>
      <input {...rest} id={id} className={cn(inputClass, className)} aria-invalid={error ? true : undefined} aria-describedby={described(id, hint, error)} />
    </Frame>
  );
}

type AreaProps = Around & TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> };
export function TextArea({ label, isLabelHidden, hint, error, className, ...rest }: AreaProps) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Frame id={id} label={label} isLabelHidden={isLabelHidden ?? false} hint={hint} error={error}>
      <textarea rows={4} {...rest} id={id} className={cn(inputClass, className)} aria-invalid={error ? true : undefined} aria-describedby={described(id, hint, error)} />
    </Frame>
  );
}

type SelectProps = Around & SelectHTMLAttributes<HTMLSelectElement> & { options: { value: string; label: string }[]; ref?: Ref<HTMLSelectElement> };
/** The browser's own list: it is the best one on a phone. */
export function Select({ label, isLabelHidden, hint, error, options, className, ...rest }: SelectProps) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Frame id={id} label={label} isLabelHidden={isLabelHidden ?? false} hint={hint} error={error}>
      <select {...rest} id={id} className={cn(inputClass, className)} aria-invalid={error ? true : undefined} aria-describedby={described(id, hint, error)}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </Frame>
  );
}

type CheckProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> & { label: ReactNode; hint?: ReactNode };
export function Checkbox({ label, hint, className, ...rest }: CheckProps) {
  return (
    <label className={cn('flex items-start gap-2.5', className)}>
      <input type="checkbox" {...rest} className="mt-1 size-4 shrink-0 accent-accent" />
      <span>{label}{hint && <span className="block text-sm text-quiet">{hint}</span>}</span>
    </label>
  );
}
