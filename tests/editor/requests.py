"""Requests as the page of a story sends them."""

from __future__ import annotations

from plugins.editor.http import EDITOR

STEM = "news/2026/bridge"
API = f"{EDITOR}/api"


def opened(client, stem=STEM):
    """A story as its page is given it."""
    answer = client.get(f"{API}/story", params={"stem": stem})
    assert answer.status_code == 200, answer.text
    return answer.json()


def draft(story, language, **changes):
    """What a page sends of one text."""
    text = story["texts"][language]
    return {"version": text["version"], "base": text["text"], "fields": {}, "body": text["body"], **changes}


def post(client, request, expected=200, **data):
    """Send a request; gives its answer."""
    answer = client.post(f"{API}/{request}", json=data)
    assert answer.status_code == expected, answer.text
    return answer.json()


def save(client, texts, shared=None, stem=STEM, **more):
    """Save drafts."""
    return post(client, "save", stem=stem, window="w", drafts={"texts": texts, "shared": shared or {}, **more})
