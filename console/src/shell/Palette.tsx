// Everything by name: screens, commands, and contacts as one types. Ctrl-K.
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { LogOut, Monitor, Moon, Sun, UserRound, type LucideIcon } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useDeferredValue, useState } from 'react';
import { signOut } from '~/api/session';
import { called, useContacts } from '~/screens/contacts/search';
import { texts } from '~/texts';
import { screens } from './screens';
import { setTheme } from './theme';

const words = texts.common.palette;
const group = '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-quiet';

export function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const run = (then: () => void) => () => { onClose(); then(); };
  const themes: [string, LucideIcon, 'system' | 'light' | 'dark'][] = [
    [texts.common.theme.light, Sun, 'light'], [texts.common.theme.dark, Moon, 'dark'], [texts.common.theme.system, Monitor, 'system'],
  ];
  return (
    <Radix.Root open onOpenChange={(open) => { if (!open) onClose(); }}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-shade" aria-hidden />
        <Radix.Content aria-describedby={undefined} className="fixed inset-x-3 top-[12vh] z-40 mx-auto max-w-xl overflow-hidden rounded-2xl border border-line bg-surface shadow-2xl outline-none">
          <Radix.Title className="sr-only">{words.title}</Radix.Title>
          <Command label={words.title} loop>
            <Command.Input value={query} onValueChange={setQuery} placeholder={words.placeholder} className="w-full border-b border-line bg-transparent px-5 py-3.5 text-base outline-none" />
            <Command.List label={words.title} className="max-h-[52vh] overflow-y-auto p-2">
              <Command.Empty className="px-3 py-6 text-center text-quiet">{words.none}</Command.Empty>
              {query.trim().length > 1 && <People query={query} onOpen={(contactId) => run(() => void navigate({ to: '/contacts/$contactId', params: { contactId } }))()} />}
              <Command.Group heading={words.go} className={group}>
                {screens.map(({ to, label, icon }) => <Item key={to} icon={icon} label={label} onSelect={run(() => void navigate({ to }))} />)}
              </Command.Group>
              <Command.Group heading={words.do} className={group}>
                {themes.map(([label, icon, theme]) => <Item key={theme} icon={icon} label={`${texts.common.theme.label}: ${label}`} onSelect={run(() => setTheme(theme))} />)}
                <Item icon={LogOut} label={texts.common.signOut} onSelect={run(() => void signOut())} />
              </Command.Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const MOST_PEOPLE = 6;
const MOST_QUERY = 75;

/** Contacts that Tenon finds; the palette's own filter lets them be, for they match what was typed. */
function People({ query, onOpen }: { query: string; onOpen: (contactId: string) => void }) {
  const asked = useDeferredValue(query.trim().slice(0, MOST_QUERY));
  const found = useContacts({ q: asked });
  const people = found.data?.pages[0]?.contacts.slice(0, MOST_PEOPLE) ?? [];
  if (people.length === 0) return null;
  return (
    <Command.Group heading={words.people} className={group}>
      {people.map((contact) => (
        <Item
          key={contact.id} icon={UserRound} label={called(contact).slice(0, 120) || texts.contacts.noName} value={`${query} ${contact.id}`}
          {...(contact.email ? { hint: contact.email.slice(0, 60) } : {})} onSelect={() => onOpen(contact.id)}
        />
      ))}
    </Command.Group>
  );
}

export function Item({ icon: Icon, label, hint, value, onSelect }: { icon: LucideIcon; label: string; hint?: string; value?: string; onSelect: () => void }) {
  return (
    <Command.Item value={value ?? label} onSelect={onSelect} className="flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3 data-[selected=true]:bg-raised">
      <Icon size={17} aria-hidden className="shrink-0 text-quiet" /><span className="min-w-0 truncate">{label}</span>
      {hint && <span className="ml-auto truncate text-sm text-quiet">{hint}</span>}
    </Command.Item>
  );
}
