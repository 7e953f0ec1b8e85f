// How both sides are kept in step: connections, runs, proof, what can be done, and the field map.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plug } from 'lucide-react';
import { useGet } from '~/api/query';
import { Page } from '~/components/Page';
import { Empty, Loaded, Skeleton } from '~/components/states';
import { Tabs } from '~/components/Tabs';
import { texts } from '~/texts';
import { Abilities } from './Abilities';
import { Agreement } from './Agreement';
import { Connections } from './Connections';
import { Runs } from './Runs';
import { views, type SyncSearch, type View } from './search';
import { CONNECTIONS, asConnections, type Connection } from './wire';

const words = texts.sync;
const EVERY = 5_000;

export function Sync() {
  const { view: told, id }: SyncSearch = useSearch({ from: '/sync' });
  const view: View = told ?? 'connections';
  const navigate = useNavigate({ from: '/sync' });
  const connections = useGet(CONNECTIONS, {}, { refetchInterval: EVERY });
  const tabs = views.map((value) => ({ value, label: words.views[value] }));
  const go = (value: string) => void navigate({ search: value === 'connections' ? {} : { view: value as Exclude<View, 'connections'> } });
  return (
    <Page title={words.title} lead={words.lead}>
      <Tabs label={words.tabs} value={view} tabs={tabs} onChange={go}>
        <Loaded query={connections} skeleton={<Skeleton rows={3} className="h-32" />}>
          {(data) => data.connections.length === 0 ? <Empty icon={Plug} title={words.empty}>{words.emptyWhy}</Empty> : <Part view={view} id={id} connections={asConnections(data.connections)} />}
        </Loaded>
      </Tabs>
    </Page>
  );
}

function Part({ view, id, connections }: { view: View; id: string | undefined; connections: Connection[] }) {
  switch (view) {
    case 'runs': return <Runs id={id} connections={connections} />;
    case 'agreement': return <Agreement connections={connections} />;
    case 'abilities': return <Abilities connections={connections} />;
    default: return <Connections connections={connections} />;
  }
}
