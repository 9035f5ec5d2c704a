"""How a derived edition gets its words: the functions named in its `script`, given the editors' glossary.

`script` in the table of editions names functions as "module:function":
`text(text, glossary)` and `html(html, glossary)` convert, `back(text, glossary)` is the way back,
`undecided(text, glossary)` lists what a person must decide, `glossary(text)` reads the glossary file and
`marks(html)` takes the editors' protecting marks out of the base edition's text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.languages.editions import Edition, named
from plugins.languages.faults import ContentFaults, Fault

GLOSSARY = "glossary.txt"


@dataclass(frozen=True)
class Script:
    """The conversion of one derived edition; `digest` stands for the glossary."""

    edition: Edition
    glossary: Mapping[str, str]
    digest: str
    text: Callable[[str], str]
    html: Callable[[str], str]
    marks: Callable[[str], str]
    undecided: Callable[[str], list[Any]]


def read_script(edition: Edition, content: Path) -> Script:
    """The script of a derived edition with the glossary of the content folder; raises SettingFault, ContentFaults."""
    functions = {
        use: named(f"EDITIONS[{edition.name!r}]['script'][{use!r}]", edition.script.get(use, ""))
        for use in ("text", "html", "marks", "undecided", "glossary")
    }
    file = content / GLOSSARY
    written = file.read_text("utf-8") if file.exists() else ""
    try:
        glossary = functions["glossary"](written)
    except ValueError as error:
        path = f"{content.name}/{GLOSSARY}"
        raise ContentFaults([Fault(path, getattr(error, "line", 1), 1, str(error), "bad-glossary")]) from None
    return Script(
        edition=edition,
        glossary=glossary,
        digest=hashlib.blake2b(written.encode(), digest_size=16).hexdigest(),
        text=lambda text: str(functions["text"](text, glossary)),
        html=lambda html: str(functions["html"](html, glossary)),
        marks=functions["marks"],
        undecided=lambda text: list(functions["undecided"](text, glossary)),
    )


def question(doubt: Any, label: str) -> str:
    """What is put to the editor: the token, why it is not clear, and the line that decides it."""
    entry = f"add the line `{doubt.suggestion}` to content/{GLOSSARY}"
    cure = entry if "=" in doubt.suggestion else f"write {doubt.suggestion!r}"
    return f"{doubt.token!r} is not decided for {label} ({doubt.reason}): {cure}, or protect it here: [[{doubt.token}]]"
