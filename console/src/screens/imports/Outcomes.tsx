// What an import did, or would do: counts, and each thing in the file.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Badge, type Tone } from '~/components/Badge';
import { Button } from '~/components/Button';
import { count } from '~/lib/format';
import { texts } from '~/texts';
import { counts, type Report } from './model';

const words = texts.imports;
const FIRST = 5;
const STEP = 50;
const tones: Record<string, Tone> = { created: 'good', merged: 'info', review: 'warn' };

export function Outcomes({ report, isOver }: { report: Report; isOver: boolean }) {
  const [most, setMost] = useState(FIRST);
  const items = report.items.slice(0, most);
  const all = report.items.length + report.itemsLeftOut;
  return (
    <section>
      <h3 className="font-medium">{isOver ? words.didTitle : words.wouldTitle}</h3>
      <dl className="mt-2 flex flex-wrap gap-x-8 gap-y-2">
        {counts(report.totals).map(([outcome, many]) => (
          <div key={outcome} className="flex flex-col-reverse"><dt className="text-sm text-quiet">{words.outcome[outcome] ?? outcome}</dt><dd className="text-2xl font-semibold tabular">{count(many)}</dd></div>
        ))}
      </dl>
      <ul className="mt-3 divide-y divide-line border-y border-line">
        {items.map((item, index) => (
          <li key={index} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2">
            <Badge tone={tones[item.outcome] ?? 'plain'}>{words.one[item.outcome] ?? item.outcome}</Badge>
            <span className="min-w-0">
              {item.contactId && isOver && item.outcome !== 'review'
                ? <Link to="/contacts/$contactId" params={{ contactId: item.contactId }} className="font-medium text-accent underline"><bdi>{(item.contact ?? item.label).slice(0, 160)}</bdi></Link>
                : <bdi className="font-medium">{(item.contact ?? item.label).slice(0, 160)}</bdi>}
              {' '}<span className="text-sm text-quiet"><bdi>{item.place.slice(0, 160)}</bdi></span>
            </span>
            {item.reasons.length > 0 && <span className="w-full text-sm text-quiet sm:pl-1"><bdi>{item.reasons.join('; ').slice(0, 400)}</bdi></span>}
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap items-center gap-3 text-sm text-quiet">
        {items.length < all && <span>{words.shown(count(items.length), count(all))}</span>}
        {items.length < report.items.length && <Button size="small" onClick={() => setMost(most + STEP)}>{words.showAll}</Button>}
        {isOver && (report.totals['review'] ?? 0) > 0 && <Link to="/review" className="font-medium text-accent underline">{words.toReview}</Link>}
      </div>
    </section>
  );
}
