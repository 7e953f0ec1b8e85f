"""Webhooks, received by what their receivers use: HighLevel's SDK, and the Standard Webhooks library."""

import asyncio
import http.server
import threading
import time
from types import SimpleNamespace

import httpx
import pytest
from sdk import URL, connect, somebody, token
from standardwebhooks.webhooks import Webhook, WebhookVerificationError


class Receiver:
    """Keeps what comes in. `first_answer`: what the first call is answered."""

    def __init__(self, first_answer=200):
        self.received = received = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                received.append((dict(self.headers.items()), body))
                self.send_response(first_answer if len(received) == 1 else 200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count=1):
        """The first so many that came."""
        for _ in range(300):
            if len(self.received) >= count:
                return self.received[:count]
            time.sleep(0.1)
        raise AssertionError(f"{len(self.received)} of {count} webhooks came")


@pytest.fixture
def api():
    with httpx.Client(base_url=URL, headers={"Authorization": f"Bearer {token()}", "Version": "v3"}) as client:
        yield client


@pytest.fixture
def subscribe(api):
    made = []

    def subscribe(receiver, events, format):
        body = {"url": receiver.url, "events": events, "format": format}
        answer = api.post("/tenon/v1/webhook-subscriptions", json=body)
        assert answer.status_code == 201, answer.text
        made.append((answer.json()["webhookSubscription"], receiver))
        return made[-1][0]

    yield subscribe
    for subscription, receiver in made:
        api.delete(f"/tenon/v1/webhook-subscriptions/{subscription['id']}").raise_for_status()
        receiver.server.shutdown()


def test_highlevels_middleware_takes_them_for_genuine(api, subscribe, monkeypatch):
    receiver = Receiver()
    subscribe(receiver, ["ContactCreate"], "highlevel")
    person = somebody()
    api.post("/contacts/", json=person).raise_for_status()
    [(headers, body)] = receiver.wait()

    monkeypatch.setenv("CLIENT_ID", "tenon-checks")
    monkeypatch.setenv("WEBHOOK_SIGNATURE_PUBLIC_KEY", api.get("/tenon/v1/webhook-keys").json()["keys"][0]["pem"])
    middleware = connect().webhooks.subscribe()

    def seen(body):
        request = SimpleNamespace(headers=headers, body=body, method="POST", url="/hooks")
        asyncio.run(middleware(request))
        return request.is_signature_valid

    headers = {name.lower(): value for name, value in headers.items()}
    assert seen(body) is True
    assert person["email"].encode() in body
    assert seen(body.replace(b"Ana", b"Eve")) is False


def test_standard_webhooks_verify_and_come_again_with_the_same_id(api, subscribe):
    receiver = Receiver()
    subscription = subscribe(receiver, ["ContactCreate"], "standard")
    api.post("/contacts/", json=somebody()).raise_for_status()
    [(headers, body)] = receiver.wait()
    webhook = Webhook(subscription["secret"])
    assert webhook.verify(body, headers)["type"] == "ContactCreate"
    with pytest.raises(WebhookVerificationError):
        webhook.verify(body.replace(b"Ana", b"Eve"), headers)

    deliveries = api.get("/tenon/v1/webhook-deliveries", params={"subscriptionId": subscription["id"]}).json()
    delivery = deliveries["webhookDeliveries"][0]["id"]
    api.post(f"/tenon/v1/webhook-deliveries/{delivery}/replay").raise_for_status()
    [_, (again, same)] = receiver.wait(2)
    assert webhook.verify(same, again)
    assert same == body

    def id(headers):
        return {name.lower(): value for name, value in headers.items()}["webhook-id"]

    assert id(again) == id(headers), "a receiver knows it for the same"


def test_a_receiver_that_is_gone_is_not_asked_again(api, subscribe):
    receiver = Receiver(first_answer=410)
    subscription = subscribe(receiver, ["ContactCreate"], "highlevel")
    api.post("/contacts/", json=somebody()).raise_for_status()
    receiver.wait()
    for _ in range(100):
        answer = api.get(f"/tenon/v1/webhook-subscriptions/{subscription['id']}").json()
        if answer["webhookSubscription"]["state"] == "disabled":
            break
        time.sleep(0.1)
    assert answer["webhookSubscription"]["state"] == "disabled"
