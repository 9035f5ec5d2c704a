"""Writes `docs/rules.md` from the list of codes: `python -m docs.make_rules`, after a change of `codes.toml`."""

from __future__ import annotations

from pathlib import Path

from plugins.diagnostics.codes import Code, codes

PAGE = Path(__file__).with_name("rules.md")
INTRODUCTION = """\
# Rules

What `./inv check` looks for, and what stops a build. This page is made from
[`plugins/diagnostics/codes.toml`](../plugins/diagnostics/codes.toml) by `python -m docs.make_rules`;
`./inv check --list-rules` prints the same list.

- An **error** ends `check` with exit status 1. A **warning** (typography, and any error in a draft) and **advice** are
  marked as such and count only with `--strict`, in drafts not even then.
- A **fixable** rule has fixes that are certain: `./inv check --fix` applies and prints them. Others may have
  suggestions, which `./inv edit` offers and `--format json` lists.
- The setting `DIAGNOSTICS` turns a rule off, or makes it advice or a warning: `DIAGNOSTICS = {"long-title": "off"}`.
  Errors without which the site would be wrong are **required** and cannot be changed.
- `--format json` and `--format github` are for programs. Text shows at most ten results of one rule in one file.

**Spelling** uses Hunspell's dictionaries and `content/words.txt`, one word a line (`potcilj*` with any ending). Names
inside sentences, acronyms, words of the glossary and words that both languages of a story have are left alone.

**Numbers and dates** are compared by meaning: 1,200 is 1.200, 3.5 is 3,5, *22 August* is *22. avgusta*, *2:30 p.m.* is
*14.30*. A number in words (*twelve*), a Roman numeral and the story's own year may be left out of a translation. A
draft translation is not compared with a published original; a draft of a draft story is, from its first word on.
"""


def page() -> str:
    """The whole page."""
    parts, subject = [INTRODUCTION], ""
    for code in codes().values():
        if code.subject != subject:
            subject = code.subject
            parts.append(f"## {subject}\n")
        parts.append(entry(code))
    return "\n".join(parts)


def entry(code: Code) -> str:
    """One code: its level, its sentence and both examples."""
    marks = [code.severity] if code.severity != "error" else []
    marks += ["fixable"] if code.fixable else []
    marks += ["required"] if code.required else []
    note = f" ({', '.join(marks)})" if marks else ""
    return f"**`{code.name}`**{note}: {code.sentence}\n\n```\nBad:  {code.bad}\nGood: {code.good}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
