"""What every check needs: HighLevel's SDK pointed at the server under test, and people nobody else has."""

import asyncio
import functools
import itertools
import os
import uuid

import pytest
from highlevel import HighLevel
from highlevel.error import GHLError

URL = os.environ["TENON_URL"]
LOCATION = os.environ["TENON_LOCATION"]

_people = itertools.count()


def token():
    """A token of the location's own."""
    return os.environ["TENON_TOKEN"]


def connect(pit=None):
    """The SDK, its base URL changed and nothing else."""
    HighLevel.BASE_URL = URL
    return HighLevel(private_integration_token=pit or token(), log_level="none")


def with_sdk(check):
    """A check that is a coroutine of the SDK, as a test."""

    @functools.wraps(check)
    def test():
        async def run():
            ghl = connect()
            try:
                await check(ghl)
            finally:
                await ghl.http_client.aclose()

        asyncio.run(run())

    del test.__wrapped__  # pytest would ask for its parameter
    return test


def somebody(**more):
    """A person with an e-mail and a phone number of their own."""
    # A thousand numbers of its own for each process: chance would let two people meet some day.
    number = 2_000_000 + os.getpid() % 8_000 * 1_000 + next(_people)
    return {
        "locationId": LOCATION,
        "firstName": "Ana",
        "lastName": "Cruz",
        "email": f"{uuid.uuid4()}@example.org",
        "phone": f"+1737{number}",
        **more,
    }


async def contact(ghl, **more):
    """Makes a contact; its id."""
    created = await ghl.contacts.create_contact(somebody(**more))
    return created["contact"]["id"]


async def refusal(call):
    """Awaits what is to be refused; how it was."""
    with pytest.raises(GHLError) as refused:
        await call
    return refused.value
