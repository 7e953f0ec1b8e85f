// What can be done with those selected.
import { useQueryClient } from '@tanstack/react-query';
import { Download, GitMerge, Pause, Play, Tags, X } from 'lucide-react';
import { useState } from 'react';
import { call } from '~/api/client';
import { sentence } from '~/api/errors';
import { useMay, usePlace } from '~/api/session';
import { Button } from '~/components/Button';
import { Dialog } from '~/components/Dialog';
import { Input } from '~/components/Field';
import { count } from '~/lib/format';
import { toast } from '~/shell/toasts';
import { texts } from '~/texts';
import { Merge } from './Merge';
import { csv, save } from './csv';
import type { Found } from './search';

const words = texts.contacts;
/** As many as Tenon takes in one call. */
const AT_ONCE = 500;

export function Bulk({ selected, onClear }: { selected: Found[]; onClear: () => void }) {
  const client = useQueryClient();
  const mayWrite = useMay('write');
  const [open, setOpen] = useState<'tags' | 'merge' | 'pause' | null>(null);
  const many = count(selected.length);
  const [one, two] = selected;
  const done = () => {
    setOpen(null);
    onClear();
    void client.invalidateQueries({ queryKey: ['contacts'] });
    void client.invalidateQueries({ queryKey: ['/tenon/v1/pauses'] });
  };
  const exportThem = () => {
    save('contacts.csv', new Blob([csv(selected)], { type: 'text/csv;charset=utf-8' }));
    toast({ text: words.exported(many) });
  };
  const resume = async () => {
    const failed = await each(selected, ({ id }) => call('post', '/tenon/v1/contacts/{contactId}/resume', { path: { contactId: id }, body: {} }));
    tell(failed, words.resumed(count(selected.length - failed.length)));
    done();
  };
  return (
    <div role="toolbar" aria-label={words.selected(many)} className="mb-3 flex flex-wrap items-center gap-2 rounded-xl bg-accent-soft px-3 py-2">
      <p className="mr-2 font-medium text-accent">{words.selected(many)}</p>
      {mayWrite && <Button size="small" onClick={() => setOpen('tags')}><Tags size={15} aria-hidden />{words.tag}</Button>}
      {mayWrite && selected.length === 2 && <Button size="small" onClick={() => setOpen('merge')}><GitMerge size={15} aria-hidden />{words.merge}</Button>}
      {mayWrite && <Button size="small" onClick={() => setOpen('pause')}><Pause size={15} aria-hidden />{words.pause}</Button>}
      {mayWrite && <Button size="small" onClick={() => void resume()}><Play size={15} aria-hidden />{words.resume}</Button>}
      <Button size="small" onClick={exportThem}><Download size={15} aria-hidden />{words.export}</Button>
      <Button size="small" look="quiet" className="ml-auto" onClick={onClear}><X size={15} aria-hidden />{words.unselect}</Button>
      {open === 'tags' && <TagThem selected={selected} onClose={() => setOpen(null)} onDone={done} />}
      {open === 'pause' && <PauseThem selected={selected} onClose={() => setOpen(null)} onDone={done} />}
      {open === 'merge' && one && two && <Merge pair={[one, two]} onClose={() => setOpen(null)} onDone={done} />}
    </div>
  );
}

/** One after another, few at a time; answers what was refused. */
async function each(contacts: Found[], act: (contact: Found) => Promise<unknown>): Promise<unknown[]> {
  const rest = [...contacts];
  const failed: unknown[] = [];
  const worker = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) await act(next).catch((error: unknown) => failed.push(error));
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return failed;
}

function tell(failed: unknown[], good: string): void {
  if (failed.length) toast({ text: words.someFailed(count(failed.length), sentence(failed[0])), tone: 'bad' });
  else toast({ text: good });
}

interface Part { selected: Found[]; onClose: () => void; onDone: () => void }

function TagThem({ selected, onClose, onDone }: Part) {
  const { id } = usePlace();
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const send = async (type: 'add' | 'remove') => {
    const tags = typed.split(',').map((tag) => tag.trim()).filter(Boolean);
    if (!tags.length || isBusy) return;
    setBusy(true);
    try {
      const failed: string[] = [];
      for (let from = 0; from < selected.length; from += AT_ONCE) {
        const contacts = selected.slice(from, from + AT_ONCE).map(({ id }) => id);
        const { responses } = await call('post', '/contacts/bulk/tags/update/{type}', { path: { type }, body: { locationId: id, contacts, tags } });
        failed.push(...responses.filter((it) => it.type === 'error').map((it) => it.message));
      }
      tell(failed, words.tagged(count(selected.length)));
      onDone();
    } catch (refused) {
      setError(sentence(refused));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={words.tag} lead={words.selected(count(selected.length))} isOpen onClose={onClose}
      foot={(
        <>
          <Button isBusy={isBusy} onClick={() => void send('remove')}>{words.removeTags}</Button>
          <Button look="primary" isBusy={isBusy} onClick={() => void send('add')}>{words.addTags}</Button>
        </>
      )}
    >
      <form onSubmit={(event) => { event.preventDefault(); void send('add'); }}>
        <Input label={words.tagsField} value={typed} error={error} onChange={(event) => setTyped(event.target.value)} />
      </form>
    </Dialog>
  );
}

function PauseThem({ selected, onClose, onDone }: Part) {
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const send = async () => {
    if (isBusy) return;
    setBusy(true);
    const failed = await each(selected, ({ id }) => call('post', '/tenon/v1/contacts/{contactId}/pause', { path: { contactId: id }, body: reason.trim() ? { reason: reason.trim() } : {} }));
    tell(failed, words.paused(count(selected.length - failed.length)));
    onDone();
  };
  return (
    <Dialog title={words.pauseTitle} lead={words.pauseLead} isOpen onClose={onClose} foot={<><Button onClick={onClose}>{texts.common.cancel}</Button><Button look="primary" isBusy={isBusy} onClick={() => void send()}>{words.pause}</Button></>}>
      <form onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <Input label={words.reason} value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </form>
    </Dialog>
  );
}
