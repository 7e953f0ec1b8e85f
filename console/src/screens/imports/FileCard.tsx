// One file: looked at, its columns put right, taken in, and taken back.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileText, Undo2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { sentence } from '~/api/errors';
import { Button, IconButton } from '~/components/Button';
import { Failed, Skeleton } from '~/components/states';
import { UndoDialog } from '~/components/Undo';
import { toast } from '~/shell/toasts';
import { texts } from '~/texts';
import { ColumnMap } from './ColumnMap';
import { Outcomes } from './Outcomes';
import { doesAnything, refusedAtOnce, send, type Columns, type Report } from './model';

const words = texts.imports;
type Taken = { state: 'no' } | { state: 'underWay' } | { state: 'failed'; error: unknown } | { state: 'done'; report: Report; isUndone: boolean };

export function FileCard({ file, all, onReady, onRemove }: { file: File; all: number; onReady: (isReady: boolean) => void; onRemove: () => void }) {
  const client = useQueryClient();
  const refused = refusedAtOnce(file);
  const [columns, setColumns] = useState<Columns>({});
  const [taken, setTaken] = useState<Taken>({ state: 'no' });
  const [isUndoing, setUndoing] = useState(false);
  const [key] = useState(() => ({ name: file.name, at: performance.now() }));
  const look = useQuery({
    queryKey: ['look', key, columns], enabled: !refused && taken.state === 'no', gcTime: 0, staleTime: Infinity,
    queryFn: ({ signal }) => send(file, columns, true, signal), placeholderData: (before) => before,
  });
  const isReady = taken.state === 'no' && look.isSuccess && !look.isPlaceholderData && !look.data.tables.some(({ problem }) => problem) && doesAnything(look.data);
  useEffect(() => onReady(isReady), [isReady]);

  const take = async () => {
    setTaken({ state: 'underWay' });
    try {
      const report = await send(file, columns, false);
      setTaken({ state: 'done', report, isUndone: false });
      toast({ text: words.imported(file.name.slice(0, 100)) });
    } catch (error) {
      setTaken({ state: 'failed', error });
    }
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'look' });
  };
  const seen = useRef(all);
  useEffect(() => {
    if (seen.current === all) return;
    seen.current = all;
    if (isReady) void take();
  });

  const report = taken.state === 'done' ? taken.report : look.data;
  return (
    <li className="rounded-2xl border border-line bg-surface p-5">
      <div className="flex items-start gap-3">
        <FileText size={20} aria-hidden className="mt-0.5 shrink-0 text-quiet" />
        <h2 className="min-w-0 grow font-semibold"><bdi>{file.name.slice(0, 200)}</bdi></h2>
        {taken.state !== 'underWay' && <IconButton label={words.remove(file.name.slice(0, 100))} onClick={onRemove}><X size={18} /></IconButton>}
      </div>
      {refused && <p role="alert" className="mt-2 text-bad">{refused}</p>}
      {!refused && look.isPending && <><p role="status" className="my-2 text-quiet">{words.looking(file.name.slice(0, 100))}</p><Skeleton rows={2} className="h-6" /></>}
      {look.isError && taken.state === 'no' && <p role="alert" className="mt-2 text-bad">{sentence(look.error)}</p>}
      {report && (
        <div className="mt-4 space-y-5">
          {taken.state === 'no' && report.tables.map((table) => <ColumnMap key={table.place} table={table} meanings={report.meanings} onChange={(column, means) => setColumns({ ...columns, [column]: means })} />)}
          <Outcomes report={report} isOver={taken.state === 'done'} />
          {taken.state === 'failed' && <Failed error={taken.error} />}
          <div className="flex flex-wrap items-center gap-3" aria-live="polite">
            {taken.state === 'underWay' && <p role="status" className="text-quiet">{words.taking(file.name.slice(0, 100))}</p>}
            {(taken.state === 'no' || taken.state === 'failed') && (doesAnything(report) || report.tables.some(({ problem }) => problem)
              ? <Button look="primary" disabled={!isReady && taken.state !== 'failed'} onClick={() => void take()}>{taken.state === 'failed' ? texts.common.tryAgain : words.import}</Button>
              : <p className="text-quiet">{words.nothing}</p>)}
            {taken.state === 'done' && taken.isUndone && <p className="text-quiet">{words.undone}</p>}
            {taken.state === 'done' && !taken.isUndone && taken.report.importId && doesAnything(taken.report) && (
              <Button onClick={() => setUndoing(true)}><Undo2 size={16} aria-hidden />{words.undo}</Button>
            )}
          </div>
        </div>
      )}
      {isUndoing && taken.state === 'done' && taken.report.importId && (
        <UndoDialog
          target={{ kind: 'import', id: taken.report.importId }} title={words.undoOf(file.name.slice(0, 100))} onClose={() => setUndoing(false)}
          onDone={() => setTaken({ ...taken, isUndone: true })}
        />
      )}
    </li>
  );
}
