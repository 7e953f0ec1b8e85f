// Where files are dropped, or chosen.
import { FileUp } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { Button } from '~/components/Button';
import { cn } from '~/lib/cn';
import { texts } from '~/texts';

const words = texts.imports;
const ENDINGS = '.eml,.mbox,.csv,.xlsx,.zip,.ics';

export function Drop({ onFiles }: { onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <div
      className={cn('flex flex-col items-center gap-3 rounded-2xl border-2 border-dashed px-6 py-10 text-center', isOver ? 'border-accent bg-accent-soft' : 'border-line bg-surface')}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}
    >
      <span className="inline-flex size-12 items-center justify-center rounded-full bg-accent-soft text-accent"><FileUp size={22} aria-hidden /></span>
      <p className="text-lg font-semibold">{words.drop} <span className="font-normal text-quiet">{words.or}</span></p>
      <Button look="primary" onClick={() => input.current?.click()}>{words.choose}</Button>
      <p className="max-w-lg text-sm text-quiet">{words.kinds}</p>
      <input
        ref={input} type="file" multiple accept={ENDINGS} className="hidden" aria-hidden tabIndex={-1}
        onChange={(event) => { onFiles([...(event.target.files ?? [])]); event.target.value = ''; }}
      />
    </div>
  );
}
