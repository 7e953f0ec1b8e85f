// The contact on screen: read with its ETag, changed at once, and never over what somebody else wrote.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callWithTag, type Answer, type Request } from '~/api/client';
import { Refused, sentence } from '~/api/errors';
import { toast } from '~/shell/toasts';
import { plain } from '~/lib/format';

const PATH = '/contacts/{contactId}';
export type Contact = Answer<'get', typeof PATH>['contact'];
export type Patch = Request<'put', typeof PATH>['body'];
export interface Held { contact: Contact; tag: string | undefined }

const keyOf = (contactId: string) => [PATH, { path: { contactId } }];

/** The contact, or null when it is deleted. */
export function useContact(contactId: string) {
  return useQuery({ queryKey: keyOf(contactId), queryFn: () => read(contactId) });
}

async function read(contactId: string): Promise<Held | null> {
  try {
    const { answer, tag } = await callWithTag('get', PATH, { path: { contactId } });
    return { contact: answer.contact, tag };
  } catch (error) {
    // HighLevel answers 400 for a contact that is not there.
    if (error instanceof Refused && (error.status === 400 || error.status === 404)) return null;
    throw error;
  }
}

export interface Stale { field: keyof Contact & keyof Patch; mine: unknown; theirs: unknown }

/**
 * Changes one field. It shows at once; when Tenon refuses, it goes back. When somebody else has
 * changed the record since it was read, theirs is read: another field of it does no harm, the same
 * field is for the person to decide (`stale`).
 */
export function useChange(contactId: string) {
  const client = useQueryClient();
  const [stale, setStale] = useState<Stale | null>(null);
  const key = keyOf(contactId);

  const change = async (field: Stale['field'], value: unknown, began: unknown): Promise<boolean> => {
    await client.cancelQueries({ queryKey: key });
    const before = client.getQueryData<Held | null>(key);
    if (before) client.setQueryData<Held>(key, { ...before, contact: { ...before.contact, [field]: value ?? undefined } });
    try {
      await send(field, value, began, before?.tag);
      return true;
    } catch (error) {
      client.setQueryData(key, before);
      if (error instanceof Overtaken) setStale({ field, mine: value, theirs: error.theirs });
      else toast({ text: sentence(error), tone: 'bad' });
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: key });
      void client.invalidateQueries({ queryKey: ['contacts'] });
      for (const path of ['/tenon/v1/contacts/{contactId}/timeline', '/tenon/v1/contacts/{contactId}/sync', '/tenon/v1/work-items']) void client.invalidateQueries({ queryKey: [path] });
    }
  };

  const send = async (field: Stale['field'], value: unknown, began: unknown, tag: string | undefined, tries = 3): Promise<void> => {
    try {
      await callWithTag('put', PATH, { path: { contactId }, body: { [field]: value ?? null } as Patch, ...(tag ? { ifMatch: tag } : {}) });
    } catch (error) {
      if (!(error instanceof Refused && error.isStale) || tries === 0) throw error;
      const now = await read(contactId);
      if (!now) throw error;
      if (plain(now.contact[field]) !== plain(began)) throw new Overtaken(now.contact[field]);
      await send(field, value, began, now.tag, tries - 1);
    }
  };

  return { change, stale, settle: () => setStale(null) };
}

class Overtaken extends Error {
  constructor(readonly theirs: unknown) {
    super('overtaken');
  }
}
