// What only a person can do in Houzz Pro: the value to type, where, and a tick.
import { Link } from '@tanstack/react-router';
import { CircleCheckBig, Copy, ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Answer } from '~/api/client';
import { useGet, useSend } from '~/api/query';
import { useMay } from '~/api/session';
import { Button, IconButton, buttonClass } from '~/components/Button';
import { Page } from '~/components/Page';
import { Empty, Loaded } from '~/components/states';
import { Tabs } from '~/components/Tabs';
import { ago, plain, when } from '~/lib/format';
import { toast } from '~/shell/toasts';
import { texts } from '~/texts';

const LIST = '/tenon/v1/work-items';
const words = texts.work;
type Items = Answer<'get', typeof LIST>;
type Item = Items['workItems'][number];
type State = Item['state'];
const PAGE = 50;

export function Work() {
  const [state, setState] = useState<State>('open');
  const [limit, setLimit] = useState(PAGE);
  const items = useGet(LIST, { query: { state, limit } });
  const tabs = (['open', 'done', 'confirmed'] as const).map((value) => ({ value, label: words[value] }));
  return (
    <Page title={words.title} lead={words.lead}>
      <Tabs label={words.tabs} value={state} onChange={(value) => { setState(value as State); setLimit(PAGE); }} tabs={tabs}>
        <Loaded query={items}>
          {(data) => data.workItems.length === 0 ? <Nothing state={state} /> : (
            <>
              <ul className="space-y-3">{data.workItems.map((item) => <Row key={item.id} item={item} state={state} limit={limit} />)}</ul>
              {data.nextAfter && limit < 200 && <Button className="mt-4" onClick={() => setLimit(200)}>{texts.common.more}</Button>}
            </>
          )}
        </Loaded>
      </Tabs>
    </Page>
  );
}

function Nothing({ state }: { state: State }) {
  const [title, why] = { open: [words.emptyOpen, words.emptyOpenWhy], done: [words.emptyDone, words.emptyDoneWhy], confirmed: [words.emptyConfirmed, words.emptyConfirmedWhy] }[state];
  return <Empty icon={CircleCheckBig} title={title ?? ''}>{why}</Empty>;
}

function Row({ item, state, limit }: { item: Item; state: State; limit: number }) {
  const mayWrite = useMay('write');
  const client = useQueryClient();
  const key = [LIST, { query: { state, limit } }];
  const send = useSend('put', '/tenon/v1/work-items/{itemId}', {
    renews: [LIST],
    says: (_, request) => (request.body.state === 'done' ? words.ticked : words.unticked),
    optimistic: () => {
      const before = client.getQueryData<Items>(key);
      client.setQueryData<Items>(key, (now) => now && { ...now, workItems: now.workItems.filter(({ id }) => id !== item.id) });
      return () => client.setQueryData(key, before);
    },
  });
  const wanted = plain(item.wanted);
  const copy = () => navigator.clipboard.writeText(wanted).then(() => toast({ text: words.copied }));
  return (
    <li className="flex gap-4 rounded-2xl border border-line bg-surface p-4 sm:p-5">
      {item.state !== 'confirmed' && (
        <input
          type="checkbox" className="mt-1 size-5 shrink-0 accent-accent" disabled={!mayWrite || send.isPending} checked={item.state === 'done'}
          aria-label={item.state === 'open' ? words.tick(item.title) : words.untick(item.title)}
          onChange={() => send.mutate({ path: { itemId: item.id }, body: { state: item.state === 'open' ? 'done' : 'open' } })}
        />
      )}
      <div className="min-w-0 grow">
        <p className="font-medium"><bdi>{item.title}</bdi></p>
        <dl className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-[max-content_1fr]">
          <dt className="text-quiet">{words.before}</dt><dd className="text-quiet"><bdi>{plain(item.before) || words.nothing}</bdi></dd>
          <dt className="text-quiet">{words.wanted}</dt>
          <dd className="flex items-center gap-1 font-medium"><bdi>{wanted || words.nothing}</bdi>{wanted && <IconButton label={`${words.copy}: ${wanted.slice(0, 80)}`} onClick={() => void copy()}><Copy size={15} /></IconButton>}</dd>
        </dl>
        <div className="mt-3 flex flex-wrap items-center gap-3 text-sm text-quiet">
          <Link to="/contacts/$contactId" params={{ contactId: item.contactId }} className="font-medium text-accent underline"><bdi>{item.contact.slice(0, 120) || words.contact}</bdi></Link>
          <time dateTime={item.createdAt} title={when(item.createdAt)}>{words.asked(ago(item.createdAt))}</time>
          {/^https:\/\//.test(item.url) && <a className={buttonClass('plain', 'small')} href={item.url} target="_blank" rel="noopener noreferrer">{words.openHouzz}<ExternalLink size={14} aria-hidden /></a>}
        </div>
      </div>
    </li>
  );
}
