// Searches that somebody wants again, kept by this browser for this location.
import { Bookmark, X } from 'lucide-react';
import { useState } from 'react';
import { usePlace } from '~/api/session';
import { Button, IconButton } from '~/components/Button';
import { Dialog } from '~/components/Dialog';
import { Input } from '~/components/Field';
import { useKept } from '~/lib/kept';
import { toast } from '~/shell/toasts';
import { texts } from '~/texts';
import { readSearch, type ContactSearch } from './search';

const words = texts.contacts;
interface View { name: string; search: ContactSearch }

export function Views({ search, onChange }: { search: ContactSearch; onChange: (next: ContactSearch) => void }) {
  const { id } = usePlace();
  const [views, keep] = useKept<View[]>(`tenon-views-${id}`, []);
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const go = (next: ContactSearch) => {
    onChange(readSearch(next));
    setOpen(false);
  };
  const add = () => {
    const called = name.trim();
    if (!called) return;
    keep([...views.filter((view) => view.name !== called), { name: called, search }]);
    setName('');
    setOpen(false);
    toast({ text: words.viewKept(called) });
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}><Bookmark size={17} aria-hidden />{words.views}</Button>
      <Dialog title={words.views} isOpen={isOpen} onClose={() => setOpen(false)}>
        <ul className="mb-5 space-y-1">
          <li><Button look="quiet" className="w-full justify-start" onClick={() => go({})}>{words.everyone}</Button></li>
          {views.map((view) => (
            <li key={view.name} className="flex items-center gap-1">
              <Button look="quiet" className="min-w-0 grow justify-start" onClick={() => go(view.search)}><span className="truncate">{view.name}</span></Button>
              <IconButton label={words.dropView(view.name)} onClick={() => keep(views.filter((it) => it !== view))}><X size={16} /></IconButton>
            </li>
          ))}
        </ul>
        <form className="flex items-end gap-2" onSubmit={(event) => { event.preventDefault(); add(); }}>
          <div className="grow"><Input label={words.viewName} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} /></div>
          <Button look="primary" type="submit">{words.keepView}</Button>
        </form>
      </Dialog>
    </>
  );
}
