"""The whole of OAuth 2.0 through Authlib, a client that is not ours."""

import asyncio
import os
import secrets
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from highlevel import HighLevel
from person import Person
from sdk import LOCATION, URL, somebody

REDIRECT = "http://127.0.0.1:8765/callback"
V2 = {"Version": "2021-07-28"}


def server():
    return httpx.get(f"{URL}/.well-known/oauth-authorization-server").raise_for_status().json()


class App:
    """An app, from its link to its token."""

    def __init__(self, scope="contacts.readonly contacts.write"):
        self.server = server()
        self.client = OAuth2Client(
            os.environ["TENON_CLIENT_ID"],
            os.environ["TENON_CLIENT_SECRET"],
            redirect_uri=REDIRECT,
            scope=scope,
            code_challenge_method="S256",
            token_endpoint=self.server["token_endpoint"],
            headers=V2,
        )
        self.verifier = secrets.token_urlsafe(48)
        self.link, self.state = self.client.create_authorization_url(
            self.server["authorization_endpoint"], code_verifier=self.verifier
        )

    def asked(self, allow=True):
        person = Person(URL, os.environ["TENON_USER"], os.environ["TENON_PASSWORD"])
        return person.answer(self.link, allow)

    def fetch(self, answer, verifier=None):
        return self.client.fetch_token(
            authorization_response=answer, state=self.state, code_verifier=verifier or self.verifier
        )

    def connected(self):
        self.fetch(self.asked())
        return self

    def works(self):
        answer = self.client.get(f"{URL}/contacts/search/duplicate?locationId={LOCATION}&email=a%40example.org")
        return answer.status_code == 200


def test_the_server_says_what_it_does():
    told = server()
    assert told["issuer"] == URL
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["response_types_supported"] == ["code"]
    assert told["authorization_response_iss_parameter_supported"] is True


def test_a_code_brings_a_token_in_highlevels_form():
    app = App()
    answer = app.asked()
    told = parse_qs(urlsplit(answer).query)
    assert told["iss"] == [app.server["issuer"]]
    assert told["state"] == [app.state]
    token = app.fetch(answer)
    assert token["token_type"] == "Bearer"
    assert token["userType"] == "Location"
    assert token["locationId"] == LOCATION
    assert {"access_token", "refresh_token", "companyId", "userId"} <= token.keys()
    assert sorted(token["scope"].split()) == ["contacts.readonly", "contacts.write"]
    assert 86_000 <= token["expires_in"] <= 86_400
    assert app.works()


def test_a_person_may_say_no():
    told = parse_qs(urlsplit(App().asked(allow=False)).query)
    assert told["error"] == ["access_denied"]
    assert "code" not in told


def test_the_challenge_must_be_met():
    app = App()
    with pytest.raises(OAuthError):
        app.fetch(app.asked(), verifier=secrets.token_urlsafe(48))


def test_a_code_that_is_used_twice_takes_back_what_came_of_it():
    app = App()
    answer = app.asked()
    app.fetch(answer)
    assert app.works()
    with pytest.raises(OAuthError):
        App.fetch(app, answer)
    assert not app.works()


def test_a_refresh_brings_the_next_pair():
    app = App().connected()
    first = app.client.token["refresh_token"]
    second = app.client.refresh_token()
    assert second["refresh_token"] != first
    assert app.works()


def test_an_old_refresh_token_ends_the_family():
    app = App().connected()
    first = app.client.token["refresh_token"]
    app.client.refresh_token()
    # The successor has been used, so the old one is in a stranger's hands.
    app.client.refresh_token()
    latest = dict(app.client.token)
    with pytest.raises(OAuthError):
        app.client.refresh_token(refresh_token=first)
    app.client.token = latest
    assert not app.works()


def test_a_token_is_introspected_and_revoked():
    app = App().connected()
    token = app.client.token
    told = app.client.introspect_token(app.server["introspection_endpoint"], token["access_token"], "access_token")
    assert told.json()["active"] is True
    app.client.revoke_token(app.server["revocation_endpoint"], token["refresh_token"], "refresh_token")
    assert not app.works()


def test_what_was_not_granted_is_refused():
    app = App(scope="contacts.readonly").connected()
    refused = app.client.post(f"{URL}/contacts/", json={"locationId": LOCATION, "firstName": "Ana"})
    assert refused.status_code == 401
    assert refused.json()["message"] == "The token is not authorized for this scope."


def test_highlevels_sdk_gets_and_refreshes_tokens_in_the_v3_dialect():
    async def run():
        client_id, secret = os.environ["TENON_SDK_CLIENT_ID"], os.environ["TENON_SDK_CLIENT_SECRET"]
        HighLevel.BASE_URL = URL
        ghl = HighLevel(client_id=client_id, client_secret=secret, log_level="none")
        # The link that the SDK makes, at our address instead of the marketplace's.
        made = urlsplit(ghl.oauth.get_authorization_url(client_id, REDIRECT, "contacts.readonly contacts.write"))
        person = Person(URL, os.environ["TENON_USER"], os.environ["TENON_PASSWORD"])
        told = parse_qs(urlsplit(person.answer(f"{URL}{made.path}?{made.query}")).query)
        first = await ghl.oauth.get_access_token({
            "clientId": client_id,
            "clientSecret": secret,
            "grantType": "authorization_code",
            "code": told["code"][0],
            "redirectUri": REDIRECT,
            "userType": "Location",
        })
        assert first["userType"] == "Location"
        assert first["locationId"] == LOCATION
        assert 86_000 <= first["expiresIn"] <= 86_400
        second = await ghl.oauth.refresh_token(first["refreshToken"], client_id, secret, "refresh_token", "Location")
        assert second["accessToken"] != first["accessToken"]
        ghl.update_config({"location_access_token": second["accessToken"]})
        created = await ghl.contacts.create_contact(somebody())
        assert created["contact"]["id"]
        await ghl.http_client.aclose()

    asyncio.run(run())
