"""A shell on the server that holds the lock and does what it is told, under the lock only.

The lock is the system's own (flock) and belongs to that shell: it is free the moment the shell ends, which it does
when our end of the connection closes, or when it has heard nothing for ``SILENCE`` seconds. So no lock can go stale,
no clock is asked, and a command of a publisher who lost the lock cannot run.
"""

import secrets
import shlex
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from types import TracebackType

from .diagnosis import explain
from .errors import PublishError
from .progress import Reporter

SILENCE = 90
BEAT = 20
SCRIPT = r"""
umask 022
mark=$1 base=$2 who=$3 wait=$4 silence=$5
if [ "$wait" -ge 0 ]; then
    mkdir -p "$base/releases" && cd "$base" && exec 9>>.lock || exit 73
    if ! flock -n 9; then
        echo "$mark busy $(cat .lock)"
        flock -w "$wait" 9 || { echo "$mark refused $(cat .lock)"; exit 75; }
    fi
    echo "$who" > .lock
else
    cd "$base" 2>/dev/null || { echo "$mark absent"; exit 0; }
fi
echo "$mark held"
while line=$(timeout "$silence" head -n 1 9>&-) && [ -n "$line" ]; do
    { eval "$line"; } 2>&1 9>&-
    printf '\n%s %s\n' "$mark" "$?"
done
"""


class Agent:
    """The shell, from here: ``run`` gives it one line and waits for the answer."""

    def __init__(self, ssh: Sequence[str], arguments: Sequence[str]) -> None:
        self.mark = secrets.token_hex(8)
        self.speaking = threading.Lock()
        self.ended = threading.Event()
        self.beating = threading.Thread(target=self.beat, daemon=True)
        self.errors = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 - closed with the agent
        command = shlex.join(["sh", "-c", SCRIPT, "publish", self.mark, *arguments, str(SILENCE)])
        self.process = subprocess.Popen(
            [*ssh, command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def __enter__(self) -> "Agent":
        self.beating.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        if kind:
            self.process.kill()
        self.beating.join()
        self.process.communicate()
        self.errors.close()

    def greet(self, reporter: Reporter) -> bool:
        """Wait for the lock; false if we only look and there is nothing to look at."""
        while True:
            word, _, other = self.heard()[1].partition(" ")
            if word == "busy":
                reporter.say(f"Waiting for another publish to end ({other})")
            elif word == "refused":
                raise PublishError(
                    f"another publish is under way ({other})", "wait until it has ended, then publish again"
                )
            else:
                return word == "held"

    def run(self, line: str) -> str:
        """What the command printed; ``PublishError`` if it failed or the connection is gone."""
        with self.speaking:
            said, status = self.ask(line)
        if status != "0":
            raise explain(said, "the server could not do its part")
        return said

    def ask(self, line: str) -> tuple[str, str]:
        """One line there, the answer and its status back."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self.lost() from None
        return self.heard()

    def heard(self) -> tuple[str, str]:
        """All lines up to the mark, and what follows it."""
        lines: list[str] = []
        for line in self.process.stdout or ():
            if line.startswith(self.mark):
                return "".join(lines).rstrip("\n"), line.removeprefix(self.mark).strip()
            lines.append(line)
        raise self.lost()

    def lost(self) -> PublishError:
        """Why the shell is no more."""
        self.process.wait()
        self.errors.seek(0)
        return explain(self.errors.read(), "the connection to the server was lost")

    def beat(self) -> None:
        """Let the shell know that we are alive while others do the work."""
        while not self.ended.wait(BEAT):
            try:
                self.run(":")
            except PublishError:
                return
