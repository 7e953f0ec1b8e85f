"""Lets Schemathesis meet records that are there: what it makes up is always somebody else's."""

import os

import httpx
import schemathesis

URL = os.environ["TENON_URL"]
LOCATION = os.environ["TENON_LOCATION"]
api = httpx.Client(
    base_url=URL,
    headers={"Authorization": f"Bearer {os.environ['TENON_TOKEN']}", "Version": "2021-07-28"},
)


def made(path, body, *keys):
    """Makes a record; its id."""
    answer = api.post(path, json=body)
    assert answer.status_code in (200, 201), f"{path}: {answer.text}"
    found = answer.json()
    for key in keys:
        found = found[key]
    return found["id"]


def records():
    """One of each, and what they are called in paths and bodies."""
    contact = made("/contacts/", {"locationId": LOCATION, "firstName": "Schema", "lastName": "Thesis"}, "contact")
    task = {"title": "Call", "dueDate": "2030-01-15T10:00:00Z", "completed": False}
    return {
        "locationId": LOCATION,
        "contactId": contact,
        "taskId": made(f"/contacts/{contact}/tasks", task, "task"),
        "id": made(f"/contacts/{contact}/notes", {"body": "Likes oak"}, "note"),
        "businessId": made("/businesses/", {"locationId": LOCATION, "name": "Oak & Iron"}, "buiseness"),
    }


shared = records()


@schemathesis.hook
def before_call(context, case, kwargs):
    # A call that is meant to be wrong stays as it is.
    if case.meta is None or case.meta.generation.mode.is_negative:
        return
    # What is deleted is not there for the next call.
    ids = records() if case.operation.method.upper() == "DELETE" else shared
    # Never in place: cases share what they are made of.
    case.path_parameters = known(case.path_parameters, ids)
    case.query = known(case.query, ids)
    case.body = known(case.body, ids)
    if isinstance(case.body, dict) and "contacts" in case.body:
        case.body = {**case.body, "contacts": [ids["contactId"]]}


def known(given, ids):
    """The same with ids of records that are there."""
    if not isinstance(given, dict):
        return given
    return given | {name: id for name, id in ids.items() if isinstance(given.get(name), str)}
