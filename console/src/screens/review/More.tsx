// What some decisions want to know besides: whose it is, which one stays, what the value is.
import { useState } from 'react';
import { Button } from '~/components/Button';
import { Dialog } from '~/components/Dialog';
import { Input } from '~/components/Field';
import { phone, plain } from '~/lib/format';
import { texts } from '~/texts';
import { fieldName } from '../contact/entries';
import { called, useContacts } from '../contacts/search';
import type { Decision } from './Asked';
import { toldBy, type Column, type Question } from './sides';

const words = texts.review;
interface Props { decision: 'create' | 'attach' | 'set' | 'value' | 'merge'; question: Question; found: Column[]; isBusy: boolean; onClose: () => void; onDecide: (body: Decision) => void }

export function More(props: Props) {
  if (props.decision === 'attach') return <Attach {...props} />;
  if (props.decision === 'merge') return <Survivor {...props} />;
  return <Values {...props} />;
}

/** The fields that a person may fill in or correct. */
function asked({ decision, question }: Props): string[] {
  const told = toldBy(question);
  if (decision === 'value') return told.field ? [told.field] : [];
  if (decision === 'set') return Object.keys(told.fields ?? {});
  return ['firstName', 'lastName', 'email', 'phone', 'city'];
}

function Values(props: Props) {
  const { decision, question, found, isBusy, onClose, onDecide } = props;
  const known = { ...toldBy(question).fields, ...found[0]?.fields };
  const names = asked(props);
  const [values, setValues] = useState<Record<string, string>>(() => Object.fromEntries(names.map((name) => [name, plain(known[name])])));
  const send = () => {
    const fields = Object.fromEntries(Object.entries(values).filter(([name, value]) => value.trim() && (decision !== 'create' || value.trim() !== plain(known[name]))));
    onDecide({ decision, fields: fields as Decision['fields'] & object });
  };
  return (
    <Dialog
      title={words.decision[decision] ?? decision} lead={words.hint[decision]} isOpen onClose={onClose}
      foot={<><Button onClick={onClose}>{texts.common.cancel}</Button><Button look="primary" type="submit" form="decide-values" isBusy={isBusy}>{words.decide}</Button></>}
    >
      <form id="decide-values" noValidate className="grid gap-4 sm:grid-cols-2" onSubmit={(event) => { event.preventDefault(); send(); }}>
        {names.map((name) => <Input key={name} label={fieldName(name)} value={values[name] ?? ''} onChange={(event) => setValues({ ...values, [name]: event.target.value })} />)}
      </form>
    </Dialog>
  );
}

function Attach({ question, onClose, onDecide }: Props) {
  const read = toldBy(question).read;
  const name = plain((read?.fields ?? read?.person ?? {})['name']);
  const [query, setQuery] = useState(name.slice(0, 75));
  const found = useContacts(query.trim() ? { q: query } : {});
  const people = found.data?.pages[0]?.contacts.slice(0, 8) ?? [];
  return (
    <Dialog title={words.choosePerson} isOpen onClose={onClose}>
      <Input label={words.findPerson} isLabelHidden placeholder={words.findPerson} type="search" maxLength={75} autoFocus value={query} onChange={(event) => setQuery(event.target.value)} />
      <ul className="mt-3 space-y-1">
        {people.map((contact) => (
          <li key={contact.id}>
            <button type="button" onClick={() => onDecide({ decision: 'attach', contactId: contact.id })} className="w-full rounded-lg px-3 py-2 text-left hover:bg-raised">
              <bdi className="block font-medium">{called(contact).slice(0, 120) || texts.contacts.noName}</bdi>
              <span className="text-sm text-quiet">{[contact.email, contact.phone && phone(contact.phone), contact.city].filter(Boolean).join(' · ')}</span>
            </button>
          </li>
        ))}
        {found.data && people.length === 0 && <li className="px-3 py-2 text-quiet">{words.nobody}</li>}
      </ul>
    </Dialog>
  );
}

function Survivor({ found, isBusy, onClose, onDecide }: Props) {
  const known = found.filter(({ recordId }) => recordId);
  const [survivorId, setSurvivor] = useState(known[0]?.recordId);
  return (
    <Dialog
      title={words.decision['merge'] ?? ''} lead={words.hint['merge']} isOpen onClose={onClose}
      foot={<><Button onClick={onClose}>{texts.common.cancel}</Button><Button look="primary" isBusy={isBusy} onClick={() => onDecide({ decision: 'merge', ...(known.length > 1 && survivorId ? { survivorId } : {}) })}>{words.decision['merge']}</Button></>}
    >
      <fieldset className="space-y-2">
        <legend className="mb-2 font-medium">{words.survivor}</legend>
        {known.map(({ recordId, fields, title }) => (
          <label key={recordId} className="flex gap-3 rounded-xl border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft">
            <input type="radio" name="survivor" className="mt-1 accent-accent" checked={recordId === survivorId} onChange={() => setSurvivor(recordId)} />
            <span className="min-w-0"><bdi className="block font-medium">{[fields['firstName'], fields['lastName']].map(plain).join(' ').trim() || title}</bdi><span className="text-quiet">{[fields['email'], fields['phone']].map(plain).filter(Boolean).join(' · ')}</span></span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
