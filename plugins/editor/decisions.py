"""What a person decides about findings: lines of the site's lists of words, and of those that are dismissed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.checker.dismissals import DISMISSED, Dismissal, add_dismissal, read_dismissals
from plugins.checker.engine.check_context import WORDS
from plugins.checker.engine.checking import dismissible_codes
from plugins.content.settings.site_config import GLOSSARY
from plugins.diagnostics import Message, UserError, message_of
from plugins.diagnostics.utf8 import NotUtf8, decode_utf8
from plugins.editor.declarations import Stem, post
from plugins.editor.files.store import check_content_folder
from plugins.editor.site import Site
from plugins.system.atomic_files import write_atomically
from plugins.system.file_changes import writing

LETTERS = re.compile(r"[^\W_]+")
# What Python takes for the end of a line, and other signs that no list has.
LINE_ENDS = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")
LONGEST_LINE = 400
# The lists in which a person decides about diagnostics.
DECIDED = (WORDS, GLOSSARY, DISMISSED)


@dataclass(frozen=True)
class Decision:
    """What a decision of a person wrote: the `line` of a list of the site, by its name, in place of the line `before`;
    "" where there was none, and where nothing had to be written. `problem` is what is wrong with the lists now."""

    name: str
    line: str
    before: str
    problem: str


class Decisions:
    """Takes decisions, and takes them back."""

    def __init__(self, site: Site) -> None:
        self._site = site

    @post("glossary")
    def add_to_glossary(self, key: str, value: str) -> Decision:
        """Decide a word of the derived edition, by a line of the glossary, in place of the line that the word has: two
        that disagree would stop every build. Raises UserError."""
        if not key.strip() or not value.strip() or "=" in key + value or not is_line(key + value):
            raise UserError(Message("the glossary needs a word on both sides"))
        line = f"{key.strip()} = {value.strip()}"
        with self._lines(GLOSSARY) as rows:
            same = [at for at, row in enumerate(rows) if row.partition("=")[0].strip() == key.strip() and "=" in row]
            if not same:
                return self._decision(GLOSSARY, _append(rows, line))
            before = _replace(rows, same[0], line)
            rows[:] = [row for at, row in enumerate(rows) if at not in same[1:]]
            return self._decision(GLOSSARY, line, before)

    @post("word")
    def add_word(self, word: str) -> Decision:
        """Say that a word is right although no dictionary has it. Raises UserError."""
        if not LETTERS.search(word) or "#" in word or not is_line(word):
            raise UserError(Message("{word!r} is not a word", word=word))
        with self._lines(WORDS) as rows:
            return self._decision(WORDS, _append(rows, word.strip()))

    @post("dismiss")
    def dismiss(self, name: str, rule: str, message: str) -> Decision:
        """Dismiss a diagnostic for good. Raises UserError for an error that stops the build."""
        if rule not in dismissible_codes():
            raise UserError(Message("this one stops the build and cannot be dismissed"))
        if not is_line(name):
            raise self._site.no_story()
        line = Dismissal(name, rule, " ".join(message.split()))
        with self._lines(DISMISSED) as rows:
            rows[:] = [add_dismissal("".join(rows), line)]
        return self._decision(DISMISSED, str(line))

    @post("show-again")
    def show_again(self, name: str, rule: str, message: str) -> None:
        """Remove the lines that dismiss a diagnostic."""
        lines = read_dismissals(self._site.content)
        gone = {str(line) for line in lines if line.covers(name, rule, message)}
        with self._lines(DISMISSED) as rows:
            rows[:] = [row for row in rows if " | ".join(part.strip() for part in row.split("|", 2)) not in gone]

    @post("take-back")
    def take_back(self, name: str, line: str, before: str) -> Decision:
        """Remove the line that a decision wrote, or write the one again that stood in its place. Raises UserError."""
        gone = UserError(Message("the decision is not in {name} any more", name=name))
        if name not in DECIDED or "\n" in before:
            raise gone
        with self._lines(name) as rows:
            places = [at for at, row in enumerate(rows) if row.strip() == line]
            if not places:
                raise gone
            _replace(rows, places[-1], before)
        return self._decision(name)

    @post("decorative")
    def mark_decorative(self, stem: Stem, picture: str) -> None:
        """Mark a picture in the texts of a story as decoration, so that it needs no description."""
        for text in self._site.pair(stem).texts.values():
            self.dismiss(text.source.name, "missing-alt", f"the picture {picture!r} is not described")

    def _decision(self, name: str, line: str = "", before: str = "") -> Decision:
        return Decision(name, line, before, self._site.problem)

    @contextlib.contextmanager
    def _lines(self, name: str) -> Iterator[list[str]]:
        """The lines of a list, each with its end, to be changed: nobody else changes them meanwhile."""
        check_content_folder(self._site.content)
        with self._site.lock, writing(self._site.content):
            before = self._list(name)
            yield (rows := before.splitlines(keepends=True))
            if (text := "".join(rows)) != before:
                write_atomically(self._site.content / name, text.encode(), is_durable=True)
                if name == GLOSSARY:
                    self._site.reload()

    def read_decided(self) -> list[str]:
        """The lines of the lists by which diagnostics are decided, each after the name of its list; none of a list that
        cannot be read."""
        lines = []
        for name in DECIDED:
            with contextlib.suppress(OSError, UserError):
                lines += [f"{name}: {line.strip()}" for line in self._list(name).splitlines()]
        return lines

    def _list(self, name: str) -> str:
        file = self._site.content / name
        try:
            return decode_utf8(file.read_bytes()) if file.exists() else ""
        except NotUtf8 as error:
            values = {"path": f"{self._site.content.name}/{name}", "line": error.line, "problem": message_of(error)}
            raise UserError(Message("{path}, line {line}: {problem}", **values)) from None


def _append(rows: list[str], line: str) -> str:
    """Put a line at the end; gives it, or "" where there is one like it."""
    if line in (row.strip() for row in rows):
        return ""
    if rows and not rows[-1].endswith("\n"):
        rows[-1] += "\n"
    rows.append(f"{line}\n")
    return line


def _replace(rows: list[str], at: int, line: str) -> str:
    """Put a line in place of another, whose end stays, or take that out; gives the other."""
    row = rows[at]
    rows[at] = line + row[len(row.rstrip("\r\n")) :] if line else ""
    return row.strip()


def is_line(text: str) -> bool:
    """Whether a text may be part of a line of a list: it is short, and has nothing that ends a line."""
    return len(text) <= LONGEST_LINE and not LINE_ENDS.search(text)
