// What contacts refer to: users, campaigns, workflows, appointments; and the old list.
import assert from 'node:assert/strict';
import test from 'node:test';
import { connect, contact, locationId } from './support.js';

const ghl = connect();

async function user(): Promise<string> {
  const { users } = await ghl.users.getUserByLocation({ locationId });
  return users![0].id!;
}

test('followers are added and removed', async () => {
  const contactId = await contact(ghl);
  const follower = await user();
  const added = await ghl.contacts.addFollowersContact({ contactId }, { followers: [follower] });
  assert.deepEqual(added.followers, [follower]);
  assert.deepEqual(added.followersAdded, [follower]);
  const removed = await ghl.contacts.removeFollowersContact({ contactId }, { followers: [follower] });
  assert.deepEqual(removed.followers, []);
  assert.deepEqual(removed.followersRemoved, [follower]);
});

test('a contact is put into a campaign and a workflow and taken out', async () => {
  const contactId = await contact(ghl);
  const campaignId = (await ghl.campaigns.getCampaigns({ locationId })).campaigns![0].id!;
  assert.equal((await ghl.contacts.addContactToCampaign({ contactId, campaignId }, {})).succeded, true);
  assert.equal((await ghl.contacts.removeContactFromCampaign({ contactId, campaignId })).succeded, true);
  assert.equal((await ghl.contacts.addContactToCampaign({ contactId, campaignId }, {})).succeded, true);
  assert.equal((await ghl.contacts.removeContactFromEveryCampaign({ contactId })).succeded, true);

  const workflowId = (await ghl.workflows.getWorkflow({ locationId })).workflows![0].id!;
  const start = { eventStartTime: '2030-01-15T10:00:00+01:00' };
  assert.equal((await ghl.contacts.addContactToWorkflow({ contactId, workflowId }, start)).succeded, true);
  assert.equal((await ghl.contacts.deleteContactFromWorkflow({ contactId, workflowId }, start)).succeded, true);
});

test('an appointment is made, read, moved, listed with its contact, and deleted', async () => {
  const contactId = await contact(ghl);
  const calendarId = (await ghl.calendars.getCalendars({ locationId })).calendars![0].id!;
  const made = await ghl.calendars.createAppointment({
    calendarId,
    locationId,
    contactId,
    title: 'Site visit',
    startTime: '2030-01-15T10:00:00Z',
    endTime: '2030-01-15T11:00:00Z',
  });
  const eventId = made.id!;
  const read = await ghl.calendars.getAppointment({ eventId });
  assert.equal((read.event as any).title, 'Site visit');
  await ghl.calendars.editAppointment({ eventId }, { title: 'Second visit' });
  const { events } = await ghl.contacts.getAppointmentsForContact({ contactId });
  assert.deepEqual(events?.map((event) => [event.id, event.title]), [[eventId, 'Second visit']]);
  await ghl.calendars.deleteEvent({ eventId }, {});
  assert.deepEqual((await ghl.contacts.getAppointmentsForContact({ contactId })).events, []);
});

test('contacts are listed the old way, page by page', async () => {
  await contact(ghl);
  const first: any = await ghl.contacts.getContacts({ locationId, limit: 1 });
  assert.equal(first.contacts.length, 1);
  const next = await ghl.contacts.getContacts({
    locationId,
    limit: 1,
    startAfter: first.meta.startAfter,
    startAfterId: first.meta.startAfterId,
  });
  assert.notEqual(next.contacts?.[0].id, first.contacts[0].id);
});
