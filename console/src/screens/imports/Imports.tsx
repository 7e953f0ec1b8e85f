// Files of Houzz Pro: dropped, looked at, taken in, taken back.
import { useState } from 'react';
import { useMay } from '~/api/session';
import { Button } from '~/components/Button';
import { Page } from '~/components/Page';
import { texts } from '~/texts';
import { Drop } from './Drop';
import { FileCard } from './FileCard';
import { Recent } from './Recent';

const words = texts.imports;
interface Dropped { id: number; file: File }

export function Imports() {
  const mayWrite = useMay('write');
  const [files, setFiles] = useState<Dropped[]>([]);
  const [next, setNext] = useState(0);
  const [ready, setReady] = useState<ReadonlySet<number>>(new Set());
  // Counted up to say "all": each card that is ready takes its file in.
  const [all, setAll] = useState(0);
  const add = (dropped: File[]) => {
    setFiles((files) => [...dropped.map((file, index) => ({ id: next + index, file })), ...files]);
    setNext(next + dropped.length);
  };
  const tell = (id: number, isReady: boolean) => setReady((ready) => {
    if (ready.has(id) === isReady) return ready;
    const told = new Set(ready);
    if (isReady) told.add(id);
    else told.delete(id);
    return told;
  });
  const remove = (id: number) => {
    setFiles((files) => files.filter((file) => file.id !== id));
    tell(id, false);
  };
  return (
    <Page title={words.title} lead={words.lead} actions={ready.size > 1 && <Button look="primary" onClick={() => setAll(all + 1)}>{words.importAll(ready.size)}</Button>}>
      {mayWrite && <Drop onFiles={add} />}
      <ul className="mt-4 space-y-4">
        {files.map(({ id, file }) => <FileCard key={id} file={file} all={all} onReady={(isReady) => tell(id, isReady)} onRemove={() => remove(id)} />)}
      </ul>
      <Recent />
    </Page>
  );
}
