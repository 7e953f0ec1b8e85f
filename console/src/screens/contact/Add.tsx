// A note, a task, an appointment: written here, and on its way to the other side.
import { useState, type FormEvent, type ReactNode } from 'react';
import { sentence } from '~/api/errors';
import { useGet, useSend } from '~/api/query';
import { usePlace } from '~/api/session';
import { Button } from '~/components/Button';
import { Input, Select, TextArea } from '~/components/Field';
import { Tabs } from '~/components/Tabs';
import { texts } from '~/texts';

const words = texts.contact.add;
type What = 'note' | 'task' | 'appointment';
const TIMELINE = '/tenon/v1/contacts/{contactId}/timeline';

export function Add({ contactId }: { contactId: string }) {
  const [what, setWhat] = useState<What>('note');
  const forms = { note: AddNote, task: AddTask, appointment: AddAppointment };
  const Form = forms[what];
  return (
    <section aria-label={words.label} className="rounded-2xl border border-line bg-surface px-5 pb-5 pt-2">
      <Tabs label={words.label} value={what} onChange={(value) => setWhat(value as What)} tabs={(['note', 'task', 'appointment'] as const).map((value) => ({ value, label: words[value] }))}>
        <Form contactId={contactId} />
      </Tabs>
    </section>
  );
}

function Form({ onSend, isBusy, error, children }: { onSend: () => void; isBusy: boolean; error: unknown; children: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) onSend();
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      {children}
      {error !== null && <p role="alert" className="text-bad">{sentence(error)}</p>}
      <Button look="primary" type="submit" isBusy={isBusy}>{words.save}</Button>
    </form>
  );
}
const silent = () => undefined;

function AddNote({ contactId }: { contactId: string }) {
  const [body, setBody] = useState('');
  const send = useSend('post', '/contacts/{contactId}/notes', { renews: [TIMELINE, '/contacts/{contactId}/notes'], says: words.added, onDone: () => setBody(''), onRefused: silent });
  return (
    <Form isBusy={send.isPending} error={send.error} onSend={() => send.mutate({ path: { contactId }, body: { body } })}>
      <TextArea label={words.noteBody} isLabelHidden placeholder={words.noteBody} rows={3} required value={body} onChange={(event) => setBody(event.target.value)} />
    </Form>
  );
}

/** The browser's `datetime-local` has no zone: it is the reader's own. */
const asUtc = (local: string): string => new Date(local).toISOString();
function localFrom(now: Date): string {
  const shifted = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
function tomorrowAt(hour: number): string {
  const day = new Date();
  day.setDate(day.getDate() + 1);
  day.setHours(hour, 0, 0, 0);
  return localFrom(day);
}

function AddTask({ contactId }: { contactId: string }) {
  const [title, setTitle] = useState('');
  const [due, setDue] = useState(() => tomorrowAt(9));
  const send = useSend('post', '/contacts/{contactId}/tasks', { renews: [TIMELINE, '/contacts/{contactId}/tasks'], says: words.added, onDone: () => setTitle(''), onRefused: silent });
  return (
    <Form isBusy={send.isPending} error={send.error} onSend={() => send.mutate({ path: { contactId }, body: { title, dueDate: asUtc(due), completed: false } })}>
      <div className="grid gap-3 sm:grid-cols-[1fr_14rem]">
        <Input label={words.title} required value={title} onChange={(event) => setTitle(event.target.value)} />
        <Input label={words.due} type="datetime-local" required value={due} onChange={(event) => setDue(event.target.value)} />
      </div>
    </Form>
  );
}

function AddAppointment({ contactId }: { contactId: string }) {
  const { id } = usePlace();
  const calendars = useGet('/calendars/', { query: { locationId: id } });
  const [form, setForm] = useState(() => ({ title: '', calendarId: '', start: tomorrowAt(10), end: tomorrowAt(11) }));
  const send = useSend('post', '/calendars/events/appointments', {
    renews: [TIMELINE, '/contacts/{contactId}/appointments'], says: words.added, onDone: () => setForm({ ...form, title: '' }), onRefused: silent,
  });
  const options = (calendars.data?.calendars ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const calendarId = form.calendarId || options[0]?.value || '';
  if (calendars.data && options.length === 0) return <p className="text-quiet">{words.noCalendar}</p>;
  return (
    <Form
      isBusy={send.isPending || !calendarId} error={send.error}
      onSend={() => send.mutate({ body: { locationId: id, contactId, calendarId, title: form.title, startTime: asUtc(form.start), endTime: asUtc(form.end) } })}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Input label={words.what} required value={form.title} onChange={(event) => setForm({ ...form, title: event.target.value })} />
        <Select label={words.calendar} options={options} value={calendarId} onChange={(event) => setForm({ ...form, calendarId: event.target.value })} />
        <Input label={words.start} type="datetime-local" required value={form.start} onChange={(event) => setForm({ ...form, start: event.target.value })} />
        <Input label={words.end} type="datetime-local" required value={form.end} onChange={(event) => setForm({ ...form, end: event.target.value })} />
      </div>
    </Form>
  );
}
