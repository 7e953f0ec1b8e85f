// What came in by any way, newest first, with what became of it.
import { Link } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { useGet } from '~/api/query';
import { Badge, type Tone } from '~/components/Badge';
import { Button } from '~/components/Button';
import { Empty, Loaded } from '~/components/states';
import { texts } from '~/texts';

const words = texts.imports;
const PAGE = 20;
const MOST = 200;
const tones: Record<string, Tone> = { created: 'good', merged: 'info', review: 'warn' };

export function Recent() {
  const [limit, setLimit] = useState(PAGE);
  const recent = useGet('/tenon/v1/imports', { query: { limit } }, { keepPrevious: true });
  return (
    <section className="mt-10">
      <h2 className="text-lg font-semibold">{words.recent}</h2>
      <p className="mb-3 text-quiet">{words.recentLead}</p>
      <Loaded query={recent}>
        {({ imports }) => imports.length === 0 ? <Empty icon={Inbox} title={words.emptyTitle}>{words.emptyWhy}</Empty> : (
          <>
            <ul className="divide-y divide-line rounded-2xl border border-line bg-surface px-5">
              {imports.map((item) => (
                <li key={item.key} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2.5">
                  <Badge tone={tones[item.outcome] ?? 'plain'}>{words.one[item.outcome] ?? item.outcome}</Badge>
                  {item.contactId
                    ? <Link to="/contacts/$contactId" params={{ contactId: item.contactId }} className="min-w-0 font-medium text-accent underline"><bdi>{item.label.slice(0, 160)}</bdi></Link>
                    : <bdi className="min-w-0 font-medium">{item.label.slice(0, 160)}</bdi>}
                  <span className="min-w-0 text-sm text-quiet"><bdi>{item.place.slice(0, 160)}</bdi></span>
                  {item.reasons.length > 0 && <span className="w-full text-sm text-quiet"><bdi>{item.reasons.map(String).join('; ').slice(0, 400)}</bdi></span>}
                </li>
              ))}
            </ul>
            {imports.length === limit && limit < MOST && <Button className="mt-4" onClick={() => setLimit(Math.min(MOST, limit + 3 * PAGE))}>{texts.common.more}</Button>}
          </>
        )}
      </Loaded>
    </section>
  );
}
