"""A person at a browser, as far as an OAuth server sees one: pages, forms, cookies, redirects."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({"action": given.get("action") or "", "method": given.get("method", "get"), "fields": [], "buttons": []})
        elif tag in ("input", "select") and self.forms and given.get("name"):
            if given.get("type") in ("radio", "checkbox") and "checked" not in given:
                return
            if given.get("type") == "submit":
                self.forms[-1]["buttons"].append((given["name"], given.get("value", "")))
            else:
                self.forms[-1]["fields"].append((given["name"], given.get("value", "")))
        elif tag == "option" and self.forms and self.forms[-1]["fields"]:
            name, value = self.forms[-1]["fields"][-1]
            if not value or "selected" in given:
                self.forms[-1]["fields"][-1] = (name, given.get("value", ""))
        elif tag == "button" and self.forms and given.get("name"):
            self.forms[-1]["buttons"].append((given["name"], given.get("value", "")))


class Person:
    """Signs in with an e-mail and a password, and answers what an app asks for."""

    def __init__(self, base, email, password):
        self.base = base
        self.email = email
        self.password = password
        self.browser = httpx.Client(base_url=base, follow_redirects=False)

    def open(self, url):
        return self._follow(self.browser.get(url))

    def answer(self, url, allow=True):
        """Opens an app's link and does what its pages ask; the address that the app is called back at."""
        page = self.open(url)
        for _ in range(5):
            if isinstance(page, str):
                return page
            assert page.status_code == 200, f"{page.status_code}: {page.text}"
            page = self._submit(page, allow)
        raise AssertionError(f"still asked after five pages: {page}")

    def _submit(self, page, allow):
        parser = _Forms()
        parser.feed(page.text)
        assert parser.forms, page.text
        # A page may offer to sign out as well; what it is about has the most to fill in.
        form = max(parser.forms, key=lambda form: len(form["fields"]))
        fields = dict(form["fields"])
        if "password" in fields:
            fields |= {"email": self.email, "password": self.password}
        for name, value in form["buttons"]:
            if (value in ("allow", "approve", "yes", "true")) == allow:
                fields[name] = value
        assert form["method"].lower() == "post", "what changes something is posted"
        address = urljoin(str(page.url), form["action"])
        origin = self.base.rstrip("/")
        return self._follow(self.browser.post(address, data=fields, headers={"Origin": origin}))

    def _follow(self, answer):
        """Redirects on the same server, up to one that leaves it: that one's address."""
        for _ in range(5):
            if answer.status_code not in (302, 303, 307, 308):
                return answer
            address = urljoin(str(answer.url), answer.headers["location"])
            if urlsplit(address).netloc != urlsplit(self.base).netloc:
                return address
            answer = self.browser.get(address)
        raise AssertionError("redirected in a circle")


if __name__ == "__main__":
    # For checks in other languages: opens a link, says yes, prints where the app is called back.
    import os
    import sys

    print(Person(os.environ["TENON_URL"], os.environ["TENON_USER"], os.environ["TENON_PASSWORD"]).answer(sys.argv[1]))
