"""S3-compatible storage as target, for sites behind any content delivery network.

A release is a manifest; contents are kept once by their hash under ``.dvoglas/content/``. To switch is to copy within
the bucket what differs: parts first, pages next, feeds and lists after them, deletions last. ``.dvoglas/state.json``
names what is live, and during a switch both sides of it, so that one that was cut short can be finished.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config

from .bucket import Bucket, explained
from .bucket_lock import BucketLock
from .errors import PublishError
from .kinds import FINGERPRINTED, TYPES, Turn, cache_control, content_type, turn
from .manifest import Entry, Manifest, same
from .progress import Reporter
from .redirects import bucket_headers
from .releases import Release, is_name
from .settings import Table, read_facts
from .target import Facts

RELEASES = ".dvoglas/releases/"
CONTENT = ".dvoglas/content/"
STATE = ".dvoglas/state.json"


@dataclass(frozen=True)
class S3Target:
    """A bucket; keys come from where boto3 looks for them, never from ``TARGETS``."""

    facts: Facts
    bucket: str
    prefix: str
    access: Mapping[str, str] = field(repr=False)
    threads: int
    page_seconds: int
    precompressed: bool = False

    @contextmanager
    def open(self, reporter: Reporter, *, locked: bool) -> Iterator["S3Place"]:
        """The bucket, locked by an object in it."""
        with explained():
            bucket = Bucket(self.client(), self.bucket, self.prefix, self.threads)
            lock = BucketLock(bucket)
            if not locked:
                yield S3Place(bucket, lock, self.page_seconds)
                return
            lock.take(self.facts.wait_seconds, reporter)
            try:
                yield S3Place(bucket, lock, self.page_seconds)
            finally:
                lock.leave()

    def client(self) -> Any:
        """A client that also suits storage which knows only the older checksums."""
        profile = self.access.get("profile_name")
        rest = {name: value for name, value in self.access.items() if name != "profile_name"}
        config = Config(
            max_pool_connections=self.threads + 2,
            retries={"max_attempts": 4, "mode": "standard"},
            connect_timeout=10,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        try:
            return boto3.Session(profile_name=profile).client("s3", config=config, **rest)
        except ValueError as error:
            # Not one of boto3's own errors: what it says of an endpoint that no request can be sent to.
            raise PublishError("the storage cannot be reached or used", f'check "endpoint" ({error})') from error


@dataclass(frozen=True)
class S3Place:
    """The bucket while it is open."""

    bucket: Bucket
    lock: BucketLock
    page_seconds: int

    def names(self) -> tuple[str, ...]:
        """All whole releases, oldest first."""
        keys = (key.removeprefix(RELEASES).removesuffix(".json") for key in self.bucket.keys(RELEASES))
        return tuple(sorted(filter(is_name, keys)))

    def standing(self) -> tuple[str, ...]:
        """What is live; after a switch that was cut short, all releases of which something may be."""
        return tuple(self.state()["live"])

    def manifest(self, name: str) -> Manifest:
        """The release's manifest."""
        key = f"{RELEASES}{name}.json"
        found = self.bucket.get(key)
        try:
            return Manifest.from_json(found[0] if found else b"")
        except PublishError as error:
            # Going back needs it too, to know what differs; without either object all is copied anew.
            cure = f"delete {self.bucket.prefix}{STATE} and {self.bucket.prefix}{key}, then publish again"
            raise PublishError(
                f"the manifest of release {name} is not in the bucket or cannot be read", cure
            ) from error

    def upload(self, release: Release, reporter: Reporter) -> None:
        """Send the contents that the bucket lacks; those of an interrupted upload are there already."""
        there = {key.removeprefix(CONTENT) for key in self.bucket.keys(CONTENT)}
        missing = {e.digest: path for path, e in release.manifest.entries.items() if e.digest not in there}

        def send(path: str) -> None:
            self.lock.check()
            body = (release.site / path).read_bytes()
            self.bucket.put(CONTENT + release.manifest.entries[path].digest, body, ContentType=content_type(path))

        with reporter.track("Contents to the bucket", len(missing)) as done:
            self.bucket.each(send, missing.values(), done)
        self.bucket.put(
            f"{RELEASES}{release.name}.json", release.manifest.to_json().encode(), ContentType="application/json"
        )

    def activate(self, name: str, reporter: Reporter) -> None:
        """Copy what differs from anything that may be live, in an order that shows no reader a gap."""
        new, state = self.manifest(name).entries, self.state()
        standing, current = state["live"], state["headers"] == self.headers()
        others = [self.manifest(other).entries for other in standing]
        changed = [
            p for p, e in new.items() if not (others and current) or not all(same(e, other.get(p)) for other in others)
        ]
        gone = {path for other in others for path in other if path not in new}
        self.settle([*standing, name])
        with reporter.track("Files to go live", len(changed)) as done:
            for now in Turn:
                self.bucket.each(lambda path: self.show(path, new[path]), [p for p in changed if turn(p) is now], done)
        self.lock.check()
        self.bucket.delete(gone)
        self.settle([name])

    def show(self, path: str, entry: Entry) -> None:
        """Give one address its content."""
        self.lock.check()
        headers = {"ContentType": content_type(path), "CacheControl": cache_control(path, self.page_seconds)}
        self.bucket.copy(
            CONTENT + entry.digest, path, headers | (bucket_headers(entry.location) if entry.location else {})
        )

    def settle(self, names: list[str]) -> None:
        """Write down what is live, and with which headers."""
        self.lock.check()
        state = {"live": list(dict.fromkeys(names)), "headers": self.headers()}
        self.bucket.put(STATE, json.dumps(state).encode(), ContentType="application/json")

    def headers(self) -> str:
        """A hash of all that decides an object's headers, so that a change of rules reaches old objects too."""
        rules = json.dumps([TYPES, FINGERPRINTED.pattern, self.page_seconds])
        return hashlib.sha256(rules.encode()).hexdigest()[:16]

    def state(self) -> dict[str, Any]:
        """What was written down last."""
        found = self.bucket.get(STATE)
        if not found:
            return {"live": [], "headers": ""}
        try:
            state = json.loads(found[0])
            return {"live": list(state["live"]), "headers": str(state["headers"])}
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise PublishError(
                "what the bucket says is live cannot be read", f"delete {self.bucket.prefix}{STATE} and publish again"
            ) from error

    def remove(self, names: Collection[str]) -> None:
        """Delete manifests, then the contents that no other manifest names."""
        standing = set(self.standing())
        self.bucket.delete([f"{RELEASES}{name}.json" for name in names if name not in standing])
        if names:
            needed = {entry.digest for name in self.names() for entry in self.manifest(name).entries.values()}
            self.bucket.delete([key for key in self.bucket.keys(CONTENT) if key.removeprefix(CONTENT) not in needed])


def from_table(table: Table) -> S3Target:
    """Read the settings of this kind."""
    facts = read_facts(table)
    prefix = table.text("prefix", default="").strip("/")
    access = {"endpoint_url": table.address("endpoint"), "region_name": table.text("region", default="")}
    access["profile_name"] = table.text("profile", default="")
    return S3Target(
        facts,
        bucket=table.text("bucket", expected="the name of a bucket"),
        prefix=f"{prefix}/" if prefix else "",
        access={name: value for name, value in access.items() if value},
        threads=table.number("threads", default=8, least=1),
        page_seconds=table.number("page_seconds", default=60),
    )
