import { Link } from '@tanstack/react-router';
import { ChevronsUpDown, Search } from 'lucide-react';
import { signOut, useMay, usePlace, useStanding } from '~/api/session';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '~/components/Menu';
import { texts } from '~/texts';
import { useCounts } from './counts';
import { LocationSwitcher } from './LocationSwitcher';
import { screens } from './screens';
import { setTheme, useTheme, type Theme } from './theme';

export function Logo() {
  return (
    <span className="flex items-center gap-2.5 font-semibold">
      <svg viewBox="0 0 32 32" className="size-7" aria-hidden><rect width="32" height="32" rx="8" fill="var(--accent)" /><path d="M7 9h18v6h-6v8h-6v-8H7z" fill="var(--on-accent)" /></svg>
      {texts.common.product}
    </span>
  );
}

export function Side({ onFind }: { onFind: () => void }) {
  const counts = useCounts();
  const mayWrite = useMay('write');
  return (
    <div className="flex min-h-full flex-col gap-4 p-4">
      <div className="px-2 pt-1"><Logo /></div>
      <LocationSwitcher />
      <button type="button" onClick={onFind} className="flex min-h-9 items-center gap-2 rounded-lg border border-line px-3 text-quiet hover:bg-raised">
        <Search size={16} aria-hidden />{texts.common.palette.open}
        <kbd className="ml-auto rounded border border-line px-1.5 font-sans text-xs">Ctrl K</kbd>
      </button>
      <nav aria-label={texts.common.navigation}>
        <ul className="space-y-0.5">
          {screens.map(({ to, label, icon: Icon, count }) => (
            <li key={to}>
              <Link
                to={to} activeOptions={{ exact: to === '/' }}
                className="flex min-h-10 items-center gap-3 rounded-lg px-3 text-quiet hover:bg-raised hover:text-ink"
                activeProps={{ className: 'bg-accent-soft !text-accent font-semibold' }}
              >
                <Icon size={18} aria-hidden />{label}
                {count && counts[count] && <span className="ml-auto rounded-full bg-raised px-2 text-sm font-medium text-ink tabular">{counts[count]}</span>}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="mt-auto space-y-3">
        {!mayWrite && <p className="rounded-lg bg-info-soft px-3 py-2 text-sm text-info">{texts.common.readonly}</p>}
        <PersonMenu />
      </div>
    </div>
  );
}

function PersonMenu() {
  const now = useStanding();
  const theme = useTheme();
  const place = usePlace();
  const person = now.state === 'in' && now.session ? now.session : { name: place.name, email: '' };
  const words = texts.common.theme;
  return (
    <Menu
      align="start"
      trigger={(
        <button type="button" className="flex w-full items-center gap-3 rounded-lg px-2 py-1.5 text-left hover:bg-raised">
          <span aria-hidden className="inline-flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent">{[...person.name][0]?.toUpperCase()}</span>
          <span className="min-w-0 grow"><span className="block truncate font-medium leading-5">{person.name}</span><span className="block truncate text-sm leading-5 text-quiet">{person.email}</span></span>
          <ChevronsUpDown size={16} aria-hidden className="shrink-0 text-quiet" />
        </button>
      )}
    >
      <MenuLabel>{texts.common.you(person.name)}</MenuLabel>
      <MenuLine />
      <MenuChoice
        label={words.label} value={theme} onChange={(value) => setTheme(value as Theme)}
        options={[{ value: 'system', label: words.system }, { value: 'light', label: words.light }, { value: 'dark', label: words.dark }]}
      />
      <MenuLine />
      <MenuItem onSelect={() => void signOut()}>{texts.common.signOut}</MenuItem>
    </Menu>
  );
}
