"""A lock in a bucket: an object written only if it is not there, and renewed while its holder lives.

Storage has no clock to trust and knows no processes. A lock is stale when its holder is a dead process of this very
machine, or when its ETag has not changed for ``STALE`` seconds by our own stopwatch.
"""

import json
import os
import secrets
import threading
import time
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from .bucket import Bucket
from .errors import PublishError
from .folder import holder
from .progress import Reporter

KEY = ".dvoglas/lock"
BEAT = 15.0
STALE = 60.0
PAUSE = 0.5


class BucketLock:
    """Held between ``take`` and ``leave``; ``check`` raises once it is known to be lost."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self.etag = ""
        self.ended = threading.Event()
        self.lost = False
        self.renewal = threading.Thread(target=self.renew, daemon=True)

    def take(self, seconds: int, reporter: Reporter) -> None:
        """Get the lock, from a dead holder if need be; ``PublishError`` if a living one keeps it for ``seconds``."""
        rival = Rival()
        while not (etag := self.bucket.put_if(KEY, words(), IfNoneMatch="*")):
            found = self.bucket.get(KEY)
            if found is None:
                continue
            who = rival.observe(*found, f"{self.bucket.prefix}{KEY}")
            if rival.dead() and (etag := self.bucket.put_if(KEY, words(), IfMatch=rival.etag)):
                reporter.say(f"The publish of {who} is dead; its lock is taken over")
                break
            if rival.watched() >= seconds and rival.lives():
                raise PublishError(
                    f"another publish is under way ({who})", "wait until it has ended, then publish again"
                )
            if not rival.told:
                reporter.say(f"Waiting for another publish to end ({who})")
            rival.told = True
            time.sleep(PAUSE)
        self.etag = etag
        self.renewal.start()

    def renew(self) -> None:
        """Write the lock anew from time to time, so that others see us alive."""
        heard = time.monotonic()
        while not self.ended.wait(BEAT):
            try:
                etag = self.bucket.put_if(KEY, words(), IfMatch=self.etag)
            except (ClientError, BotoCoreError):
                # One failed beat is no loss; a row of them is, before anybody may call us dead.
                self.lost = self.lost or time.monotonic() - heard > STALE - 2 * BEAT
                continue
            self.lost = etag is None
            if etag is None:
                return
            self.etag, heard = etag, time.monotonic()

    def check(self) -> None:
        """Stop everything if somebody else may hold the lock."""
        if self.lost:
            raise PublishError("the lock on the bucket was lost", "publish again")

    def leave(self) -> None:
        """Give the lock back, if it is still ours."""
        self.ended.set()
        self.renewal.join()
        if not self.lost and (found := self.bucket.get(KEY)) and found[1] == self.etag:
            self.bucket.delete([KEY])


class Rival:
    """What we have seen of whoever holds the lock, by our own stopwatch."""

    def __init__(self) -> None:
        self.began = self.changed = time.monotonic()
        self.etag = ""
        self.beats = -1
        self.facts: dict[str, str] = {}
        self.told = False

    def observe(self, body: bytes, etag: str, name: str) -> str:
        """Note what the lock of that name says now; gives who holds it."""
        if etag != self.etag:
            self.etag, self.changed, self.facts = etag, time.monotonic(), read(body, name)
            self.beats += 1
        return self.facts["who"]

    def watched(self) -> float:
        """Seconds since we began to look."""
        return time.monotonic() - self.began

    def here(self) -> bool:
        """Whether it is a process of this very machine, so that we can look for it."""
        return bool(self.facts["machine"]) and self.facts["machine"] == machine()

    def dead(self) -> bool:
        """Whether the holder is gone."""
        silent = time.monotonic() - self.changed >= STALE
        return silent or (self.here() and process(int(self.facts["process"].split()[0])) != self.facts["process"])

    def lives(self) -> bool:
        """Whether the holder has shown itself alive; until it has, it may yet turn out to be dead."""
        return self.beats > 0 or self.here()


def read(body: bytes, name: str) -> dict[str, str]:
    """What ``words`` wrote; ``PublishError`` if it is something else: nobody can tell whether its holder lives."""
    try:
        raw = json.loads(body)
        facts = {key: str(raw[key]) for key in ("who", "machine", "process")}
        if facts["machine"]:
            int(facts["process"].split()[0])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        cure = f"make sure that no other publish is under way, delete {name}, then publish again"
        raise PublishError("the lock in the bucket cannot be read", cure) from error
    return facts


def words() -> bytes:
    """Who holds the lock; never twice the same, so that each beat changes the ETag."""
    facts = {"who": holder(), "machine": machine(), "process": process(os.getpid()), "beat": secrets.token_hex(8)}
    return json.dumps(facts).encode()


def machine() -> str:
    """This boot of this machine, and the process numbers' space; empty where the system does not tell."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def process(number: int) -> str:
    """A process of this machine, told from later ones of the same number by when it began; empty if there is none."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else f"{number} {fields[19]}"
