// What the columns of a table mean: as guessed or remembered, and as a person says.
import { TriangleAlert } from 'lucide-react';
import { Select } from '~/components/Field';
import { texts } from '~/texts';
import type { Report } from './model';

const words = texts.imports;

export function ColumnMap({ table, meanings, onChange }: { table: Report['tables'][number]; meanings: string[]; onChange: (column: string, means: string) => void }) {
  const options = meanings.map((value) => ({ value, label: words.meaning[value] ?? value })).sort((a, b) => a.label.localeCompare(b.label));
  return (
    <section>
      <h3 className="font-medium">{words.columns} <span className="font-normal text-quiet">· {words.rows(table.rows)}</span></h3>
      <p className="text-sm text-quiet">{words.columnsLead}</p>
      {table.problem && <p role="alert" className="mt-2 flex gap-2 rounded-xl bg-warn-soft p-3 text-warn"><TriangleAlert size={18} aria-hidden className="mt-0.5 shrink-0" />{table.problem}</p>}
      <ul className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        {table.columns.map(({ column, means, why }) => (
          <li key={column} className="min-w-0">
            <p aria-hidden className="mb-1 truncate font-medium"><bdi>{column}</bdi></p>
            <Select label={words.meaningOf(column)} isLabelHidden hint={why} value={means} options={options} onChange={(event) => onChange(column, event.target.value)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
