import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { Button } from '~/components/Button';
import { Dialog } from '~/components/Dialog';
import { Input } from '~/components/Field';
import { texts } from '~/texts';
import { filterNames, type ContactSearch, type FilterName } from './search';

const words = texts.contacts;
interface Props { search: ContactSearch; onChange: (next: ContactSearch) => void }

export function FilterButton({ search, onChange }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}><ListFilter size={17} aria-hidden />{words.filter}</Button>
      {isOpen && <Filters search={search} onChange={onChange} onClose={() => setOpen(false)} />}
    </>
  );
}

function Filters({ search, onChange, onClose }: Props & { onClose: () => void }) {
  const [values, setValues] = useState<Partial<Record<FilterName, string>>>(() => Object.fromEntries(filterNames.map((name) => [name, search[name] ?? ''])));
  const apply = (values: Partial<Record<FilterName, string>>) => {
    const next: ContactSearch = { ...search };
    for (const name of filterNames) {
      const value = values[name]?.trim();
      if (value) next[name] = value;
      else delete next[name];
    }
    onChange(next);
    onClose();
  };
  return (
    <Dialog
      title={words.filters} isOpen onClose={onClose}
      foot={<><Button onClick={() => apply({})}>{words.clear}</Button><Button look="primary" type="submit" form="contact-filters">{words.show}</Button></>}
    >
      <form id="contact-filters" className="grid gap-4 sm:grid-cols-2" onSubmit={(event) => { event.preventDefault(); apply(values); }}>
        {filterNames.map((name) => (
          <Input key={name} label={words.filterBy[name]} type={name === 'since' ? 'date' : 'text'} maxLength={75} value={values[name] ?? ''} onChange={(event) => setValues({ ...values, [name]: event.target.value })} />
        ))}
      </form>
    </Dialog>
  );
}
