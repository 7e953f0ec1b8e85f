// The record, field by field: click or Enter to change it where it stands.
import { Check, Clock, Hand, Minus, Pencil, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useMay } from '~/api/session';
import { Button } from '~/components/Button';
import { Dialog } from '~/components/Dialog';
import { inputClass } from '~/components/Field';
import { Card } from '~/components/Page';
import { cn } from '~/lib/cn';
import { phone, plain } from '~/lib/format';
import { toast } from '~/shell/toasts';
import { texts } from '~/texts';
import { useChange, type Contact, type Stale } from './record';
import type { Side, StandingOf } from './standing';

const words = texts.contact;
const names = Object.keys(words.fields) as Stale['field'][];
const always = new Set<string>(['firstName', 'lastName', 'email', 'phone', 'address1', 'city']);
const types: Record<string, string> = { email: 'email', phone: 'tel', website: 'url', dateOfBirth: 'date' };
const MOST_SHOWN = 500;
const shownValue = (field: string, value: string) => (field === 'phone' ? phone(value) : field === 'dateOfBirth' ? value.slice(0, 10) : value);

export function Fields({ contactId, contact, standing }: { contactId: string; contact: Contact; standing: StandingOf }) {
  const [showsAll, setShowsAll] = useState(false);
  const { change, stale, settle } = useChange(contactId);
  const shown = names.filter((name) => showsAll || always.has(name) || plain(contact[name]));
  const save = async (field: Stale['field'], value: string, began: unknown) => {
    if (await change(field, value.trim() || null, began)) toast({ text: words.saved(words.fields[field] ?? field) });
  };
  return (
    <Card title={words.fieldsTitle} actions={<Button look="quiet" size="small" onClick={() => setShowsAll(!showsAll)}>{showsAll ? words.hideEmpty : words.showEmpty}</Button>}>
      <dl className="-mx-2 divide-y divide-line">
        {shown.map((field) => (
          <FieldRow key={field} field={field} value={plain(contact[field])} sides={standing.of(field)} onSave={(value, began) => save(field, value, began)} />
        ))}
      </dl>
      {stale && (
        <Dialog
          title={words.staleTitle} lead={words.stale(words.fields[stale.field] ?? stale.field, plain(stale.theirs).slice(0, 200) || words.timeline.nothing_)} isOpen onClose={settle}
          foot={(
            <>
              <Button onClick={settle}>{words.takeTheirs}</Button>
              <Button look="primary" onClick={() => { settle(); void save(stale.field, plain(stale.mine), stale.theirs); }}>{words.keepMine}</Button>
            </>
          )}
        >
          <p><bdi className="font-medium">{plain(stale.mine)}</bdi></p>
        </Dialog>
      )}
    </Card>
  );
}

function FieldRow({ field, value, sides, onSave }: { field: string; value: string; sides: Side[]; onSave: (value: string, began: unknown) => Promise<void> }) {
  const label = words.fields[field] ?? field;
  const mayWrite = useMay('write');
  const [draft, setDraft] = useState<{ typed: string; began: string } | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !draft) button.current?.focus();
    wasEditing.current = draft !== null;
  }, [draft]);
  const finish = async () => {
    if (!draft) return;
    setDraft(null);
    if (draft.typed.trim() !== draft.began) await onSave(draft.typed, draft.began || undefined);
  };
  const text = shownValue(field, value);
  return (
    <div className="px-2 py-2">
      <dt className="text-sm text-quiet">{label}</dt>
      <dd>
        {draft ? (
          <form className="mt-1 flex gap-2" onSubmit={(event) => { event.preventDefault(); void finish(); }}>
            <input
              autoFocus aria-label={label} type={types[field] ?? 'text'} value={draft.typed} className={inputClass} autoComplete="off"
              onChange={(event) => setDraft({ ...draft, typed: event.target.value })} onKeyDown={(event) => { if (event.key === 'Escape') setDraft(null); }}
            />
            <Button type="submit" look="primary">{texts.common.save}</Button>
          </form>
        ) : (
          <div className="flex items-start gap-2">
            {mayWrite ? (
              <button
                ref={button} type="button" onClick={() => { const began = field === 'dateOfBirth' ? value.slice(0, 10) : value; setDraft({ typed: began, began }); }}
                className="group -mx-1 min-w-0 grow rounded px-1 text-left hover:bg-raised"
              >
                <span className="sr-only">{words.edit(label)}: </span>
                <bdi className={cn(!text && 'text-quiet')}>{text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text || words.empty}</bdi>
                <Pencil size={13} aria-hidden className="ml-1.5 inline opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100" />
              </button>
            ) : <bdi className={cn('min-w-0 grow', !text && 'text-quiet')}>{text.slice(0, MOST_SHOWN) || words.empty}</bdi>}
            {text && <span className="flex shrink-0 gap-1 pt-0.5">{sides.map((side) => <SideMark key={side.name} side={side} />)}</span>}
          </div>
        )}
        {sides.filter(({ tone }) => text && tone === 'warn').map((side) => <p key={side.name} className="text-sm text-warn">{side.words}</p>)}
      </dd>
    </div>
  );
}

const marks: Record<Side['tone'], [LucideIcon, string]> = {
  good: [Check, 'bg-good-soft text-good'], warn: [Clock, 'bg-warn-soft text-warn'], info: [Hand, 'bg-info-soft text-info'], plain: [Minus, 'bg-raised text-quiet'],
};
const short: Record<string, string> = { highlevel: 'HL', houzz: 'Hz' };

/** A small mark for each side; its words are for the pointer and for screen readers. */
function SideMark({ side }: { side: Side }) {
  const [Icon, look] = marks[side.tone];
  return (
    <span title={side.words} className={cn('inline-flex h-5 items-center gap-0.5 rounded px-1 text-xs font-medium', look)}>
      <span aria-hidden>{short[side.system] ?? side.name.slice(0, 2)}</span><Icon size={11} aria-hidden /><span className="sr-only">{side.words}</span>
    </span>
  );
}
