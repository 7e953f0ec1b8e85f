import { useQueryClient } from '@tanstack/react-query';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useState } from 'react';
import { moveTo, usePlace, useStanding, type Place } from '~/api/session';
import { Dialog } from '~/components/Dialog';
import { Input } from '~/components/Field';
import { cn } from '~/lib/cn';
import { texts } from '~/texts';

/** The location on screen. An agency's people choose among theirs; a firm's see only its name. */
export function LocationSwitcher() {
  const now = useStanding();
  const place = usePlace();
  const [isOpen, setOpen] = useState(false);
  const places = now.state === 'in' && now.session ? now.session.locations : [place];
  if (places.length < 2) return <p className="truncate px-2 font-medium" title={place.name}>{place.name}</p>;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} aria-label={`${texts.common.location}: ${place.name}`} className="flex min-h-10 w-full items-center gap-2 rounded-lg border border-line px-3 text-left hover:bg-raised">
        <span className="min-w-0 grow truncate font-medium">{place.name}</span>
        <ChevronsUpDown size={16} aria-hidden className="shrink-0 text-quiet" />
      </button>
      {isOpen && <Chooser places={places} place={place} onClose={() => setOpen(false)} />}
    </>
  );
}

function Chooser({ places, place, onClose }: { places: Place[]; place: Place; onClose: () => void }) {
  const client = useQueryClient();
  const [query, setQuery] = useState('');
  const found = places.filter(({ name }) => name.toLowerCase().includes(query.trim().toLowerCase()));
  const go = async (to: Place) => {
    onClose();
    await moveTo(to);
    client.clear();
  };
  return (
    <Dialog title={texts.common.location} isOpen onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); if (found[0]) void go(found[0]); }}>
        <Input label={texts.common.searchLocations} isLabelHidden placeholder={texts.common.searchLocations} value={query} onChange={(event) => setQuery(event.target.value)} autoFocus />
      </form>
      <ul className="mt-3 max-h-[50vh] overflow-y-auto">
        {found.map((it) => (
          <li key={it.id}>
            <button type="button" onClick={() => void go(it)} aria-current={it.id === place.id || undefined} className={cn('flex min-h-10 w-full items-center gap-2 rounded-lg px-3 text-left hover:bg-raised', it.id === place.id && 'font-semibold')}>
              <span className="min-w-0 grow truncate">{it.name}</span>{it.id === place.id && <Check size={16} aria-hidden />}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
