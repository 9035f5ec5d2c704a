"""Markdown files of the output: stories as Markdown, and `llms.txt`, as records."""

from __future__ import annotations

import json
import re

import msgspec

FENCE = "---\n"
# What only looks like a link, since it is code, is no link
CODE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)|(?P<marks>`+).*?(?P=marks)", re.S | re.M)
LINK = re.compile(r"\]\(<?(?P<address>https?://[^)>\s]+)")
FACT = re.compile(r"(?P<name>\w+): (?P<value>.+)")


class MarkdownFile(msgspec.Struct, frozen=True, tag=True):
    """What a file says of itself in its header, both "" where it has none, and every absolute address in it."""

    path: str
    language: str
    canonical: str
    links: tuple[str, ...]


def read_markdown(path: str, data: bytes) -> MarkdownFile:
    """Parse a Markdown file; a header that cannot be read counts as none."""
    text = data.decode("utf-8", "replace")
    header, body = _split_header(text)
    facts = {match["name"]: _value(match["value"]) for match in map(FACT.fullmatch, header.splitlines()) if match}
    translations = facts.get("translations")
    named = [str(address) for address in translations.values()] if isinstance(translations, dict) else []
    links = (*named, *(match["address"] for match in LINK.finditer(CODE.sub("", body))))
    return MarkdownFile(
        path, str(facts.get("language", "")), str(facts.get("canonical", "")), tuple(dict.fromkeys(links))
    )


def _split_header(text: str) -> tuple[str, str]:
    if not text.startswith(FENCE):
        return "", text
    header, _, body = text[len(FENCE) :].partition(FENCE)
    return header, body


def _value(text: str) -> object:
    try:
        value: object = json.loads(text)
    except ValueError:
        return text
    return value
