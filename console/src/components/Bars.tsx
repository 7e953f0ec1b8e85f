// Stacked bars over time, drawn here: a chart library would be most of the page. What they show can
// also be read as a table.
import { texts } from '~/texts';

export interface Series { key: string; label: string; color: string }
export interface Bar { label: string; values: Record<string, number>; /** Said instead of the number. */ says?: Record<string, string> }

const WIDTH = 600;
const HEIGHT = 140;
const fills = { accent: 'fill-accent', info: 'fill-info', warn: 'fill-warn', bad: 'fill-bad', quiet: 'fill-quiet', edge: 'fill-edge' } as const;
const dots = { accent: 'bg-accent', info: 'bg-info', warn: 'bg-warn', bad: 'bg-bad', quiet: 'bg-quiet', edge: 'bg-edge' } as const;
type Color = keyof typeof fills;
/** The colours of the first, second, … series. */
export const colors: Color[] = ['accent', 'info', 'warn', 'bad', 'edge', 'quiet'];

export function Bars({ title, of, series, bars, empty, note }: { title: string; of: string; series: Series[]; bars: Bar[]; empty: string; note?: string | undefined }) {
  const words = texts.overview.charts;
  const total = (bar: Bar) => series.reduce((sum, { key }) => sum + (bar.values[key] ?? 0), 0);
  const most = Math.max(...bars.map(total), 0);
  const used = series.filter(({ key }) => bars.some(({ values }) => values[key]));
  if (most === 0) return <p className="py-8 text-center text-quiet">{empty}</p>;
  const said = (bar: Bar, key: string) => bar.says?.[key] ?? String(bar.values[key] ?? 0);
  const step = WIDTH / bars.length;
  const peak = bars.reduce((best, bar) => (total(bar) > total(best) ? bar : best));
  const summary = words.summary(title, String(Math.round(bars.reduce((sum, bar) => sum + total(bar), 0))), peak.label);
  return (
    <figure>
      <svg role="img" aria-label={summary} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-36 w-full">
        {[0, 0.5, 1].map((at) => <line key={at} x1={0} x2={WIDTH} y1={HEIGHT - 0.5 - at * (HEIGHT - 1)} y2={HEIGHT - 0.5 - at * (HEIGHT - 1)} className="stroke-line" vectorEffect="non-scaling-stroke" />)}
        {bars.map((bar, at) => {
          let top = HEIGHT;
          return (
            <g key={bar.label}>
              <title>{`${bar.label}: ${used.map(({ key, label }) => `${label} ${said(bar, key)}`).join(', ')}`}</title>
              <rect x={at * step} width={step} y={0} height={HEIGHT} fill="transparent" />
              {used.map(({ key, color }) => {
                const height = ((bar.values[key] ?? 0) / most) * (HEIGHT - 4);
                top -= height;
                return height > 0 && <rect key={key} x={at * step + step * 0.14} width={step * 0.72} y={top} height={height} className={fills[color as Color]} />;
              })}
            </g>
          );
        })}
      </svg>
      <div className="mt-1 flex justify-between text-sm text-quiet"><span>{bars[0]?.label}</span><span>{bars.at(-1)?.label}</span></div>
      <figcaption>
        <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {used.map(({ key, label, color }) => <li key={key} className="flex items-center gap-2"><span aria-hidden className={`size-2.5 rounded-sm ${dots[color as Color]}`} />{label}</li>)}
        </ul>
        {note && <p className="mt-2 text-sm text-quiet">{note}</p>}
        <details className="mt-2 text-sm">
          <summary className="text-quiet">{words.table}</summary>
          <div role="region" aria-label={title} tabIndex={0} className="mt-2 max-h-64 overflow-auto rounded-lg border border-line">
            <table className="w-full text-left tabular">
              <thead className="bg-raised"><tr><th scope="col" className="px-3 py-1.5 font-medium">{of}</th>{used.map(({ key, label }) => <th key={key} scope="col" className="px-3 py-1.5 text-right font-medium">{label}</th>)}</tr></thead>
              <tbody>
                {[...bars].reverse().map((bar) => (
                  <tr key={bar.label} className="border-t border-line"><th scope="row" className="px-3 py-1 font-normal">{bar.label}</th>{used.map(({ key }) => <td key={key} className="px-3 py-1 text-right">{said(bar, key)}</td>)}</tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </figcaption>
    </figure>
  );
}
