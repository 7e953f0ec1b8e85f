import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useSend } from '~/api/query';
import { useMay } from '~/api/session';
import { Button } from '~/components/Button';
import { inputClass } from '~/components/Field';
import { count } from '~/lib/format';
import { texts } from '~/texts';

const words = texts.contact;
/** Somebody may have a thousand. */
const MOST = 24;

export function Tags({ contactId, tags }: { contactId: string; tags: string[] }) {
  const mayWrite = useMay('write');
  const [showsAll, setShowsAll] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const renews = ['/contacts/{contactId}', '/tenon/v1/contacts/{contactId}/timeline'] as const;
  const add = useSend('post', '/contacts/{contactId}/tags', { renews: [...renews], onDone: () => setTyped(null) });
  const remove = useSend('delete', '/contacts/{contactId}/tags', { renews: [...renews] });
  const path = { contactId };
  const send = () => {
    const tags = (typed ?? '').split(',').map((tag) => tag.trim()).filter(Boolean);
    if (tags.length) add.mutate({ path, body: { tags } });
    else setTyped(null);
  };
  return (
    <div className="mt-2 flex flex-wrap items-center gap-1.5">
      {tags.slice(0, showsAll ? undefined : MOST).map((tag) => (
        <span key={tag} className="inline-flex max-w-full items-center gap-1 rounded-full bg-raised py-0.5 pl-2.5 pr-1 text-sm">
          <bdi className="truncate">{tag}</bdi>
          {mayWrite ? <button type="button" aria-label={words.tagRemove(tag)} className="inline-flex size-6 items-center justify-center rounded-full text-quiet hover:text-ink" onClick={() => remove.mutate({ path, body: { tags: [tag] } })}><X size={13} /></button> : <span className="w-1" />}
        </span>
      ))}
      {tags.length > MOST && !showsAll && <Button size="small" look="quiet" onClick={() => setShowsAll(true)}>{words.allTags(count(tags.length))}</Button>}
      {mayWrite && (typed === null
        ? <Button size="small" look="quiet" onClick={() => setTyped('')}><Plus size={14} aria-hidden />{words.tagAdd}</Button>
        : (
          <form className="w-40" onSubmit={(event) => { event.preventDefault(); send(); }}>
            <input autoFocus aria-label={words.tagAdd} placeholder={words.tagPlaceholder} value={typed} className={`${inputClass} min-h-8`} onChange={(event) => setTyped(event.target.value)} onKeyDown={(event) => { if (event.key === 'Escape') setTyped(null); }} />
          </form>
        ))}
    </div>
  );
}
