// The numbers beside the screens' names: what waits for a person.
import { useGet } from '~/api/query';

const MOST = 200;
const EVERY = 30_000;
const shown = (many: number | undefined): string | undefined => (many ? (many >= MOST ? `${MOST}+` : String(many)) : undefined);

export function useCounts(): Record<'review' | 'work', string | undefined> {
  const review = useGet('/tenon/v1/conflicts', { query: { limit: 1 } }, { refetchInterval: EVERY });
  const work = useGet('/tenon/v1/work-items', { query: { limit: MOST, state: 'open' } }, { refetchInterval: EVERY });
  const byType = Object.values((review.data?.openByType ?? {}) as Record<string, number>);
  return { review: shown(byType.reduce((sum, many) => sum + many, 0)), work: shown(work.data?.workItems.length) };
}
