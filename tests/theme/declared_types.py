"""What a declared type gives to a template: its attributes, its elements, what a call of it gives.

Only the project's own classes declare anything. Of all others a template may use what is in `METHODS`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache, cached_property, reduce
from inspect import getattr_static, isfunction
from operator import or_
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

Kind = Any
"""A type as annotations have it, or one of the reader's own marks."""

METHODS: dict[tuple[type, str], Callable[..., Kind]] = {
    (dt.datetime, "isoformat"): lambda: str,
    (Mapping, "items"): lambda key, value: tuple[tuple[key, value], ...],
}
FILTERS = {"length": int, "join": str, "safe": Markup, "forceescape": Markup}


class Unknown:
    """The type of what has been reported already, so that one error does not raise ten."""


class Loop:
    """What a template may ask of `loop`."""

    index: int
    index0: int
    first: bool
    last: bool
    length: int


class Undeclared(Exception):
    """Something was asked of a type that does not declare it."""


@cache
def hints(owner: object) -> dict[str, Kind]:
    """The types that a class or a function declares."""
    return get_type_hints(owner)


def result(function: object) -> Kind:
    """The type of what a function of the project gives."""
    return hints(function)["return"]


def union(*kinds: Kind) -> Kind:
    """One of these types."""
    return reduce(or_, dict.fromkeys(kinds))


def members(kind: Kind) -> tuple[Kind, ...]:
    """The types of which it is one."""
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def without_none(kind: Kind) -> Kind:
    """What is left of a type when None is ruled out."""
    left = [one for one in members(kind) if one is not NoneType]
    return union(*left) if left else kind


def named(kind: Kind) -> str:
    """The type in an error's message."""
    return getattr(kind, "__qualname__", str(kind)) if get_origin(kind) is None else str(kind)


def attribute(kind: Kind, name: str) -> Kind:
    """The type of an attribute, which every member of a union has to declare."""
    return union(*(_attribute(one, name) for one in members(kind)))


def _attribute(kind: Kind, name: str) -> Kind:
    owner = get_origin(kind) or kind
    if owner is Unknown:
        return Unknown
    if owner is NoneType:
        raise Undeclared(f"«{name}» is asked of what may be None")
    if isinstance(owner, type) and not name.startswith("_"):
        for (known, method), gives in METHODS.items():
            if name == method and issubclass(owner, known):
                return Callable[..., gives(*get_args(kind))]
        if owner.__module__.startswith(("plugins.", __name__)):
            return _own_attribute(owner, name)
    raise Undeclared(f"{named(kind)} declares no «{name}»")


def _own_attribute(owner: type, name: str) -> Kind:
    """A field, a property or a method of a class of the project."""
    fields, member = hints(owner), getattr_static(owner, name, None)
    if name in fields:
        return fields[name]
    if isinstance(member, property):
        return result(member.fget)
    if isinstance(member, cached_property):
        return result(member.func)
    if isfunction(member):
        return Callable[..., result(member)]
    raise Undeclared(f"{owner.__name__} declares no «{name}»")


def called(kind: Kind) -> Kind:
    """What a call gives."""
    if kind is Unknown:
        return Unknown
    if get_origin(kind) is Callable:
        return get_args(kind)[-1]
    method = vars(kind).get("__call__") if isinstance(kind, type) else None
    if isfunction(method):
        return result(method)
    raise Undeclared(f"{named(kind)} is no function")


def element(kind: Kind, at: object = None) -> Kind:
    """What a loop over it gives, or what stands at a place if it is known which."""
    if kind is Unknown:
        return Unknown
    inside = get_args(kind)
    if get_origin(kind) is not tuple or not inside:
        raise Undeclared(f"{named(kind)} has no elements of a declared type")
    if inside[-1] is Ellipsis:
        return inside[0]
    return inside[at] if isinstance(at, int) and at < len(inside) else union(*inside)


def unpacked(kind: Kind, names: int) -> tuple[Kind, ...]:
    """The types of the parts, where a value is taken apart into so many names."""
    if kind is Unknown:
        return (Unknown,) * names
    is_named = isinstance(kind, type) and issubclass(kind, tuple)
    inside = tuple(get_type_hints(kind).values()) if is_named else get_args(kind)
    if not (is_named or get_origin(kind) is tuple) or len(inside) != names or Ellipsis in inside:
        raise Undeclared(f"{named(kind)} has not {names} parts of declared types")
    return inside
