"""Follows the declared types through templates, as Jinja's own parser reads them: no branch is left out.

An error is whatever a template reads that is not declared, and equally whatever cannot be followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from jinja2 import Environment, nodes
from markupsafe import Markup

from tests.theme.declared_expressions import Expressions, Scope
from tests.theme.declared_types import Kind, Loop, Unknown, element, union, unpacked

Names = dict[str, Kind]


def undeclared(sources: Mapping[str, str], pages: Iterable[tuple[str, type]], frame: type) -> list[str]:
    """What templates read and may not, as "template:line: what"; `pages` are (template, class of its page)."""
    reading = Reading(sources, frame)
    for template, page in pages:
        reading.template(template, {**reading.shared, "view": page})
    return sorted({*reading.diagnostics, *reading.unread()})


class Reading(Expressions):
    """Reads templates; `shared` are the names that each of them is given."""

    def __init__(self, sources: Mapping[str, str], frame: type) -> None:
        super().__init__()
        parse = Environment().parse
        self.trees = {name: parse(source) for name, source in sources.items()}
        self.shared: Names = {"site": frame, "fragment": partial(self._fragment)}

    def unread(self) -> Iterator[str]:
        """What no page ever reads, and what was never looked at therefore."""
        for template, tree in self.trees.items():
            for node in tree.find_all((nodes.Name, nodes.Getattr, nodes.Filter, nodes.Call)):
                if node not in self.seen and getattr(node, "ctx", "load") == "load":
                    yield f"{template}:{node.lineno}: no page reaches this"

    def template(self, name: str, names: Names) -> Names:
        """Read a template that is made with these names, and those that it extends; gives the names that it leaves."""
        line, blocks = [name], {}
        while parent := self.trees[line[-1]].find(nodes.Extends):
            line.append(parent.template.value)
        for one in line:
            for block in self.trees[one].find_all(nodes.Block):
                blocks.setdefault(block.name, []).append((one, block))
        for one in line:
            # The blocks of a template that extends another are read where that one has them.
            body = [node for node in self.trees[one].body if one == line[-1] or not isinstance(node, nodes.Block)]
            self.read(body, Scope(one, names, names, blocks))
        return names

    def read(self, body: Iterable[nodes.Node], scope: Scope) -> Scope:
        """Read statements."""
        for node in body:
            known = getattr(self, f"_read_{type(node).__name__.lower()}", None)
            known(node, scope) if known else self.diagnostic(node, scope, f"{type(node).__name__} cannot be followed")
        return scope

    def _read_output(self, node: nodes.Output, scope: Scope) -> None:
        for part in node.nodes:
            self.kind(part, scope)

    def _read_assign(self, node: nodes.Assign, scope: Scope) -> None:
        self._bind(node.target, self.kind(node.node, scope), scope)

    def _bind(self, target: nodes.Node, kind: Kind, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope.bind(target.name, kind)
        elif isinstance(target, nodes.Tuple):
            parts = self.ask(target, scope, unpacked, kind, len(target.items))
            for at, item in enumerate(target.items):
                self._bind(item, Unknown if parts is Unknown else parts[at], scope)
        else:
            self.diagnostic(target, scope, f"{type(target).__name__} cannot be followed")

    def _read_for(self, node: nodes.For, scope: Scope) -> None:
        inner = scope.inner()
        self._bind(node.target, self.ask(node, scope, element, self.kind(node.iter, scope)), inner)
        inner = self.where(node.test, inner) if node.test else inner
        inner.bind("loop", Loop)
        self.read(node.body, inner)
        self.read(node.else_, scope.inner())

    def _read_if(self, node: nodes.If, scope: Scope) -> None:
        ends = [self.read(one.body, self.where(one.test, scope)).names for one in (node, *node.elif_)]
        ends.append(self.read(node.else_, scope.inner()).names)
        scope.names.update({name: union(*(end[name] for end in ends)) for name in set(ends[0]).intersection(*ends)})

    def _read_extends(self, node: nodes.Extends, scope: Scope) -> None:
        """What it extends is read by `template`."""

    def _read_block(self, node: nodes.Block, scope: Scope) -> None:
        self._block(scope.blocks[node.name], node, scope)

    def _block(self, blocks: Sequence[tuple[str, nodes.Block]], node: nodes.Node, scope: Scope, *given: object) -> Kind:
        if not blocks:
            return self.diagnostic(node, scope, "there is no block above this one")
        template, block = blocks[0]
        names = {**scope.top, "super": partial(self._block, blocks[1:])}
        self.read(block.body, replace(scope, template=template, names=names))
        return Markup

    def _made(self, name: nodes.Node, node: nodes.Node, scope: Scope, names: Names) -> Names:
        """Read the template that an expression names."""
        template = getattr(name, "value", None)
        if template in self.trees:
            return self.template(template, names)
        self.diagnostic(node, scope, "which template this is cannot be known")
        return {}

    def _read_include(self, node: nodes.Include | nodes.FromImport, scope: Scope) -> Names:
        return self._made(node.template, node, scope, dict(scope.names if node.with_context else self.shared))

    def _read_fromimport(self, node: nodes.FromImport, scope: Scope) -> None:
        found = self._read_include(node, scope)
        for one in node.names:
            name, here = one if isinstance(one, tuple) else (one, one)
            scope.bind(
                here, found[name] if name in found else self.diagnostic(node, scope, f"there is no macro «{name}»")
            )

    def _read_macro(self, node: nodes.Macro, scope: Scope) -> None:
        scope.bind(node.name, partial(self._macro, node, scope))

    def _macro(
        self, macro: nodes.Macro, at: Scope, node: nodes.Call, scope: Scope, given: list[Kind], by_name: Names
    ) -> Kind:
        names, inner = [one.name for one in macro.args], at.inner()
        defaults = zip(names[len(names) - len(macro.defaults) :], macro.defaults, strict=True)
        args = {**{name: self.kind(default, at) for name, default in defaults}, **dict(zip(names, given, strict=False))}
        for name in names:
            inner.names.pop(name, None)
        for name, kind in {**args, **by_name}.items():
            inner.bind(name, kind)
        if len(given) > len(names) or not by_name.keys() <= set(names):
            self.diagnostic(node, scope, f"«{macro.name}» takes only {', '.join(names)}")
        self.read(macro.body, inner)
        return Markup

    def _fragment(self, node: nodes.Call, scope: Scope, given: list[Kind], by_name: Names) -> Kind:
        self._made(node.args[0] if node.args else node, node, scope, {**self.shared, **by_name})
        return Markup
