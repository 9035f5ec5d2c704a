"""The types of a template's expressions, found from those of the names that it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from jinja2 import nodes
from markupsafe import Markup

from tests.theme.declared_types import (
    FILTERS,
    Kind,
    Undeclared,
    Unknown,
    attribute,
    called,
    element,
    union,
    without_none,
)

# Expressions whose type says all; their parts are read as well.
PLAIN: dict[type[nodes.Node], Kind] = {
    nodes.TemplateData: Markup,
    nodes.Test: bool,
    nodes.Compare: bool,
    nodes.Not: bool,
    nodes.Concat: str,
}


@dataclass(frozen=True)
class Scope:
    """Where a template is read: the types of the names there, and of paths such as `page.newer` that a test has shown
    not to be None; `top` are the names outside all blocks, `blocks` those of each name, from the one that stands."""

    template: str
    names: dict[str, Kind]
    top: dict[str, Kind]
    blocks: Mapping[str, Sequence[tuple[str, nodes.Block]]]

    def inner(self, **more: Kind) -> Scope:
        """A scope within this one."""
        return replace(self, names={**self.names, **more})

    def bind(self, name: str, kind: Kind) -> None:
        """Give a name a type; what was known of its attributes holds no longer."""
        for path in [path for path in self.names if path.startswith(f"{name}.")]:
            del self.names[path]
        self.names[name] = kind


def path_of(node: nodes.Node) -> str:
    """A name with its attributes, such as `page.newer`; "" for any other expression."""
    if isinstance(node, nodes.Getattr):
        return f"{path}.{node.attr}" if (path := path_of(node.node)) else ""
    return node.name if isinstance(node, nodes.Name) else ""


class Expressions:
    """Finds types; `diagnostics` are what had none, `seen` all nodes that were read."""

    def __init__(self) -> None:
        self.diagnostics: set[str] = set()
        self.seen: set[nodes.Node] = set()

    def diagnostic(self, node: nodes.Node, scope: Scope, message: object) -> Kind:
        """Note an error."""
        self.diagnostics.add(f"{scope.template}:{node.lineno}: {message}")
        return Unknown

    def ask(self, node: nodes.Node, scope: Scope, question: Callable[..., Kind], *given: Any) -> Kind:
        """What a function of declared_types.py answers; an error where it has no answer."""
        try:
            return question(*given)
        except Undeclared as undeclared:
            return self.diagnostic(node, scope, undeclared)

    def kind(self, node: nodes.Node, scope: Scope) -> Kind:
        """The type of an expression, all parts of which are read."""
        self.seen.add(node)
        known = getattr(self, f"_kind_of_{type(node).__name__.lower()}", None)
        if known:
            return known(node, scope)
        if type(node) not in PLAIN:
            return self.diagnostic(node, scope, f"{type(node).__name__} cannot be followed")
        for part in node.iter_child_nodes():
            self.kind(part.expr if isinstance(part, nodes.Operand) else part, scope)
        return PLAIN[type(node)]

    def where(self, test: nodes.Node, scope: Scope) -> Scope:
        """The scope where a test holds: what it asks for is not None."""
        kind, path = self.kind(test, scope), path_of(test)
        if isinstance(test, nodes.And):
            return self.where(test.right, self.where(test.left, scope))
        return scope.inner(**{path: without_none(kind)} if path else {})

    def _kind_of_const(self, node: nodes.Const, scope: Scope) -> Kind:
        return type(node.value)

    def _kind_of_name(self, node: nodes.Name, scope: Scope) -> Kind:
        known = node.name in scope.names
        return scope.names[node.name] if known else self.diagnostic(node, scope, f"«{node.name}» is not given here")

    def _kind_of_getattr(self, node: nodes.Getattr, scope: Scope) -> Kind:
        owner, path = self.kind(node.node, scope), path_of(node)
        return scope.names[path] if path in scope.names else self.ask(node, scope, attribute, owner, node.attr)

    def _kind_of_getitem(self, node: nodes.Getitem, scope: Scope) -> Kind:
        self.kind(node.arg, scope)
        return self.ask(node, scope, element, self.kind(node.node, scope), getattr(node.arg, "value", None))

    def _kind_of_tuple(self, node: nodes.Tuple, scope: Scope) -> Kind:
        return tuple[tuple(self.kind(item, scope) for item in node.items)]

    def _kind_of_condexpr(self, node: nodes.CondExpr, scope: Scope) -> Kind:
        other = self.kind(node.expr2, scope) if node.expr2 else str
        return union(self.kind(node.expr1, self.where(node.test, scope)), other)

    def _kind_of_or(self, node: nodes.Or, scope: Scope) -> Kind:
        return union(self.kind(node.left, scope), self.kind(node.right, scope))

    def _kind_of_and(self, node: nodes.And, scope: Scope) -> Kind:
        return union(self.kind(node.left, scope), self.kind(node.right, self.where(node.left, scope)))

    def _kind_of_filter(self, node: nodes.Filter, scope: Scope) -> Kind:
        for part in (node.node, *node.args):
            self.kind(part, scope)
        # A second argument, or one with a name, may itself name an attribute.
        known = node.name in FILTERS and len(node.args) < 2 and not node.kwargs
        return (
            FILTERS[node.name]
            if known
            else self.diagnostic(node, scope, f"the filter «{node.name}» cannot be followed")
        )

    def _kind_of_call(self, node: nodes.Call, scope: Scope) -> Kind:
        function = self.kind(node.node, scope)
        given = [self.kind(one, scope) for one in node.args]
        by_name = {one.key: self.kind(one.value, scope) for one in node.kwargs}
        if node.dyn_args or node.dyn_kwargs:
            return self.diagnostic(node, scope, "* and ** cannot be followed")
        # Macros, fragments and `super` are followed by what reads statements.
        if isinstance(function, partial):
            return function(node, scope, given, by_name)
        return self.ask(node, scope, called, function)
