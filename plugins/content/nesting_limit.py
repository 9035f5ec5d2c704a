"""How deep a text lies in itself, counted by its own steps: how much of Python's stack the caller has used makes no
difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass
class Nesting:
    """Of the calls that it counts, `depth` are going on, and no more than `deepest` may."""

    deepest: int
    depth: int = 0

    def counted(self, call: Callable[Given, Result]) -> Callable[Given, Result]:
        """The same call, which raises RecursionError where it lies too deep."""

        def counted_call(*given: Given.args, **named: Given.kwargs) -> Result:
            if self.depth == self.deepest:
                raise RecursionError
            self.depth += 1
            try:
                return call(*given, **named)
            finally:
                self.depth -= 1

        return counted_call


class TreeDepth(Treeprocessor):
    """Looks how deep the elements lie in one another, before others go down to each."""

    def __init__(self, md: Markdown, deepest: int) -> None:
        super().__init__(md)
        self.deepest = deepest

    def run(self, root: Element) -> None:
        """Raise RecursionError where they lie too deep; changes nothing."""
        level, depth = [root], 0
        while level:
            level, depth = [child for element in level for child in element], depth + 1
        if depth > self.deepest:
            raise RecursionError
