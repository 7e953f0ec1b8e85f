"""Contacts through HighLevel's Python SDK, which speaks the v3 dialect."""

from sdk import LOCATION, connect, contact, refusal, somebody, with_sdk


@with_sdk
async def test_a_contact_is_created_read_updated_and_deleted(ghl):
    person = somebody(tags=["Lead"], dateOfBirth="1990/02/28", dndSettings={"email": {"status": "active"}})
    created = (await ghl.contacts.create_contact(person))["contact"]
    assert created["email"] == person["email"]
    assert created["fullNameLowerCase"] == "ana cruz"

    read = (await ghl.contacts.get_contact(created["id"]))["contact"]
    assert read["locationId"] == LOCATION
    assert read["phone"] == person["phone"]
    assert read["dateOfBirth"] == "1990-02-28"
    assert read["tags"] == ["lead"]
    assert read["dndSettings"]["email"]["status"] == "active", "the v3 dialect's key"

    updated = await ghl.contacts.update_contact(created["id"], {"city": "Waco", "tags": ["customer"]})
    assert updated["succeeded"] is True
    assert updated["contact"]["city"] == "Waco"
    assert updated["contact"]["tags"] == ["customer"]
    assert updated["contact"]["email"] == person["email"], "what is not named stays"

    assert (await ghl.contacts.delete_contact(created["id"]))["succeeded"] is True
    assert (await refusal(ghl.contacts.get_contact(created["id"]))).status_code == 400


@with_sdk
async def test_an_upsert_creates_then_updates(ghl):
    person = somebody()
    first = await ghl.contacts.upsert_contact(person)
    assert first["new"] is True
    second = await ghl.contacts.upsert_contact(
        {"locationId": LOCATION, "email": person["email"].upper(), "city": "Waco"}
    )
    assert second["new"] is False
    assert second["contact"]["id"] == first["contact"]["id"]
    assert second["contact"]["phone"] == person["phone"]
    assert second["traceId"]


@with_sdk
async def test_a_search_finds_by_filter_and_by_words(ghl):
    person = somebody()
    id = await contact(ghl, **person)
    for search in [
        {"filters": [{"field": "email", "operator": "eq", "value": person["email"]}]},
        {"filters": [{"field": "phone", "operator": "eq", "value": person["phone"]}]},
        {"query": person["email"][:36]},
    ]:
        found = await ghl.contacts.search_contacts_advanced({"locationId": LOCATION, "pageLimit": 20, **search})
        assert [one["id"] for one in found["contacts"]] == [id], search
        assert found["total"] == 1


@with_sdk
async def test_the_duplicate_search_finds_by_email_and_by_number(ghl):
    person = somebody()
    id = await contact(ghl, **person)
    by_email = await ghl.contacts.get_duplicate_contact(LOCATION, email=person["email"])
    by_number = await ghl.contacts.get_duplicate_contact(LOCATION, number=person["phone"])
    assert by_email["contact"]["id"] == by_number["contact"]["id"] == id


@with_sdk
async def test_what_is_wrong_is_told_as_the_sdk_expects_it(ghl):
    person = somebody()
    id = await contact(ghl, **person)
    duplicate = await refusal(ghl.contacts.create_contact(somebody(email=person["email"])))
    assert duplicate.status_code == 400
    assert duplicate.response["meta"] == {"contactName": "Ana Cruz", "contactId": id, "matchingField": "email"}

    invalid = await refusal(ghl.contacts.create_contact(somebody(email="nobody", phone="x")))
    assert invalid.status_code == 422
    assert len(invalid.response["message"]) == 2, "every complaint at once"

    stranger = await refusal(connect("pit-nobody").contacts.get_contact("x"))
    assert stranger.status_code == 401

    elsewhere = await refusal(ghl.contacts.create_contact(somebody(locationId="anotherlocation12345")))
    assert elsewhere.status_code == 403
