// Whether each connected system agrees, and if not, why.
import { useSend } from '~/api/query';
import { useMay } from '~/api/session';
import { Badge } from '~/components/Badge';
import { Button } from '~/components/Button';
import { Card } from '~/components/Page';
import { Loaded, Skeleton } from '~/components/states';
import { ago } from '~/lib/format';
import { texts } from '~/texts';
import type { StandingOf } from './standing';

const words = texts.contact;
const renews = ['/tenon/v1/contacts/{contactId}/sync', '/tenon/v1/pauses'] as const;

export function Standing({ contactId, standing, isGone }: { contactId: string; standing: StandingOf; isGone: boolean }) {
  const mayWrite = useMay('write');
  const pause = useSend('post', '/tenon/v1/contacts/{contactId}/pause', { renews: [...renews], says: words.pausedNow });
  const resume = useSend('post', '/tenon/v1/contacts/{contactId}/resume', { renews: [...renews], says: words.resumed });
  const path = { contactId };
  const pauses = standing.sync.data?.connections.flatMap((it) => it.pauses).filter((it) => it.contactId) ?? [];
  const canPause = mayWrite && !isGone && Boolean(standing.sync.data?.connections.length);
  return (
    <Card
      title={words.standing}
      actions={canPause && (pauses.length
        ? <Button size="small" onClick={() => resume.mutate({ path, body: {} })}>{words.resume}</Button>
        : <Button size="small" look="quiet" onClick={() => pause.mutate({ path, body: {} })}>{words.pause}</Button>)}
    >
      <Loaded query={standing.sync} skeleton={<Skeleton rows={2} className="h-12" />}>
        {({ connections }) => connections.length === 0 ? <p className="text-quiet">{words.noSystem}</p> : (
          <ul className="space-y-3">
            {connections.map((place) => (
              <li key={place.connectionId}>
                <p className="flex items-center justify-between gap-2">
                  <span className="min-w-0 truncate font-medium">{place.name}</span>
                  {place.inStep ? <Badge tone="good">{words.inStep}</Badge> : place.state === null ? <Badge>{words.notThere}</Badge> : <Badge tone="warn">{words.notInStep}</Badge>}
                </p>
                {!place.inStep && (
                  <details open className="mt-1 text-sm">
                    <summary className="font-medium">{words.why}</summary>
                    <ul className="mt-1 list-disc pl-5 text-quiet">{place.why.map((why) => <li key={why}>{why}</li>)}</ul>
                  </details>
                )}
                <p className="text-sm text-quiet">
                  {[place.lastPushAt && words.pushed(ago(place.lastPushAt)), place.lastPullAt && words.pulled(ago(place.lastPullAt))].filter(Boolean).join(' · ')}
                </p>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {pauses[0] && <p className="mt-3 rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">{words.paused(pauses[0].reason, pauses[0].by)}</p>}
    </Card>
  );
}
