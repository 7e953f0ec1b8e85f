// Webhooks, received as HighLevel's SDK receives them: its own middleware says whether they are genuine.
import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { HighLevel } from '@gohighlevel/api-client';
import { connect, contact } from './support.js';

const ghl = connect();
const http = ghl.getHttpClient();

interface Received {
  body: any;
  headers: IncomingHttpHeaders;
  /** What the middleware made of it. */
  isSignatureValid?: boolean;
  skippedSignatureVerification?: boolean;
}

/** A receiver with the SDK's middleware in it. */
async function receiver(publicKey: string) {
  // The app's id is what stands before the dash; a token that belongs to no app has `tenon`.
  const sdk = new HighLevel({ clientId: 'tenon-checks', clientSecret: '-', webhookPublicKey: publicKey, logLevel: 'none' });
  const middleware = sdk.webhooks.subscribe();
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const rawBody = Buffer.concat(chunks);
    const seen: any = { method: 'POST', url: request.url, headers: request.headers, rawBody, body: JSON.parse(rawBody.toString()) };
    await middleware(seen, {} as any, () => undefined);
    received.push(seen);
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    stop: () => server.close(),
    /** Waits until something of this type about this record has come. */
    async next(type: string, id: string): Promise<Received> {
      for (let waited = 0; waited < 200; waited++) {
        const one = received.find(({ body }) => body.type === type && body.id === id);
        if (one) return one;
        await new Promise((later) => setTimeout(later, 100));
      }
      throw new Error(`no ${type} of ${id} came; ${JSON.stringify(received.map(({ body }) => body.type))}`);
    },
  };
}

test("events come signed, and the SDK's middleware takes them for genuine", async () => {
  const { data: keys } = await http.get('/tenon/v1/webhook-keys');
  const there = await receiver(keys.keys[0].pem);
  const events = ['ContactCreate', 'ContactUpdate', 'ContactTagUpdate', 'ContactDelete', 'NoteCreate', 'TaskCreate', 'TaskComplete'];
  const { data: made } = await http.post('/tenon/v1/webhook-subscriptions', { url: there.url, events, format: 'highlevel' });
  try {
    const contactId = await contact(ghl, { city: 'Été, “Texas” \u2028', tags: ['a'] });
    await ghl.contacts.updateContact({ contactId }, { city: 'Waco' });
    await ghl.contacts.addTags({ contactId }, { tags: ['b'] });
    const note = await ghl.contacts.createNote({ contactId }, { body: 'Oak', title: 'Floor' });
    const task = await ghl.contacts.createTask({ contactId }, { title: 'Call', dueDate: '2030-01-15T10:00:00Z', completed: false });
    await ghl.contacts.updateTaskCompleted({ contactId, taskId: task.task!.id! }, { completed: true });
    await ghl.contacts.deleteContact({ contactId });

    await there.next('ContactDelete', contactId);
    for (const one of there.received) {
      assert.equal(one.isSignatureValid, true, JSON.stringify(one.body));
      assert.equal(one.skippedSignatureVerification, false);
      assert.match(one.body.webhookId, /^[0-9a-f-]{36}$/);
      assert.ok(!Number.isNaN(Date.parse(one.body.timestamp)));
    }
    const created = await there.next('ContactCreate', contactId);
    assert.equal(created.body.firstName, 'Ana');
    await there.next('ContactUpdate', contactId);
    await there.next('ContactTagUpdate', contactId);
    const noted = await there.next('NoteCreate', note.note!.id!);
    assert.equal(noted.body.title, 'Floor', "complete, where HighLevel's are thin");
    const tasked = await there.next('TaskCreate', task.task!.id!);
    assert.equal(tasked.body.contactId, contactId);
    await there.next('TaskComplete', task.task!.id!);
    assert.equal(new Set(there.received.map(({ body }) => body.webhookId)).size, there.received.length);
  } finally {
    await http.delete(`/tenon/v1/webhook-subscriptions/${made.webhookSubscription.id}`);
    there.stop();
  }
});

test('a changed body is not taken for genuine', async () => {
  const { data: keys } = await http.get('/tenon/v1/webhook-keys');
  const there = await receiver(keys.keys[0].pem);
  const { data: made } = await http.post('/tenon/v1/webhook-subscriptions', { url: there.url, events: ['ContactCreate'], format: 'highlevel' });
  try {
    const contactId = await contact(ghl);
    const genuine = await there.next('ContactCreate', contactId);
    const forged = JSON.stringify({ ...genuine.body, email: 'mallory@example.org' });
    await fetch(there.url, { method: 'POST', body: forged, headers: { 'x-ghl-signature': String(genuine.headers['x-ghl-signature']) } });
    assert.equal(there.received.at(-1)!.isSignatureValid, false);
  } finally {
    await http.delete(`/tenon/v1/webhook-subscriptions/${made.webhookSubscription.id}`);
    there.stop();
  }
});
