"""HTML in, HTML out: only what a reader reads is changed, and every other byte stays where it was.

Words are judged as if the inline tags in them were not there. Malformed HTML never fails: what is no tag is text, and
an element that is never closed ends with the fragment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from .lists import sections
from .runs import OBJECT, Engine, Run, changed_text
from .tokens import marks

TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]*>"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>(?:[^'\"<>]|\"[^\"]*\"|'[^']*')*+)>"
    r"|</?[a-zA-Z][^<>]*(?:>|\Z)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+)")
LISTS = sections("html")
SPOKEN_ATTRIBUTES, INLINE, VOID = LISTS["spoken attributes"], LISTS["inline"], LISTS["void"]
CODE, RAW_TEXT, ENDS_ITSELF = LISTS["code"], LISTS["raw text"], LISTS["ends itself"]
PHRASE_END = {"br": "\n", "img": OBJECT, "input": OBJECT}
UNIT_END = re.compile(r"(?<![^\W\d])(?:k|d|c|m)?m$")


class Reading(Enum):
    """How the text inside an element is read."""

    SERBIAN = "converted"
    FOREIGN = "kept, without inline marks"
    CODE = "kept byte for byte"


@dataclass
class _Fragment:
    engine: Engine
    out: list[str] = field(default_factory=list)
    run: Run = field(default_factory=Run)
    open: list[tuple[str, Reading]] = field(default_factory=list)

    @property
    def reading(self) -> Reading:
        return self.open[-1][1] if self.open else Reading.SERBIAN

    def text(self, source: str) -> None:
        if not source:
            return
        if self.reading is Reading.SERBIAN:
            self.run.add_text(source)
        else:
            kept = changed_text(source, marks) if self.reading is Reading.FOREIGN and "[[" in source else source
            self.run.add_guest(kept, OBJECT)

    def tag(self, match: re.Match[str]) -> None:
        name = (match["name"] or "").lower()
        if not name:
            self.run.add_guest(match[0])
        elif match["close"]:
            self._place(name, match[0])
            self._close(name)
        else:
            self._open(name, match)

    def _open(self, name: str, match: re.Match[str]) -> None:
        if self.open and _ends(self.open[-1][0], name):
            self.open.pop()
        reading = self._reading_of(name, match["attributes"])
        self._place(name, self._spoken(match[0], match["attributes"], reading))
        if name not in VOID:
            self.open.append((name, reading))

    def _reading_of(self, name: str, attributes: str) -> Reading:
        if name in CODE or self.reading is Reading.CODE:
            return Reading.CODE
        found = {key.lower(): value.strip("\"'").lower() for key, _, value in ATTRIBUTE.findall(attributes)}
        if found.get("translate") == "no":
            return Reading.FOREIGN
        language = found.get("lang", found.get("xml:lang"))
        if language is None:
            return self.reading
        return Reading.SERBIAN if re.fullmatch("sr(?!.*latn)(?:-.*)?", language) else Reading.FOREIGN

    def _spoken(self, tag: str, attributes: str, reading: Reading) -> str:
        if "=" not in attributes or reading is Reading.CODE:
            return tag
        engine = self.engine if reading is Reading.SERBIAN else marks
        start = tag.index(attributes, 1)

        def spoken(match: re.Match[str]) -> str:
            name, sign, value = match.groups()
            return name + sign + changed_text(value, engine) if name.lower() in SPOKEN_ATTRIBUTES else match[0]

        return tag[:start] + ATTRIBUTE.sub(spoken, attributes) + tag[start + len(attributes) :]

    def _place(self, name: str, tag: str) -> None:
        if name == "sup" and not self.run.ends_with(UNIT_END):
            self.run.add_guest(tag, OBJECT)
        elif name in INLINE or name in PHRASE_END:
            self.run.add_guest(tag, PHRASE_END.get(name, ""))
        else:
            self.flush()
            self.out.append(tag)

    def _close(self, name: str) -> None:
        for depth in range(len(self.open) - 1, -1, -1):
            if self.open[depth][0] == name:
                del self.open[depth:]
                return

    def flush(self) -> None:
        if self.run.parts or self.run.guests:
            self.out.append(self.run.changed(self.engine))
            self.run = Run()


def _ends(opened: str, name: str) -> bool:
    """True where the tag of a new element ends the open one: a list item the one before, any block a paragraph."""
    if opened not in ENDS_ITSELF:
        return False
    return opened == name or (opened == "p" and name not in INLINE and name not in VOID)


def converted_html(source: str, engine: Engine) -> str:
    """The fragment with the engine's changes made in its texts and spoken attributes, and marks removed elsewhere."""
    fragment = _Fragment(engine)
    position = 0
    while match := TAG.search(source, position):
        fragment.text(source[position : match.start()])
        fragment.tag(match)
        position = match.end()
        if not match["close"] and (match["name"] or "").lower() in RAW_TEXT:
            position = _raw_text(fragment, source, position, match["name"])
    fragment.text(source[position:])
    fragment.flush()
    return "".join(fragment.out)


def _raw_text(fragment: _Fragment, source: str, position: int, name: str) -> int:
    """Takes over the content of an element in which `<` means nothing, and returns where it ends."""
    closing = re.compile(f"</{re.escape(name)}", re.IGNORECASE).search(source, position)
    end = closing.start() if closing else len(source)
    fragment.text(source[position:end])
    return end
