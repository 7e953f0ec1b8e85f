// The overview's charts: leads a day, changes an hour, time from mail to HighLevel.
import type { Answer } from '~/api/client';
import { Bars, colors, type Series } from '~/components/Bars';
import { Card } from '~/components/Page';
import { when } from '~/lib/format';
import { texts } from '~/texts';

const words = texts.overview;
type Data = Answer<'get', '/tenon/v1/overview'>;
const series = (names: [string, string][]): Series[] => names.map(([key, label], at) => ({ key, label, color: colors[at % colors.length] ?? 'quiet' }));
// A day of the location is a day as it stands: no time zone may move it.
const day = (date: string) => new Date(`${date}T12:00:00Z`).toLocaleDateString(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });
const hour = (at: string, timeZone: string) => new Date(at).toLocaleString(undefined, { month: 'short', day: 'numeric', hour: 'numeric', timeZone });

export function Charts({ data }: { data: Data }) {
  const channels = [...new Set(data.leadsByDay.flatMap((one) => Object.keys(one.channels)))];
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title={words.charts.leads}>
        <Bars
          title={words.charts.leads} of={words.charts.day} empty={words.charts.leadsEmpty}
          series={series(channels.map((name) => [name, words.channels[name] ?? name]))}
          bars={data.leadsByDay.map((one) => ({ label: day(one.day), values: one.channels }))}
        />
      </Card>
      <Card title={words.charts.changes}>
        <Bars
          title={words.charts.changes} of={words.charts.hour} empty={words.charts.changesEmpty}
          series={series(Object.entries(words.ways))} note={words.charts.since(when(data.changesCountedFrom, data.timezone))}
          bars={data.changesByHour.map(({ at, ...ways }) => ({ label: hour(at, data.timezone), values: ways }))}
        />
      </Card>
      <Card title={words.charts.speed} className="lg:col-span-2">
        <Bars
          title={words.charts.speed} of={words.charts.day} empty={words.charts.speedEmpty}
          series={series([['p50', words.charts.half], ['rest', words.charts.most]])}
          bars={data.speedByDay.map(({ day: date, p50, p95 }) => ({
            label: day(date), values: { p50: p50 ?? 0, rest: Math.max(0, (p95 ?? 0) - (p50 ?? 0)) },
            says: { p50: p50 === null ? texts.common.none : words.seconds(p50), rest: p95 === null ? texts.common.none : words.seconds(p95) },
          }))}
        />
      </Card>
    </div>
  );
}
