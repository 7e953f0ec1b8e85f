// Before anything is taken back, Tenon says what it would take back and what it cannot.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call, type Answer, type Request } from '~/api/client';
import { useSend } from '~/api/query';
import { count, plain } from '~/lib/format';
import { fieldName } from '~/screens/contact/entries';
import { texts } from '~/texts';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { Checkbox } from './Field';
import { Failed, Skeleton } from './states';

const UNDOS = '/tenon/v1/undos';
const words = texts.undo;
const SHOWN = 20;
type Undo = Answer<'post', typeof UNDOS>['undo'];
type Line = Pick<Undo['report']['problems'][number], 'kind' | 'contactId' | 'field'>;

export interface Target { kind: Request<'post', typeof UNDOS>['body']['kind']; id: string }

export function UndoDialog({ target, title = words.title, onClose, onDone }: { target: Target; title?: string; onClose: () => void; onDone?: () => void }) {
  const client = useQueryClient();
  const [isChangedToo, setChangedToo] = useState(false);
  const [areCopiesToo, setCopiesToo] = useState(false);
  const body = { ...target, changedSince: isChangedToo ? 'undo' : 'leave', copies: areCopiesToo ? 'delete' : 'keep' } as const;
  const dry = useQuery({
    queryKey: [UNDOS, 'dry', body], staleTime: 0, gcTime: 0, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call('post', UNDOS, { body: { ...body, dryRun: true }, signal }),
  });
  const send = useSend('post', UNDOS, {
    says: ({ undo }) => (undo.state === 'running' ? words.running : words.undone),
    onDone: () => { void client.invalidateQueries(); onDone?.(); onClose(); },
  });
  const undo = dry.data?.undo;
  const isEmpty = undo && undo.report.fieldsPutBack + undo.report.recordsDeleted + undo.report.recordsRestored === 0;
  return (
    <Dialog
      title={title} isOpen onClose={onClose} size="wide"
      foot={<><Button onClick={onClose}>{texts.common.cancel}</Button>{undo && !isEmpty && <Button look="primary" isBusy={send.isPending || dry.isFetching} onClick={() => send.mutate({ body })}>{words.doIt}</Button>}</>}
    >
      {dry.isError ? <Failed error={dry.error} /> : !undo ? <><p className="mb-3 text-quiet">{words.looking}</p><Skeleton rows={3} className="h-10" /></> : (
        <div className="space-y-5">
          <Report undo={undo} isEmpty={isEmpty === true} />
          <div className="space-y-2">
            {Object.entries(undo.report.sides).map(([id, side]) => side.copies > 0 && <Checkbox key={id} label={words.copies(side.copies)} hint={words.copiesHint} checked={areCopiesToo} onChange={(event) => setCopiesToo(event.target.checked)} />)}
            {(undo.report.notUndone > 0 || isChangedToo) && <Checkbox label={words.changed} checked={isChangedToo} onChange={(event) => setChangedToo(event.target.checked)} />}
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Report({ undo: { report }, isEmpty }: { undo: Undo; isEmpty: boolean }) {
  const lines = [
    report.fieldsPutBack > 0 && words.fields(report.fieldsPutBack), report.recordsDeleted > 0 && words.deleted(report.recordsDeleted),
    report.recordsRestored > 0 && words.restored(report.recordsRestored), report.already > 0 && words.already(report.already),
  ].filter((line) => line !== false);
  return (
    <>
      <ul className="list-disc space-y-1 pl-5">{isEmpty && <li>{words.nothing}</li>}{lines.map((line) => <li key={line}>{line}</li>)}{report.more && <li>{words.more}</li>}</ul>
      {report.notUndone > 0 && (
        <section className="rounded-xl border border-warn bg-warn-soft p-4 text-warn">
          <p className="font-semibold">{words.cannot(report.notUndone)}</p>
          {report.notUndone > SHOWN && <p>{words.cannotAll(count(Math.min(SHOWN, report.problems.length)))}</p>}
          <ul className="mt-1 space-y-1">{report.problems.slice(0, SHOWN).map((line, at) => <li key={at}><About line={line} />: {line.why}</li>)}</ul>
        </section>
      )}
      {Object.entries(report.sides).map(([id, side]) => (
        <section key={id}><h3 className="font-semibold"><bdi>{side.name}</bdi></h3><p className="text-quiet">{side.follow > 0 && `${words.follow(count(side.follow))}; `}{side.note}</p></section>
      ))}
      {report.samples.length > 0 && (
        <section>
          <h3 className="mb-1 font-semibold">{words.samples}</h3>
          <ul className="space-y-1">{report.samples.slice(0, SHOWN).map((line, at) => <li key={at}><About line={line} />: {line.action === 'putBack' ? <bdi>{words.becomes(plain(line.now) || words.nothingValue, plain(line.back) || words.nothingValue)}</bdi> : words.act[line.action] ?? line.action}</li>)}</ul>
        </section>
      )}
    </>
  );
}

function About({ line: { kind, contactId, field } }: { line: Line }) {
  const name = [texts.contact.timeline.kinds[kind] ?? kind, field && fieldName(field)].filter(Boolean).join(', ');
  return contactId ? <Link to="/contacts/$contactId" params={{ contactId }} className="font-medium underline"><bdi>{name}</bdi></Link> : <bdi className="font-medium">{name}</bdi>;
}
