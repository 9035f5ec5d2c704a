"""Writes `docs/rules.md` from the list of codes: `python -m docs.make_rules`, after a change of `codes.toml`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from plugins.diagnostics.rule import Code, codes

PAGE = Path(__file__).with_name("rules.md")
INTRODUCTION = """\
# Rules

For editors: what `./inv check` looks for, and what stops a build; `./inv check --list-rules` shows examples. The page
is made from `plugins/diagnostics/codes.toml` by `python -m docs.make_rules`.

| level | what it does |
| --- | --- |
| error, where nothing else is said | ends `check` with exit status 1 |
| warning, advice | counts only with `--strict`; in drafts every error is one |
| fixable | has fixes that are certain, for `./inv check --fix` |
| required, as most of what stops a build | cannot be changed, as others by `DIAGNOSTICS = {"long-title": "off"}` |

**Spelling** uses Hunspell's dictionaries and `content/words.txt`, one word a line (`potcilj*` with any ending). Names
inside sentences, acronyms, words of the glossary and of both languages are left alone. **Numbers and dates** are
compared by meaning: 1,200 is 1.200, *22 August* is *22. avgusta*, *2:30 p.m.* is *14.30*. A number in words and the
story's own year may be left out.
"""
# Where nearly every code is required.
STOPS = "What stops a build"
AUDIT = """\
The checks of `./inv check --site` and of a publish are those of [the audit](audit.md). Required:
"""


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for subject, found in groupby(codes().values(), key=lambda code: code.subject):
        if subject == "The built site":
            entries = [AUDIT + ", ".join(f"`{code.name}`" for code in found if code.required) + "."]
        else:
            entries = [entry(code) for code in found]
        parts += [f"## {subject}\n", *entries, ""]
    return "\n".join(parts).rstrip() + "\n"


def entry(code: Code) -> str:
    """One code: its level and its sentence."""
    marks = [code.severity] if code.severity != "error" else []
    marks += ["fixable"] if code.fixable else []
    if code.subject == STOPS:
        marks += [] if code.required else ["can be changed"]
    else:
        marks += ["required"] if code.required else []
    note = f" ({', '.join(marks)})" if marks else ""
    return f"- **`{code.name}`**{note}: {code.sentence}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
