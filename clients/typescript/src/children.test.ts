// What hangs on a contact: tasks, notes, tags.
import assert from 'node:assert/strict';
import test from 'node:test';
import { connect, contact, refusal } from './support.js';

const ghl = connect();
const dueDate = '2030-01-15T10:00:00.000Z';

test('a task is created, read, listed, updated, completed and deleted', async () => {
  const contactId = await contact(ghl);
  const created = await ghl.contacts.createTask({ contactId }, { title: 'Call', body: 'About tiles', dueDate, completed: false });
  const taskId = created.task!.id!;
  assert.equal(created.task?.contactId, contactId);
  assert.equal(created.task?.dueDate, dueDate);

  assert.equal((await ghl.contacts.getTask({ contactId, taskId })).task?.body, 'About tiles');
  const updated = await ghl.contacts.updateTask({ contactId, taskId }, { title: 'Visit' });
  assert.equal(updated.task?.title, 'Visit');
  assert.equal(updated.task?.body, 'About tiles');
  const completed = await ghl.contacts.updateTaskCompleted({ contactId, taskId }, { completed: true });
  assert.equal(completed.task?.completed, true);
  const listed = await ghl.contacts.getAllTasks({ contactId });
  assert.deepEqual(listed.tasks?.map((task) => task.id), [taskId]);

  assert.equal((await ghl.contacts.deleteTask({ contactId, taskId })).succeded, true);
  assert.deepEqual((await ghl.contacts.getAllTasks({ contactId })).tasks, []);
  assert.equal((await refusal(ghl.contacts.getTask({ contactId, taskId }))).statusCode, 400);
});

test('a note is created, read, listed, updated and deleted', async () => {
  const contactId = await contact(ghl);
  const created = await ghl.contacts.createNote({ contactId }, { body: 'Likes oak', title: 'Floor' });
  const id = created.note!.id!;
  assert.equal(created.note?.contactId, contactId);
  assert.equal((await ghl.contacts.getNote({ contactId, id })).note?.body, 'Likes oak');
  const updated = await ghl.contacts.updateNote({ contactId, id }, { body: 'Likes ash', pinned: true });
  assert.equal(updated.note?.body, 'Likes ash');
  assert.equal(updated.note?.pinned, true);
  assert.deepEqual((await ghl.contacts.getAllNotes({ contactId })).notes?.map((note) => note.id), [id]);
  assert.equal((await ghl.contacts.deleteNote({ contactId, id })).succeded, true);
  assert.deepEqual((await ghl.contacts.getAllNotes({ contactId })).notes, []);
});

test('tags are added and removed', async () => {
  const contactId = await contact(ghl, { tags: ['one'] });
  const added = await ghl.contacts.addTags({ contactId }, { tags: ['Two', 'one'] });
  assert.deepEqual(added.tags?.sort(), ['one', 'two']);
  const removed = await ghl.contacts.removeTags({ contactId }, { tags: ['one'] });
  assert.deepEqual(removed.tags, ['two']);
  assert.deepEqual((await ghl.contacts.getContact({ contactId })).contact?.tags, ['two']);
});
