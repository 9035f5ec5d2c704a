"""Structured data: the nodes of a JSON-LD script that have an address of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from plugins.publishing.audit.pages import Work


def read_works(text: str) -> tuple[tuple[Work, ...], str]:
    """The nodes with an `@id` and a type, and what is wrong with the script ("" where it parses)."""
    try:
        data = json.loads(text)
        return tuple(_works(data)), ""
    # json has no limit of its own
    except RecursionError:
        return (), "it is nested too deep"
    except ValueError as error:
        return (), str(error)


def _works(data: Any) -> Iterator[Work]:
    if isinstance(data, list):
        for item in data:
            yield from _works(item)
    elif isinstance(data, dict):
        # A node of @id alone, or beside its language, only points at a work that another page describes
        if isinstance(data.get("@id"), str) and "@type" in data:
            yield _work(data)
        for value in data.values():
            yield from _works(value)


def _work(node: dict[str, Any]) -> Work:
    return Work(
        id=node["@id"],
        type=" ".join(_texts(node["@type"])),
        language=str(node.get("inLanguage", "")),
        translations=_texts(node.get("workTranslation")),
        originals=_texts(node.get("translationOfWork")),
    )


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    found = (item.get("@id") if isinstance(item, dict) else item for item in values)
    return tuple(item for item in found if isinstance(item, str))
