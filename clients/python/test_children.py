"""What hangs on a contact: tasks, notes, tags, followers."""

from sdk import contact, refusal, with_sdk

DUE = "2030-01-15T10:00:00.000Z"


@with_sdk
async def test_a_task_is_created_read_listed_updated_completed_and_deleted(ghl):
    id = await contact(ghl)
    created = await ghl.contacts.create_task(id, {"title": "Call", "body": "Tiles", "dueDate": DUE, "completed": False})
    task = created["task"]["id"]
    assert created["task"]["dueDate"] == DUE
    assert (await ghl.contacts.get_task(id, task))["task"]["contactId"] == id
    updated = await ghl.contacts.update_task(id, task, {"title": "Visit"})
    assert (updated["task"]["title"], updated["task"]["body"]) == ("Visit", "Tiles")
    completed = await ghl.contacts.update_task_completed(id, task, {"completed": True})
    assert completed["task"]["completed"] is True
    assert [one["id"] for one in (await ghl.contacts.get_all_tasks(id))["tasks"]] == [task]
    assert (await ghl.contacts.delete_task(id, task))["succeeded"] is True
    assert (await ghl.contacts.get_all_tasks(id))["tasks"] == []
    assert (await refusal(ghl.contacts.get_task(id, task))).status_code == 400


@with_sdk
async def test_a_note_is_created_read_listed_updated_and_deleted(ghl):
    id = await contact(ghl)
    created = await ghl.contacts.create_note(id, {"body": "Likes oak", "title": "Floor"})
    note = created["note"]["id"]
    assert (await ghl.contacts.get_note(id, note))["note"]["body"] == "Likes oak"
    updated = await ghl.contacts.update_note(id, note, {"body": "Likes ash", "pinned": True})
    assert updated["note"]["body"] == "Likes ash"
    assert [one["id"] for one in (await ghl.contacts.get_all_notes(id))["notes"]] == [note]
    assert (await ghl.contacts.delete_note(id, note))["succeeded"] is True
    assert (await ghl.contacts.get_all_notes(id))["notes"] == []


@with_sdk
async def test_tags_are_added_and_removed(ghl):
    id = await contact(ghl, tags=["one"])
    assert sorted((await ghl.contacts.add_tags(id, {"tags": ["Two", "one"]}))["tags"]) == ["one", "two"]
    assert (await ghl.contacts.remove_tags(id, {"tags": ["one"]}))["tags"] == ["two"]
