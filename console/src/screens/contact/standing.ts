// For each field: where each connected system stands, and who can change it there.
import { useQueries } from '@tanstack/react-query';
import { call, type Answer } from '~/api/client';
import { useGet } from '~/api/query';
import { plain } from '~/lib/format';
import { texts } from '~/texts';

type Sync = Answer<'get', '/tenon/v1/contacts/{contactId}/sync'>;
type Ability = Answer<'get', '/tenon/v1/connections/{connectionId}/capabilities'>;
type WorkItem = Answer<'get', '/tenon/v1/work-items'>['workItems'][number];
type Conflict = Answer<'get', '/tenon/v1/conflicts'>['conflicts'][number];

export interface Side { name: string; system: string; tone: 'good' | 'warn' | 'info' | 'plain'; words: string }
const words = texts.contact.side;

/** What is known of one field on one side, in a sentence. */
export function sideOf(field: string, place: Sync['connections'][number], ability: Ability | undefined, work: WorkItem[], conflicts: Conflict[]): Side {
  const side = (tone: Side['tone'], words: string): Side => ({ name: place.name, system: place.system, tone, words });
  const conflict = conflicts.find(({ detail }) => {
    const it = detail as { field?: string; connectionId?: string } | null;
    return it?.field === field && it.connectionId === place.connectionId;
  });
  if (conflict) return side('warn', words.conflict(place.name));
  const item = work.find((it) => it.connectionId === place.connectionId && it.kind === 'contact' && it.field === field && it.state !== 'confirmed');
  if (item) return side('warn', words.open(place.name, plain(item.before) || texts.contact.timeline.nothing_));
  if (place.state !== 'linked') return side('plain', words.absent(place.name));
  const update = ability?.capabilities.find((it) => it.kind === 'contact' && it.field === field)?.update.ability;
  if (update === 'no' || (ability && update === undefined)) return side('plain', words.never(place.name));
  if (update === 'person') return side('info', words.byHand(place.name));
  if (update === 'handOff') return side('info', words.handOff(place.name));
  return place.inStep ? side('good', words.inStep(place.name)) : side('warn', words.waits(place.name));
}

export function useStanding(contactId: string) {
  const sync = useGet('/tenon/v1/contacts/{contactId}/sync', { path: { contactId } });
  const work = useGet('/tenon/v1/work-items', { query: { contactId } });
  const conflicts = useGet('/tenon/v1/conflicts', { query: { contactId, limit: 50 } });
  const places = sync.data?.connections ?? [];
  const abilities = useQueries({
    queries: places.map(({ connectionId }) => ({
      queryKey: ['/tenon/v1/connections/{connectionId}/capabilities', { path: { connectionId } }],
      queryFn: () => call('get', '/tenon/v1/connections/{connectionId}/capabilities', { path: { connectionId } }),
      staleTime: 60_000,
    })),
  });
  const of = (field: string): Side[] => places.map((place, index) =>
    sideOf(field, place, abilities[index]?.data, work.data?.workItems ?? [], conflicts.data?.conflicts ?? []));
  return { sync, of, conflicts };
}
export type StandingOf = ReturnType<typeof useStanding>;
