"""Earlier states of files from the Git repository of the content folder; read only.

Where there is no repository, or no Git, there are none.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from plugins.editing.document import Document

MOST = 60
SECONDS = 15
# Nothing that the repository's own settings name is run.
SAFE = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.quotePath=false")


@dataclass(frozen=True)
class Revision:
    """A state of a file: `id` names it, `moment` is when it was recorded, `author` who wrote it."""

    id: str
    moment: dt.datetime
    author: str
    document: Document


class Revisions:
    """Reads the revisions of files of a content folder."""

    def __init__(self, content: Path) -> None:
        self._content = content

    def list_revisions(self, name: str) -> list[Revision]:
        """List the revisions of a file, also under its earlier names, the newest first."""
        found = []
        for entry in self._git(
            "log", "--follow", f"-n{MOST}", "--format=%x00%H %ct %an", "--name-only", "--", name
        ).split(b"\0")[1:]:
            head, _, rest = entry.decode("utf-8", "surrogateescape").partition("\n")
            commit, seconds, author = head.split(" ", 2)
            path = rest.strip("\n").split("\n")[-1]
            raw = self._git("cat-file", "blob", f"{commit}:{path}") if path else b""
            if raw:
                moment = dt.datetime.fromtimestamp(int(seconds), dt.UTC)
                found.append(Revision(str(commit), moment, author, Document(raw)))
        return found

    def _git(self, *arguments: str) -> bytes:
        """What Git prints; nothing where it fails."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment = {**own, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat"}
        try:
            done = subprocess.run(
                ["git", *SAFE, *arguments],
                cwd=self._content,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired):
            return b""
        return b"" if done.returncode else done.stdout
