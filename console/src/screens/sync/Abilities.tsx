// What can be done over there: each kind and field by reading, creating, changing, deleting, and by which way.
import { Check, Hand, Minus, Send } from 'lucide-react';
import { Fragment, useState, type ReactNode } from 'react';
import type { Answer } from '~/api/client';
import { useGet } from '~/api/query';
import { Button } from '~/components/Button';
import { Card } from '~/components/Page';
import { Loaded } from '~/components/states';
import { cn } from '~/lib/cn';
import { ago } from '~/lib/format';
import { texts } from '~/texts';
import { fieldName } from '../contact/entries';
import type { Connection } from './wire';

const words = texts.sync;
const PATH = '/tenon/v1/connections/{connectionId}/capabilities';
type Data = Answer<'get', typeof PATH>;
type Capability = Data['capabilities'][number];
const acts = ['read', 'create', 'update', 'delete'] as const;
const looks = {
  yes: { icon: Check, tone: 'text-good' }, handOff: { icon: Send, tone: 'text-info' }, person: { icon: Hand, tone: 'text-warn' }, no: { icon: Minus, tone: 'text-quiet' },
};

export function Abilities({ connections }: { connections: Connection[] }) {
  return (
    <div className="space-y-5">
      <p className="max-w-2xl text-quiet">{words.abilitiesLead}</p>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {(Object.keys(looks) as (keyof typeof looks)[]).map((ability) => {
          const { icon: Icon, tone } = looks[ability];
          return <div key={ability} className="flex gap-2"><dt className={cn('flex shrink-0 items-center gap-1.5 self-start font-medium', tone)}><Icon size={16} aria-hidden />{words.ability[ability]}</dt><dd className="text-quiet">{words.abilityWhy[ability]}</dd></div>;
        })}
      </dl>
      {connections.map((one) => <One key={one.id} connection={one} />)}
    </div>
  );
}

function One({ connection }: { connection: Connection }) {
  const told = useGet(PATH, { path: { connectionId: connection.id } });
  return (
    <Card title={<bdi>{connection.name}</bdi>}>
      <Loaded query={told}>
        {(data) => (
          <div className="space-y-5">
            <ul aria-label={words.channels} className="grid gap-x-8 gap-y-1 text-sm sm:grid-cols-2">
              {data.channels.map(({ name, words: said, configured }) => <li key={name} className={cn('flex gap-2', !configured && 'text-quiet')}><span aria-hidden>{configured ? '●' : '○'}</span><span>{said}{!configured && ` (${words.channelOff})`}</span></li>)}
            </ul>
            <Matrix data={data} name={connection.name} />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function Matrix({ data, name }: { data: Data; name: string }) {
  const [open, setOpen] = useState<Set<string>>(new Set());
  const ways = new Map(data.channels.map((channel) => [channel.name, channel.words]));
  const whole = data.capabilities.filter(({ field }) => field === '');
  const turn = (kind: string) => setOpen((now) => { const next = new Set(now); if (!next.delete(kind)) next.add(kind); return next; });
  return (
    <div className="overflow-x-auto" role="region" aria-label={`${words.views.abilities}: ${name}`} tabIndex={0}>
      <table className="w-full min-w-[38rem] text-left align-top">
        <thead className="text-quiet"><tr className="border-b border-line"><th scope="col" className="w-1/5 py-2 pr-4 font-medium">{words.kind}</th>{acts.map((act) => <th key={act} scope="col" className="w-1/5 py-2 pr-4 font-medium">{words.acts[act]}</th>)}</tr></thead>
        <tbody>
          {whole.map((one) => {
            const fields = data.capabilities.filter(({ kind, field }) => kind === one.kind && field !== '');
            const label = words.kinds[one.kind] ?? one.kind;
            return (
              <Fragment key={one.kind}>
                <Row
                  of={one} ways={ways} isWhole
                  title={<><span className="block font-semibold">{label}</span>{fields.length > 0 && <Button look="quiet" size="small" className="-ml-3 text-accent" aria-expanded={open.has(one.kind)} onClick={() => turn(one.kind)}>{words.showFields(label)}</Button>}</>}
                />
                {open.has(one.kind) && fields.map((field) => <Row key={field.field} of={field} ways={ways} title={<bdi className="pl-3">{fieldName(field.field)}</bdi>} />)}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Row({ of, ways, title, isWhole = false }: { of: Capability; ways: Map<string, string>; title: ReactNode; isWhole?: boolean }) {
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="py-2.5 pr-4 text-left align-top font-normal">{title}</th>
      {acts.map((act) => {
        const { ability, by, evidence } = of[act];
        const { icon: Icon, tone } = looks[ability];
        return (
          <td key={act} className="py-2.5 pr-4 align-top">
            <span className={cn('flex items-center gap-1.5 font-medium', tone)}><Icon size={15} aria-hidden />{words.ability[ability]}</span>
            {isWhole && by.length > 0 && <span className="block text-sm text-quiet">{by.map((way) => ways.get(way) ?? way).join('; ')}</span>}
            {evidence?.at && <span className="block text-sm text-quiet">{words.seen(ago(evidence.at))}</span>}
          </td>
        );
      })}
    </tr>
  );
}
