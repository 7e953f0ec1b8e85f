"""Businesses, and the contacts that belong to them."""

from sdk import LOCATION, contact, with_sdk


@with_sdk
async def test_contacts_belong_to_a_business(ghl):
    made = await ghl.businesses.create_business({"name": "Oak & Iron", "locationId": LOCATION})
    business = made["buiseness"]["id"]
    id = await contact(ghl)
    joined = await ghl.contacts.add_remove_contact_from_business(
        {"locationId": LOCATION, "ids": [id], "businessId": business}
    )
    assert joined["success"] is True
    assert joined["ids"] == [id]
    members = await ghl.contacts.get_contacts_by_business_id(business, LOCATION)
    assert [one["id"] for one in members["contacts"]] == [id]
    assert (await ghl.businesses.delete_business(business))["success"] is True
