"""Structured data: the works that a JSON-LD script describes and the pictures that it names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from plugins.publishing.audit.pages import Work

PICTURES = ("image", "logo", "thumbnailUrl")


class Data(NamedTuple):
    """A JSON-LD script: its nodes with `@id` and type, the pictures it names, and its fault ("" where it parses)."""

    works: tuple[Work, ...]
    pictures: tuple[str, ...]
    fault: str


def read_data(text: str) -> Data:
    """What a JSON-LD script says."""
    try:
        nodes = list(_nodes(json.loads(text)))
    # json has no limit of its own
    except RecursionError:
        return Data((), (), "it is nested too deep")
    except ValueError as error:
        return Data((), (), str(error))
    # A node of @id alone, or beside its language, only points at a work that another page describes
    works = tuple(_work(node) for node in nodes if isinstance(node.get("@id"), str) and "@type" in node)
    named = (address for node in nodes for key in PICTURES for address in _texts(node.get(key), "url"))
    return Data(works, tuple(dict.fromkeys(named)), "")


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _nodes(value)


def _work(node: dict[str, Any]) -> Work:
    return Work(
        id=node["@id"],
        type=" ".join(_texts(node["@type"], "@id")),
        language=str(node.get("inLanguage", "")),
        translations=_texts(node.get("workTranslation"), "@id"),
        originals=_texts(node.get("translationOfWork"), "@id"),
    )


def _texts(value: Any, key: str) -> tuple[str, ...]:
    """One text or many, each as it is or under `key` of an object."""
    values = value if isinstance(value, list) else [value]
    found = (item.get(key) if isinstance(item, dict) else item for item in values)
    return tuple(item for item in found if isinstance(item, str))
