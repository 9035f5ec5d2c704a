"""Requests as the page of imports sends them."""

from __future__ import annotations

from plugins.editor.http import EDITOR
from tests.editor.interface import STRINGS as ALL_STRINGS

STRINGS = ALL_STRINGS["en"]
PAGE = """The bridge is open again

22 August 2023

The new bridge over the river was opened on Monday, after two years of work by many people.

SDG 9 – Industry, Innovation and Infrastructure

Most je ponovo otvoren

Novi most preko reke otvoren je u ponedeljak, posle dve godine rada mnogih ljudi.

Bonjour à tous, ceci est un paragraphe en français pour voir.
"""


def read(client, text=PAGE, name="old.txt"):
    """A page as it is shown."""
    answer = client.post(
        f"{EDITOR}/api/import-read",
        params={"name": name},
        content=text.encode() if isinstance(text, str) else text,
        headers={"content-type": "application/octet-stream"},
    )
    return answer.status_code, answer.json()


def write(client, page, rows=None, **fields):
    """Ask for the pair."""
    rows = page["rows"] if rows is None else rows
    decided = [{name: row[name] for name in ("id", "language", "role")} for row in rows]
    data = {"id": page["id"], "rows": decided, "fields": {**page["fields"], **fields}, "slug": page["slug"]}
    answer = client.post(f"{EDITOR}/api/import-write", json=data)
    return answer.status_code, answer.json()
