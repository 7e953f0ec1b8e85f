// Businesses, the contacts that belong to them, and the bulk calls.
import assert from 'node:assert/strict';
import test from 'node:test';
import { connect, contact, locationId, refusal } from './support.js';

const ghl = connect();

test('tags are added and removed in bulk', async () => {
  const contacts = [await contact(ghl), await contact(ghl)];
  const added = await ghl.contacts.createAssociation({ type: 'add' }, { contacts, tags: ['Bulk'], locationId });
  assert.equal(added.succeded, true);
  assert.equal(added.errorCount, 0);
  assert.equal(added.responses.length, 2);
  for (const contactId of contacts) {
    assert.deepEqual((await ghl.contacts.getContact({ contactId })).contact?.tags, ['bulk']);
  }
  const some = await ghl.contacts.createAssociation(
    { type: 'remove' },
    { contacts: [contacts[0], 'nobody'], tags: ['bulk'], locationId },
  );
  assert.equal(some.errorCount, 1, 'each contact is told of by itself');
  assert.deepEqual((await ghl.contacts.getContact({ contactId: contacts[0] })).contact?.tags, []);
});

test('a business is created, read, listed, updated and deleted, and contacts belong to it', async () => {
  const created = await ghl.businesses.createBusiness({ name: 'Oak & Iron', locationId, email: 'oak@example.org' });
  assert.equal(created.success, true);
  const businessId: string = created.buiseness.id;
  assert.equal((await ghl.businesses.getBusiness({ businessId })).business.name, 'Oak & Iron');
  const updated = await ghl.businesses.updateBusiness({ businessId }, { city: 'Waco' });
  assert.equal(updated.buiseness.city, 'Waco');
  const listed = await ghl.businesses.getBusinessesByLocation({ locationId });
  assert.ok(listed.businesses.some((business) => business.id === businessId));

  const id = await contact(ghl);
  const joined = await ghl.contacts.addRemoveContactFromBusiness({ locationId, ids: [id], businessId });
  assert.deepEqual(joined, { ...joined, success: true, ids: [id] });
  assert.equal((await ghl.contacts.getContact({ contactId: id })).contact?.businessId, businessId);
  const members = await ghl.contacts.getContactsByBusinessId({ businessId, locationId, limit: '10', skip: '0' });
  assert.equal(members.count, 1);
  assert.equal(members.contacts?.[0].id, id);

  assert.equal((await ghl.businesses.deleteBusiness({ businessId })).success, true);
  assert.ok((await refusal(ghl.businesses.getBusiness({ businessId }))).statusCode! < 500);
});
