import assert from 'node:assert/strict';
import test from 'node:test';
import { connect, contact, locationId, refusal, somebody } from './support.js';

const ghl = connect();

test('a contact is created, read, updated and deleted', async () => {
  const person = somebody();
  const created = await ghl.contacts.createContact({
    ...person,
    phone: person.phone.replace(/^\+1(...)(...)/, '+1 ($1) $2-'),
    tags: ['Lead'],
    dateOfBirth: '1990/02/28',
    country: 'US',
    dndSettings: { Email: { status: 'active', message: 'by mail', code: '1' } },
  });
  const contactId = created.contact!.id!;
  assert.equal(created.contact?.phone, person.phone, 'E.164');
  assert.equal(created.contact?.email, person.email);

  const read = await ghl.contacts.getContact({ contactId }, { headers: { locationId } });
  assert.equal(read.contact?.firstName, 'Ana');
  assert.equal(read.contact?.locationId, locationId);
  assert.equal(read.contact?.dateOfBirth, '1990-02-28');
  assert.deepEqual(read.contact?.tags, ['lead']);
  assert.equal(read.contact?.dndSettings?.Email?.status, 'active');
  assert.ok(!Number.isNaN(Date.parse(read.contact!.dateAdded!)));

  const updated = await ghl.contacts.updateContact({ contactId }, { city: 'Waco', tags: ['customer'] });
  assert.equal(updated.succeded, true);
  assert.equal(updated.contact?.city, 'Waco');
  assert.deepEqual(updated.contact?.tags, ['customer'], 'tags replace');
  assert.equal(updated.contact?.email, person.email, 'what is not named stays');

  assert.equal((await ghl.contacts.deleteContact({ contactId })).succeded, true);
  const gone = await refusal(ghl.contacts.getContact({ contactId }));
  assert.equal(gone.statusCode, 400);
});

test('an upsert creates, then updates', async () => {
  const person = somebody();
  const first = await ghl.contacts.upsertContact(person);
  assert.equal(first.new, true);
  assert.ok(first.traceId);
  const second = await ghl.contacts.upsertContact({ locationId, email: person.email.toUpperCase(), city: 'Waco' });
  assert.equal(second.new, false);
  assert.equal(second.contact?.id, first.contact?.id);
  assert.equal(second.contact?.city, 'Waco');
  assert.equal(second.contact?.phone, person.phone);
});

test('a duplicate is refused and says whose it is', async () => {
  const person = somebody();
  const id = await contact(ghl, person);
  const refused = await refusal(ghl.contacts.createContact({ ...somebody(), email: person.email }));
  assert.equal(refused.name, 'GHLValidationError');
  assert.equal(refused.statusCode, 400);
  assert.equal(refused.message, 'This location does not allow duplicated contacts.');
  assert.deepEqual(refused.response.meta, { contactName: 'Ana Cruz', contactId: id, matchingField: 'email' });
});

test('the duplicate search finds by e-mail and by number', async () => {
  const person = somebody();
  const id = await contact(ghl, person);
  const byEmail = await ghl.contacts.getDuplicateContact({ locationId, email: person.email });
  assert.equal(byEmail.contact.id, id);
  const byNumber = await ghl.contacts.getDuplicateContact({ locationId, number: person.phone });
  assert.equal(byNumber.contact.id, id);
});

test('what is wrong is told as the SDK expects it', async () => {
  const invalid = await refusal(ghl.contacts.createContact({ ...somebody(), email: 'nobody', phone: 'x' }));
  assert.equal(invalid.name, 'GHLValidationError');
  assert.equal(invalid.statusCode, 422);
  assert.ok(Array.isArray(invalid.response.message));
  assert.equal(invalid.response.message.length, 2, 'every complaint at once');

  const stranger = await refusal(connect({ token: 'pit-nobody' }).contacts.getContact({ contactId: 'x' }));
  assert.equal(stranger.name, 'GHLAuthenticationError');
  assert.equal(stranger.statusCode, 401);

  const bogus = await refusal(connect({ apiVersion: '1999-01-01' }).contacts.getContact({ contactId: 'x' }));
  assert.equal(bogus.statusCode, 401);
  assert.equal(bogus.message, 'version header is invalid');

  const elsewhere = await refusal(ghl.contacts.createContact({ ...somebody(), locationId: 'anotherlocation12345' }));
  assert.equal(elsewhere.name, 'GHLForbiddenError');
});

test('every dated version is served', async () => {
  const contactId = await contact(ghl);
  for (const apiVersion of ['2021-04-15', '2021-07-28', '2023-02-21']) {
    const read = await connect({ apiVersion }).contacts.getContact({ contactId });
    assert.equal(read.contact?.id, contactId, apiVersion);
  }
});
