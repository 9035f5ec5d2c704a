"""Earlier states of a story's texts: those that saves replaced, and those of the Git repository of the content folder,
which is only read. Where there is no repository, or no Git, there are none of these."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from plugins.diagnostics import Message, UserError
from plugins.editing.document import Document, DocumentError
from plugins.editor.declarations import get
from plugins.editor.documents import TextData, fields_of, text_data
from plugins.editor.files.store import Store, Version

# Revisions of a file that are read, and seconds that Git has.
MOST, SECONDS = 60, 15
# Nothing that the repository's own settings name is run.
SAFE = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.quotePath=false")


@dataclass(frozen=True)
class Revision(Version):
    """A state of a file in the repository: `moment` is when it was recorded, `author` who wrote it."""

    author: str


def list_revisions(content: Path, name: str) -> list[Revision]:
    """List the revisions of a file of a content folder, also under its earlier names, the newest first."""
    revisions = []
    log = ("log", "--follow", f"-n{MOST}", "--format=%x00%H %ct %an", "--name-only", "--", name)
    for entry in _git(content, *log).split(b"\0")[1:]:
        head, _, rest = entry.decode("utf-8", "surrogateescape").partition("\n")
        commit, seconds, author = head.split(" ", 2)
        path = rest.strip("\n").split("\n")[-1]
        raw = _git(content, "cat-file", "blob", f"{commit}:{path}") if path else b""
        if raw:
            revisions.append(Revision(commit, dt.datetime.fromtimestamp(int(seconds), dt.UTC), Document(raw), author))
    return revisions


def _git(folder: Path, *arguments: str) -> bytes:
    """What Git prints; nothing where it fails."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**own, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat"}
    command = ["git", *SAFE, *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return b"" if done.returncode else done.stdout


class VersionRow(msgspec.Struct, frozen=True):
    """An earlier state of a file, with the moment up to which it stood, `who` changed it then, where that is known, and
    which fields and how many paragraphs were changed."""

    id: str
    moment: str
    who: str
    fields: list[str]
    paragraphs: int


class VersionList(msgspec.Struct, frozen=True):
    """The earlier states of a file, the newest first."""

    versions: list[VersionRow]


class VersionText(TextData, frozen=True, rename="camel"):
    """An earlier state of a file beside the present one."""

    present: str = ""


@dataclass
class Versions:
    """Lists the earlier states of files, and gives one."""

    store: Store

    @get("versions")
    def list_versions(self, name: str = "", id: str = "") -> VersionList | VersionText:
        """The earlier states of a file, or one of them."""
        stem, dot, rest = name.partition(".")
        present = f"{self.store.present_stem(stem)}{dot}{rest}"
        return self._version(present, id) if id else VersionList(self._versions(present))

    def _versions(self, name: str) -> list[VersionRow]:
        rows = []
        following = self.store.read(name)
        revisions = self._revisions_of(name)
        authors = {revision.document.version: revision.author for revision in reversed(revisions)}
        for state in self._earlier_states(name, following, revisions):
            who = authors.get(following.version, "")
            differences = _differences(state.document, following)
            rows.append(VersionRow(state.id, state.moment.isoformat(), who, *differences))
            following = state.document
        return rows

    def _earlier_states(self, name: str, present: Document, revisions: list[Revision]) -> list[Version]:
        """The states that saves and the repository keep, each once, with the moment at which it was replaced."""
        replaced, until = self.store.versions(name), self.store.changed_at(name)
        for revision in revisions:
            replaced.append(replace(revision, moment=until))
            until = revision.moment
        states, seen = [], {present.version}
        for state in sorted(replaced, key=lambda state: state.moment, reverse=True):
            if state.document.version not in seen:
                states.append(state)
            seen.add(state.document.version)
        return states

    def _version(self, name: str, id: str) -> VersionText:
        states = (state for read in (self.store.versions, self._revisions_of) for state in read(name))
        document = next((state.document for state in states if state.id == id), None)
        if document is None:
            raise UserError(Message("this version is no longer kept"))
        data = msgspec.structs.asdict(text_data(name, document))
        return VersionText(**data, present=self.store.read(name).text)

    def _revisions_of(self, name: str) -> list[Revision]:
        """The recorded states of a file, also under the names that it had before its story got another address."""
        stem, dot, rest = name.partition(".")
        names = [name, *(f"{former}{dot}{rest}" for former in self.store.former_stems(stem))]
        revisions = {revision.id: revision for each in names for revision in list_revisions(self.store.content, each)}
        return sorted(revisions.values(), key=lambda revision: revision.moment, reverse=True)


def _differences(before: Document, after: Document) -> tuple[list[str], int]:
    """Which fields, and how many paragraphs, differ between a version and the one after it."""
    fields_before, fields_after = fields_of(before), fields_of(after)
    fields = [name for name in {**fields_before, **fields_after} if fields_before.get(name) != fields_after.get(name)]
    try:
        old, new = before.body.split("\n\n"), after.body.split("\n\n")
    except DocumentError:
        return fields, 0
    return fields, len(set(old) ^ set(new)) // 2 + (len(old) != len(new))
