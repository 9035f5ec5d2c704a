"""Reads JSON-LD scripts: the works that they describe and the pictures that they name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

PICTURES = ("image", "logo", "thumbnailUrl")


class Work(NamedTuple):
    """A node of structured data that has an `@id`."""

    id: str
    type: str
    language: str
    translations: tuple[str, ...]
    originals: tuple[str, ...]


def read_json_ld(text: str) -> tuple[tuple[Work, ...], tuple[str, ...], str]:
    """The nodes with `@id` and type of a JSON-LD script, the pictures it names, and its parse error ("" if none)."""
    try:
        nodes = list(_nodes(json.loads(text)))
    # The json module has no nesting limit of its own
    except RecursionError:
        return (), (), "it is nested too deep"
    except ValueError as error:
        return (), (), str(error)
    # A node with @id and no @type only refers to a work that another page describes
    works = tuple(_work(node) for node in nodes if isinstance(node.get("@id"), str) and "@type" in node)
    named = (address for node in nodes for key in PICTURES for address in _texts(node.get(key), "url"))
    return works, tuple(dict.fromkeys(named)), ""


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
    """The strings of a value: one or a list, each itself or under `key` of an object."""
    values = value if isinstance(value, list) else [value]
    texts = (item.get(key) if isinstance(item, dict) else item for item in values)
    return tuple(item for item in texts if isinstance(item, str))
