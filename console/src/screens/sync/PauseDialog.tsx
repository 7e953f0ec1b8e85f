import { useState } from 'react';
import { useSend } from '~/api/query';
import { Button } from '~/components/Button';
import { Dialog } from '~/components/Dialog';
import { Input, Select } from '~/components/Field';
import { texts } from '~/texts';
import { CONNECTIONS, type Connection } from './wire';

const words = texts.sync;
/** Kinds that can rest by themselves. */
const KINDS = ['contact', 'task', 'note', 'appointment', 'opportunity', 'business'];

/** Lets a connection rest, whole or for one kind, with a reason. */
export function PauseDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const [kind, setKind] = useState('');
  const [reason, setReason] = useState('');
  const pause = useSend('post', '/tenon/v1/connections/{connectionId}/pause', { renews: [CONNECTIONS], says: words.pausedNow, onDone: onClose });
  const send = () => pause.mutate({ path: { connectionId: connection.id }, body: { ...(kind ? { kind } : {}), ...(reason.trim() ? { reason: reason.trim() } : {}) } });
  return (
    <Dialog
      title={words.pauseTitle(connection.name)} lead={words.pauseLead} isOpen onClose={onClose}
      foot={<><Button onClick={onClose}>{texts.common.cancel}</Button><Button look="primary" type="submit" form="pause" isBusy={pause.isPending}>{words.pause}</Button></>}
    >
      <form id="pause" noValidate className="space-y-4" onSubmit={(event) => { event.preventDefault(); send(); }}>
        <Select label={words.pauseWhat} value={kind} onChange={(event) => setKind(event.target.value)} options={[{ value: '', label: words.pauseAll }, ...KINDS.map((value) => ({ value, label: words.kinds[value] ?? value }))]} />
        <Input label={words.pauseWhy} value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </form>
    </Dialog>
  );
}
