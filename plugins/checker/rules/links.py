"""Rules about links that lead nowhere, or not safely, or do not say where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.content.markdown import SCHEMES
from plugins.content.references import DEFINED, references, silenced
from plugins.content.removed_markup import ADDRESS, find_removed_markup

NOTE = re.compile(r"\[\^[^\]\n]+\]")
DEFINED_NOTE = re.compile(rf"^ {{0,3}}(?P<note>{NOTE.pattern}):", re.M)
LABELLED = re.compile(r"(?<!!)\[(?P<words>[^\[\]^\n]+)\]\[(?P<label>[^\[\]\n]*)\]")
# An address, or a file's name with its ending, apart from the words by a blank.
SPLIT = re.compile(
    r"\[(?P<words>[^\[\]^\n]+)\][ \t]+\((?P<target>(?:https?://|mailto:|/|\{|[^\s()]{1,200}\.[a-zA-Z0-9]{2,5}(?=[)#]))[^()\s]*)\)"
)


@rule()
def empty_link(script: Manuscript) -> Iterator[Note]:
    """A link leads somewhere, and has words to be followed by.

    Bad: [the report]()
    Good: [the report](https://serbia.un.org/report)
    """
    for link in references(script.source.body, script.source.body_line):
        if link.image:
            continue
        if link.target.strip() in ("", "#"):
            yield Note(
                script.source.path,
                link.line,
                link.column,
                f"the link {link.text!r} leads to nothing: put the address between the brackets",
            )
        elif not link.text.strip() and _written_empty(script, link.line, link.column):
            yield Note(
                script.source.path,
                link.line,
                link.column,
                f"the link to {link.target!r} has no words: write them between [ and ]",
            )


def _written_empty(script: Manuscript, line: int, column: int) -> bool:
    """Whether a link is Markdown's own, whose words are known; those of an HTML tag stand elsewhere."""
    row = script.source.body.split("\n")[line - script.source.body_line]
    return row.startswith("[]", column - 1)


@rule()
def undefined_reference(script: Manuscript) -> Iterator[Note]:
    """A link by label needs a line that says the label's address.

    Bad: [the report][1] without a line for [1]
    Good: [the report][1], and below: [1]: https://serbia.un.org/report
    """
    text = silenced(script.source.body)
    labels = {match[0].strip().partition("]")[0].lstrip("[").casefold() for match in DEFINED.finditer(text)}
    for match in LABELLED.finditer(text):
        label = (match["label"] or match["words"]).casefold()
        if label not in labels:
            yield script.body.note(
                match.start(),
                f"nothing says where [{label}] leads: add a line `[{label}]: https://…`, or write (https://…)",
            )
    defined = {match["note"] for match in DEFINED_NOTE.finditer(text)}
    for match in NOTE.finditer(text):
        if match[0] not in defined:
            message = f"nothing says what stands in the note {match[0]}: add a line `{match[0]}: …`, or take it out"
            yield script.body.note(match.start(), message)


@rule()
def split_link(script: Manuscript) -> Iterator[Note]:
    """Nothing stands between a link's words and its address; with a blank there, readers see brackets and no link.

    Bad: [the report] (https://serbia.un.org/report)
    Good: [the report](https://serbia.un.org/report)
    """
    for match in SPLIT.finditer(silenced(script.source.body)):
        message = f"this is no link: take out the blank, [{match['words']}]({match['target']})"
        yield script.body.note(match.start(), message)


@rule()
def insecure_link(script: Manuscript) -> Iterator[Note]:
    """A link to another site begins with https, so that nobody on the way can change what is read.

    Bad: [UN](http://un.org)
    Good: [UN](https://un.org)
    """
    for link in references(script.source.body, script.source.body_line):
        if link.target.lower().startswith(("http:", "//")):
            cure = "https://" + link.target.split("//", 1)[-1]
            yield Note(
                script.source.path, link.line, link.column, f"the link to {link.target} is not https: write {cure}"
            )


@rule()
def unsafe_link(script: Manuscript) -> Iterator[Note]:
    """Only addresses of the web, of mail and of telephones are published; others are taken out of the page.

    Bad: [plan](file:///C:/Users/press/plan.docx)
    Good: [plan](https://serbia.un.org/plan.pdf)
    """
    lines = set()
    for link in references(script.source.body, script.source.body_line):
        scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)", link.target)
        if scheme and scheme[0].lower() not in SCHEMES:
            lines.add(link.line)
            yield Note(
                script.source.path,
                link.line,
                link.column,
                f"{scheme[0]}: is no address that readers can follow: link a story of this site or a page of the web",
            )
    # Those that are written so that a reader of the text does not see them.
    for one in find_removed_markup(script.source, script.library.config.renderer):
        if one.code == ADDRESS and one.line not in lines:
            yield Note(one.path, one.line, one.column, one.message)


@rule("advice")
def vague_link(script: Manuscript) -> Iterator[Note]:
    """The words of a link say where it leads, for those who hear the links alone.

    Bad: Read the report [here](https://serbia.un.org/report).
    Good: Read [the report on migration](https://serbia.un.org/report).
    """
    for link in references(script.source.body, script.source.body_line):
        words = " ".join(link.text.strip(" *_.…>»").casefold().split())
        if not link.image and words in script.tongue.vague:
            yield Note(
                script.source.path,
                link.line,
                link.column,
                f"{link.text!r} does not say where the link leads: link the words that do",
            )
