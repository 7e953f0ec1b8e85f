"""What contacts refer to: users, campaigns, workflows, appointments."""

import os

import httpx
from sdk import LOCATION, URL, contact, with_sdk


def user():
    """Somebody of the location. v3 has no list of users, so this asks in the other dialect."""
    headers = {"Authorization": f"Bearer {os.environ['TENON_TOKEN']}", "Version": "2021-07-28"}
    answer = httpx.get(f"{URL}/users/", params={"locationId": LOCATION}, headers=headers)
    return answer.raise_for_status().json()["users"][0]["id"]


@with_sdk
async def test_followers_are_added_and_removed(ghl):
    id = await contact(ghl)
    follower = user()
    added = await ghl.contacts.add_followers_contact(id, {"followers": [follower]})
    assert added["followersAdded"] == added["followers"] == [follower]
    removed = await ghl.contacts.remove_followers_contact(id, {"followers": [follower]})
    assert (removed["followersRemoved"], removed["followers"]) == ([follower], [])


@with_sdk
async def test_a_contact_is_put_into_a_campaign_and_a_workflow_and_taken_out(ghl):
    id = await contact(ghl)
    campaign = (await ghl.campaigns.get_campaigns(LOCATION))["campaigns"][0]["id"]
    assert (await ghl.contacts.add_contact_to_campaign(id, campaign, {}))["succeeded"] is True
    assert (await ghl.contacts.remove_contact_from_campaign(id, campaign))["succeeded"] is True
    assert (await ghl.contacts.remove_contact_from_every_campaign(id))["succeeded"] is True
    workflow = (await ghl.workflows.get_workflow(LOCATION))["workflows"][0]["id"]
    start = {"eventStartTime": "2030-01-15T10:00:00+01:00"}
    assert (await ghl.contacts.add_contact_to_workflow(id, workflow, start))["succeeded"] is True
    assert (await ghl.contacts.delete_contact_from_workflow(id, workflow, start))["succeeded"] is True


@with_sdk
async def test_an_appointment_shows_with_its_contact(ghl):
    id = await contact(ghl)
    calendar = (await ghl.calendars.get_calendars(LOCATION))["calendars"][0]["id"]
    made = await ghl.calendars.create_appointment({
        "calendarId": calendar,
        "locationId": LOCATION,
        "contactId": id,
        "title": "Site visit",
        "startTime": "2030-01-15T10:00:00Z",
        "endTime": "2030-01-15T11:00:00Z",
    })
    events = (await ghl.contacts.get_appointments_for_contact(id))["events"]
    assert [(one["id"], one["title"]) for one in events] == [(made["id"], "Site visit")]
