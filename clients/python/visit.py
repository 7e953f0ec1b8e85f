"""Runs an app that asks a person to open a link, and is the person: `visit.py COMMAND…`."""

import os
import subprocess
import sys

import httpx
from person import Person

app = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True)
try:
    for line in app.stdout:
        print(line, end="", flush=True)
        if line.startswith("Open "):
            person = Person(os.environ["TENON_URL"], os.environ["TENON_USER"], os.environ["TENON_PASSWORD"])
            httpx.get(person.answer(line.removeprefix("Open ").strip())).raise_for_status()
    sys.exit(app.wait(30))
finally:
    app.kill()
