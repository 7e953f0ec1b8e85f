import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTitle } from '~/components/Page';
import { Failed, Skeleton } from '~/components/states';
import { texts } from '~/texts';
import { called } from '../contacts/search';
import { Add } from './Add';
import { Coming } from './Coming';
import { Fields } from './Fields';
import { Standing } from './Standing';
import { Tags } from './Tags';
import { Timeline } from './Timeline';
import { useContact } from './record';
import { useStanding } from './standing';
import { useMay } from '~/api/session';

const words = texts.contact;
const MOST_NAME = 300;

export function Contact() {
  const { contactId } = useParams({ from: '/contacts/$contactId' });
  const held = useContact(contactId);
  const standing = useStanding(contactId);
  const mayWrite = useMay('write');
  const contact = held.data?.contact;
  const name = contact ? called(contact) || texts.contacts.noName : held.data === null ? words.gone : texts.common.loading;
  useTitle(name.slice(0, 80));
  return (
    <div className="px-4 py-6 sm:px-8">
      <Link to="/contacts" className="mb-3 inline-flex min-h-8 items-center gap-1.5 text-quiet hover:text-ink"><ArrowLeft size={16} aria-hidden />{words.back}</Link>
      <div className="mb-6">
        <h1 className="text-2xl font-semibold tracking-tight" title={name.length > MOST_NAME ? name : undefined}><bdi>{name.length > MOST_NAME ? `${name.slice(0, MOST_NAME)}…` : name}</bdi></h1>
        {contact && <Tags contactId={contactId} tags={contact.tags} />}
        {held.data === null && (
          <p className="mt-1 text-quiet">
            {standing.sync.data?.mergedInto ? words.mergedInto : words.goneWhy}{' '}
            {standing.sync.data?.mergedInto && <Link to="/contacts/$contactId" params={{ contactId: standing.sync.data.mergedInto }} className="font-medium text-accent underline">{words.openOther}</Link>}
          </p>
        )}
      </div>
      {held.isError && <Failed error={held.error} onRetry={() => void held.refetch()} />}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(22rem,27rem)_1fr]">
        <div className="grid gap-5 md:grid-cols-2 xl:grid-cols-1">
          {contact && <Fields contactId={contactId} contact={contact} standing={standing} />}
          {held.isPending && <Skeleton rows={6} className="h-10" />}
          <div className="space-y-5">
            <Standing contactId={contactId} standing={standing} isGone={!contact} />
            {contact && <Coming contactId={contactId} />}
          </div>
        </div>
        <div className="min-w-0 space-y-5">
          {contact && mayWrite && <Add contactId={contactId} />}
          <Timeline contactId={contactId} />
        </div>
      </div>
    </div>
  );
}
