// Short messages in the corner. They leave by themselves, except errors and those with something to do.
import { X } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { IconButton } from '~/components/Button';
import { cn } from '~/lib/cn';
import { texts } from '~/texts';

export interface Toast { text: string; tone?: 'good' | 'bad'; action?: { label: string; run: () => void } }
interface Shown extends Toast { id: number }

const LIFE = 5_000;
const LIFE_WITH_ACTION = 12_000;
const MOST = 4;
let shown: Shown[] = [];
let next = 1;
const listeners = new Set<() => void>();
const become = (toasts: Shown[]) => {
  shown = toasts;
  for (const listener of listeners) listener();
};

export function toast(message: Toast): void {
  become([...shown.filter(({ text }) => text !== message.text), { ...message, id: next++ }].slice(-MOST));
}
const drop = (id: number) => become(shown.filter((it) => it.id !== id));

export function Toasts() {
  const toasts = useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), () => shown);
  return (
    <section aria-label={texts.common.notifications} className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex flex-col items-center gap-2 p-4 sm:items-end sm:p-6">
      <div role="status" aria-live="polite" className="contents">
        {toasts.map((it) => <Item key={it.id} toast={it} />)}
      </div>
    </section>
  );
}

function Item({ toast: it }: { toast: Shown }) {
  useEffect(() => {
    if (it.tone === 'bad') return;
    const timer = setTimeout(() => drop(it.id), it.action ? LIFE_WITH_ACTION : LIFE);
    return () => clearTimeout(timer);
  }, [it]);
  return (
    <div className={cn('pointer-events-auto flex w-full max-w-md items-start gap-3 rounded-xl border bg-surface py-3 pl-4 pr-2 shadow-lg', it.tone === 'bad' ? 'border-bad text-bad' : 'border-line')}>
      <p className="min-w-0 grow py-0.5">{it.text}</p>
      {it.action && (
        <button type="button" className="rounded-md px-2 py-0.5 font-semibold text-accent hover:underline" onClick={() => { it.action?.run(); drop(it.id); }}>
          {it.action.label}
        </button>
      )}
      <IconButton label={texts.common.dismiss} onClick={() => drop(it.id)}><X size={16} /></IconButton>
    </div>
  );
}
