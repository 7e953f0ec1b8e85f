// Two contacts become one: what will change is asked of Tenon first, and it can be undone afterwards.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Request } from '~/api/client';
import { useSend } from '~/api/query';
import { Button } from '~/components/Button';
import { Dialog } from '~/components/Dialog';
import { Loaded, Skeleton } from '~/components/states';
import { count, phone, plain } from '~/lib/format';
import { toast } from '~/shell/toasts';
import { texts } from '~/texts';
import { called, type Found } from './search';

const words = texts.contacts;

export function Merge({ pair, onClose, onDone }: { pair: [Found, Found]; onClose: () => void; onDone: () => void }) {
  const [survivorId, setSurvivor] = useState(pair[0].id);
  const loserId = pair[0].id === survivorId ? pair[1].id : pair[0].id;
  const body = { survivorId, loserId };
  const preview = useQuery({ queryKey: ['merge', body], queryFn: () => call('post', '/tenon/v1/merges', { body: { ...body, dryRun: true } }) });
  const undo = useSend('post', '/tenon/v1/undos', { says: words.undone, onDone });
  const send = useSend('post', '/tenon/v1/merges', {
    onDone: ({ merge }) => {
      toast({
        text: words.merged,
        ...(merge.undo ? { action: { label: texts.common.undo, run: () => undo.mutate({ body: merge.undo as unknown as Request<'post', '/tenon/v1/undos'>['body'] }) } } : {}),
      });
      onDone();
    },
  });
  return (
    <Dialog
      title={words.mergeTitle} lead={words.mergeLead} isOpen onClose={onClose}
      foot={<><Button onClick={onClose}>{texts.common.cancel}</Button><Button look="primary" isBusy={send.isPending} disabled={!preview.data} onClick={() => send.mutate({ body })}>{words.merge}</Button></>}
    >
      <fieldset className="space-y-2">
        <legend className="mb-2 font-medium">{words.survivor}</legend>
        {pair.map((contact) => (
          <label key={contact.id} className="flex gap-3 rounded-xl border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft">
            <input type="radio" name="survivor" className="mt-1 accent-accent" checked={contact.id === survivorId} onChange={() => setSurvivor(contact.id)} />
            <span className="min-w-0"><bdi className="block font-medium">{called(contact).slice(0, 200) || words.noName}</bdi><span className="text-quiet">{[contact.email, contact.phone && phone(contact.phone)].filter(Boolean).join(' · ')}</span></span>
          </label>
        ))}
      </fieldset>
      <h3 className="mb-1 mt-5 font-medium">{words.merging}</h3>
      <Loaded query={preview} skeleton={<Skeleton rows={2} className="h-6" />}>
        {({ merge }) => {
          const takes = Object.entries(merge.fields as Record<string, unknown>);
          return (
            <ul className="list-disc space-y-1 pl-5 text-quiet">
              {takes.length === 0 && <li>{words.mergeNothing}</li>}
              {takes.map(([field, value]) => <li key={field}>{words.mergeTakes(field)}: <bdi className="text-ink">{plain(value).slice(0, 200)}</bdi></li>)}
              {merge.moved > 0 && <li>{words.mergeMoves(count(merge.moved))}</li>}
              {merge.fell.length > 0 && <li>{words.mergeFell}: <bdi>{plain(merge.fell).slice(0, 300)}</bdi></li>}
            </ul>
          );
        }}
      </Loaded>
    </Dialog>
  );
}
