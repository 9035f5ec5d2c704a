"""S3-compatible storage as target, for sites behind any content delivery network.

A release is a manifest; contents are stored once by their hash under `.dvoglas/content/`. To switch is to copy within
the bucket what differs: assets first, pages next, feeds and lists after them, deletions last.

One object, `.dvoglas/state.json`, says which release is live, who publishes, and which keys are being deleted. It is
only ever written by compare-and-swap (`If-Match`), so a publisher that lost its lease cannot change it.
Storage cannot refuse such a publisher's other writes, so these are made harmless:

- Keys below `.dvoglas/` are never used again once the state lists them for deletion: uploads make new names.
- Each batch of writes to public addresses is followed by a read of the state; a publisher who finds that the lease
  was lost in the meantime gives these addresses what the state's release says, and repeats that until the state has
  not changed meanwhile.
"""

import base64
import hashlib
import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import boto3
import msgspec
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from plugins.diagnostics import Message
from plugins.system.digests import sha256
from plugins.system.progress import OnProgress, StageCounter

from ..failures import Failure, PublishError
from ..folder_lock import lock_owner, waiting
from ..manifest import Entry, Manifest, same
from ..media_types import FINGERPRINTED, TYPES, UploadPhase, cache_control, content_type, upload_phase
from ..redirects import percent_encode
from ..releases import SITE, SOURCES, Release, is_name
from ..settings import SettingsTable, TargetSettings, read_target_settings

Item = TypeVar("Item")
RELEASES = ".dvoglas/releases/"
CONTENT = ".dvoglas/content/"
STATE = ".dvoglas/state.json"
DIGEST_LENGTH = 64
DELETED_AT_ONCE = 1000
# Seconds between two renewals of a lease, until a lease without renewal expires, and between two polls of another's.
RENEWAL_SECONDS = 15.0
LEASE_SECONDS = 60.0
POLL_SECONDS = 0.5
# Attempts to write the state while the storage answers that another request is in progress.
WRITE_ATTEMPTS = 5
HINTS: Mapping[str, Failure] = {
    "NoSuchBucket": Failure.NO_BUCKET,
    "AccessDenied": Failure.STORAGE_DENIED,
    "403": Failure.STORAGE_DENIED,
    "InvalidAccessKeyId": Failure.STORAGE_KEY_UNKNOWN,
    "SignatureDoesNotMatch": Failure.STORAGE_SECRET_WRONG,
    "RequestTimeTooSkewed": Failure.CLOCK_WRONG,
    "ExpiredToken": Failure.KEY_EXPIRED,
    "NotImplemented": Failure.NO_CONDITIONAL_WRITES,
    "QuotaExceeded": Failure.QUOTA_EXCEEDED,
    "XMinioStorageFull": Failure.STORAGE_FULL,
}
CONDITION_FAILED = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409", "NoSuchKey", "404")


class LeaseLost(PublishError):
    """Another publisher has taken over the bucket."""

    def __init__(self) -> None:
        super().__init__(Failure.LEASE_LOST)


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn boto3's errors into a `PublishError`."""
    try:
        yield
    except ClientError as error:
        code = error_code(error)
        raise PublishError(HINTS.get(code, Failure.STORAGE_REFUSED), output=code) from error
    except BotoCoreError as error:
        raise PublishError(Failure.STORAGE_UNREACHABLE, output=str(error)) from error


def error_code(error: ClientError) -> str:
    """The code of an error of the storage."""
    return str(error.response.get("Error", {}).get("Code", ""))


@dataclass(frozen=True)
class S3Target:
    """A bucket; keys come from where boto3 looks for them, never from `TARGETS`."""

    settings: TargetSettings
    bucket: str
    prefix: str
    access: Mapping[str, str] = field(repr=False)
    threads: int
    page_seconds: int
    server_folder: str = ""

    @property
    def location(self) -> str:
        """The bucket and the prefix in it."""
        return f"s3://{self.bucket}/{self.prefix}"

    @property
    def private(self) -> tuple[str, ...]:
        """The state; who can read it can read all below `.dvoglas/`."""
        return (f"/{STATE}",)

    @contextmanager
    def open(self, progress: OnProgress, *, locked: bool) -> Iterator["S3Session"]:
        """The bucket, locked in its state object if it is to be changed."""
        with storage_errors():
            bucket = Bucket(self.client(), self.bucket, self.prefix, self.threads)
            lease = Lease(bucket)
            if not locked:
                yield S3Session(bucket, lease, self.page_seconds)
                return
            lease.acquire(self.settings.wait_seconds, progress)
            try:
                yield S3Session(bucket, lease, self.page_seconds)
            finally:
                lease.release()

    def client(self) -> Any:
        """A client that also works with storage that supports only the older checksums."""
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
            # boto3's own message for an endpoint that no request can be sent to.
            raise PublishError(Failure.ENDPOINT_WRONG, output=str(error)) from error


@dataclass(frozen=True)
class Bucket:
    """A bucket and a prefix in it; all keys are relative to the prefix."""

    client: Any
    name: str
    prefix: str
    threads: int

    def get(self, key: str) -> tuple[bytes, str] | None:
        """The object's bytes and its ETag, or None."""
        try:
            answer = self.client.get_object(Bucket=self.name, Key=self.prefix + key)
        except ClientError as error:
            if error_code(error) in ("NoSuchKey", "404"):
                return None
            raise
        return answer["Body"].read(), answer["ETag"]

    def put(self, key: str, body: bytes, **headers: str) -> str:
        """Write the object, whole or not at all; returns its ETag. The storage checks the bytes against their MD5."""
        digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        answer = self.client.put_object(
            Bucket=self.name, Key=self.prefix + key, Body=body, ContentMD5=digest, **headers
        )
        return str(answer["ETag"])

    def put_if(self, key: str, body: bytes, etag: str) -> str:
        """Write the object if its ETag is `etag`, or if it does not exist and `etag` is empty; empty if that fails.

        If a response is lost, the retry fails although the object was written; the caller checks that.
        """
        condition = {"IfMatch": etag} if etag else {"IfNoneMatch": "*"}
        try:
            return self.put(key, body, ContentType="application/json", **condition)
        except ClientError as error:
            if error_code(error) in CONDITION_FAILED:
                return ""
            raise

    def copy(self, source: str, key: str, headers: Mapping[str, str]) -> None:
        """Copy within the bucket, with these headers instead of the source's."""
        place = {"Bucket": self.name, "Key": self.prefix + source}
        self.client.copy_object(
            Bucket=self.name, Key=self.prefix + key, CopySource=place, MetadataDirective="REPLACE", **headers
        )

    def keys(self, below: str) -> Iterator[str]:
        """All keys that begin with this text."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self.prefix + below)
        for page in pages:
            for item in page.get("Contents", ()):
                yield item["Key"].removeprefix(self.prefix)

    def delete(self, keys: Collection[str]) -> None:
        """Delete the objects, a thousand in a request."""
        names = sorted(keys)
        for start in range(0, len(names), DELETED_AT_ONCE):
            objects = [{"Key": self.prefix + key} for key in names[start : start + DELETED_AT_ONCE]]
            answer = self.client.delete_objects(Bucket=self.name, Delete={"Objects": objects, "Quiet": True})
            for error in answer.get("Errors", ()):
                raise PublishError(Failure.NOT_DELETED, output=error["Code"], key=error["Key"])

    def for_each(self, do: Callable[[Item], None], items: Iterable[Item], counter: StageCounter | None = None) -> None:
        """Call `do` for all items in parallel; the first failure, or Ctrl+C, cancels the calls that have not begun."""
        with ThreadPoolExecutor(self.threads) as pool:
            futures = [pool.submit(do, item) for item in items]
            try:
                if counter:
                    for future in futures:
                        future.add_done_callback(lambda done: None if done.cancelled() else counter.add())
                finished, _ = wait(futures, return_when=FIRST_EXCEPTION)
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
        for future in finished:
            future.result()


@dataclass(frozen=True)
class Owner:
    """The holder of a lease. `machine` and `process` identify a process where the system has these numbers, else they
    are empty.

    `token` is that of one publish; `beat` changes with each write.
    """

    who: str
    machine: str
    process: str
    token: str
    beat: str


@dataclass(frozen=True)
class State:
    """The content of the state object: the live release (during a switch both), a hash of the rules for headers, keys
    below `.dvoglas/` that are being deleted, public files that no live release has, and the publisher."""

    live: tuple[str, ...]
    headers: str
    deleting: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    owner: Owner | None = None


NO_STATE = State((), "")


def read_state(bucket: Bucket) -> tuple[State, str]:
    """The state and its ETag, which is empty if there is none yet; `PublishError` if it cannot be parsed."""
    stored = bucket.get(STATE)
    if not stored:
        return NO_STATE, ""
    try:
        state = msgspec.json.decode(stored[0], type=State)
        if state.owner and state.owner.machine:
            int(state.owner.process.split()[0])
        return state, stored[1]
    except (msgspec.DecodeError, ValueError, IndexError, RecursionError) as error:
        raise PublishError(Failure.STATE_UNREADABLE, key=bucket.prefix + STATE) from error


class Lease:
    """This publisher's lease on a bucket, in the state object, renewed in a thread. `state` is the object's content."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self.token = secrets.token_hex(8)
        self.state = NO_STATE
        self._etag = ""
        self._lost = False
        # The monotonic time at which the lease was last confirmed.
        self._confirmed = 0.0
        self._writing = threading.Lock()
        self._ended = threading.Event()
        self._renewal = threading.Thread(target=self._renew, daemon=True)

    def acquire(self, seconds: int, progress: OnProgress) -> None:
        """Take the lease, also from a dead publisher; `PublishError` if a live one keeps it for `seconds`."""
        observer, announced = LeaseObserver(), False
        while True:
            state, etag = read_state(self.bucket)
            observer.observe(state.owner, etag)
            who = state.owner.who if state.owner else "somebody"
            if observer.is_expired() and self._write(replace(state, owner=self._owner()), etag):
                if state.owner:
                    progress(Message("The publish of {owner} is dead; this one takes over", owner=who), 0, 0)
                break
            if observer.seconds_observed() >= seconds and (
                observer.is_alive() or observer.seconds_observed() >= seconds + 2 * LEASE_SECONDS
            ):
                raise PublishError(Failure.BUSY, owner=who)
            if state.owner and not announced:
                progress(waiting(who), 0, 0)
                announced = True
            time.sleep(POLL_SECONDS)
        self._renewal.start()

    def update(self, **changes: Any) -> None:
        """Compare and swap: change the state, or raise `LeaseLost` if the lease was lost. Without changes it is only a
        check."""
        with self._writing:
            if self._lost or not self._write(replace(self.state, **changes, owner=self._owner()), self._etag):
                self._lost = True
                raise LeaseLost

    def check(self) -> None:
        """`LeaseLost` if the lease was lost; sends a request only if the lease was not renewed for long."""
        if self._lost:
            raise LeaseLost
        if time.monotonic() - self._confirmed > LEASE_SECONDS - 2 * RENEWAL_SECONDS:
            self.update()

    def release(self) -> None:
        """Release the lease; if that fails, it expires."""
        self._ended.set()
        self._renewal.join()
        with suppress(PublishError, ClientError, BotoCoreError), self._writing:
            if not self._lost:
                self._write(replace(self.state, owner=None), self._etag)

    def _owner(self) -> Owner:
        return Owner(lock_owner(), machine(), process(os.getpid()), self.token, secrets.token_hex(8))

    def _write(self, state: State, etag: str) -> bool:
        """Write the state if its ETag is `etag`; False if somebody else wrote it."""
        started = time.monotonic()
        for _ in range(WRITE_ATTEMPTS):
            written = self.bucket.put_if(STATE, msgspec.json.encode(state), etag)
            if not written:
                stored, seen = read_state(self.bucket)
                # A lost response: the write that the storage now refuses is our own.
                written = seen if stored == state else ""
                if not written and seen != etag:
                    return False
            if written:
                self.state, self._etag, self._confirmed = state, written, started
                return True
            time.sleep(POLL_SECONDS)
        return False

    def _renew(self) -> None:
        """Write the state from time to time, so that other publishers see that this one is alive; isolated failures are
        tolerated."""
        while not self._ended.wait(RENEWAL_SECONDS):
            try:
                self.update()
            except LeaseLost:
                return
            except (PublishError, ClientError, BotoCoreError):
                continue


class LeaseObserver:
    """Observes the holder of the lease by this machine's monotonic clock; storage has no clock to compare with."""

    def __init__(self) -> None:
        self.began = self.changed = time.monotonic()
        self.etag = ""
        self.owner: Owner | None = None
        self.renewals = 0

    def observe(self, owner: Owner | None, etag: str) -> None:
        """Record the current holder."""
        if owner and self.owner and etag != self.etag:
            self.renewals += 1
        if etag != self.etag:
            self.changed = time.monotonic()
        self.owner, self.etag = owner, etag

    def seconds_observed(self) -> float:
        """Seconds since the first observation."""
        return time.monotonic() - self.began

    def is_local(self) -> bool:
        """Whether the holder is a process of this machine, whose state can be read."""
        return self.owner is not None and self.owner.machine != "" and self.owner.machine == machine()

    def is_expired(self) -> bool:
        """Whether nobody holds the lease, or a process that has ended or has not renewed it for long."""
        if self.owner is None:
            return True
        silent = time.monotonic() - self.changed >= LEASE_SECONDS
        number = int(self.owner.process.split()[0]) if self.is_local() else 0
        return silent or (self.is_local() and process(number) != self.owner.process)

    def is_alive(self) -> bool:
        """Whether the holder is known to be alive."""
        return self.renewals > 0 or self.is_local()


def machine() -> str:
    """This boot of this machine, and the namespace of its process numbers; empty where the system does not say."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def process(number: int) -> str:
    """A process of this machine, with its start time, which later processes of the same number do not share; empty if
    there is none."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else f"{number} {fields[19]}"


@dataclass(frozen=True)
class StoredRelease:
    """A release in the bucket: its manifest, and the key of each content by its hash."""

    manifest: Manifest
    contents: Mapping[str, str]

    def to_json(self) -> bytes:
        """The bytes to store: the manifest with the keys."""
        return json.dumps({**json.loads(self.manifest.to_json()), "contents": dict(self.contents)}).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "StoredRelease":
        """Parse what `to_json` wrote, or a plain manifest of an earlier version; `PublishError` if it is neither."""
        manifest = Manifest.from_json(text)
        contents = json.loads(text).get("contents")
        if contents is None:
            contents = {entry.digest: CONTENT + entry.digest for entry in manifest.entries.values()}
        if any(entry.digest not in contents for entry in manifest.entries.values()):
            raise PublishError(Failure.MANIFEST_UNREADABLE, output="it lacks a key")
        return cls(manifest, contents)


@dataclass(frozen=True)
class S3Session:
    """The bucket while it is open."""

    bucket: Bucket
    lease: Lease
    page_seconds: int

    def state(self) -> State:
        """The state as it is stored now."""
        return read_state(self.bucket)[0]

    def list_releases(self) -> tuple[str, ...]:
        """The names of all whole releases, oldest first."""
        deleting = set(self.state().deleting)
        keys = (key for key in self.bucket.keys(RELEASES) if key not in deleting)
        names = (key.removeprefix(RELEASES).removesuffix(".json") for key in keys)
        return tuple(sorted(filter(is_name, names)))

    def current_release(self) -> tuple[str, ...]:
        """The live release; after an interrupted switch all releases of which something may be live."""
        return self.state().live

    def manifest(self, name: str) -> Manifest:
        """The release's manifest."""
        return self.read_release(name).manifest

    def read_release(self, name: str) -> StoredRelease:
        """A release as it is stored."""
        key = release_key(name)
        stored = self.bucket.get(key)
        try:
            return StoredRelease.from_json(stored[0] if stored else b"")
        except PublishError as error:
            # A rollback needs it too, to know what differs; without either object everything is copied.
            prefix = self.bucket.prefix
            raise PublishError(
                Failure.BUCKET_MANIFEST_UNREADABLE, release=name, state=prefix + STATE, manifest=prefix + key
            ) from error

    @storage_errors()
    def read(self, name: str, path: str, folder: str = SITE) -> bytes:
        """The content of one file of a release, or of one of its sources."""
        release = self.read_release(name)
        manifest = release.manifest
        digest = manifest.sources[path] if folder == SOURCES else manifest.entries[path].digest
        stored = self.bucket.get(release.contents[digest])
        if not stored:
            raise PublishError(Failure.CONTENT_MISSING, path=path)
        return stored[0]

    @storage_errors()
    def upload(self, release: Release, progress: OnProgress) -> None:
        """Send the contents that the bucket lacks; those of an interrupted upload are used."""
        self.lease.update()
        entries, deleting = release.manifest.entries, set(self.lease.state.deleting)
        contents = {digest_of(key): key for key in self.bucket.keys(CONTENT) if key not in deleting}
        files = {entry.digest: path for path, entry in entries.items()}
        sources = {digest: path for path, digest in release.manifest.sources.items() if digest not in files}
        missing = {digest: path for digest, path in (*files.items(), *sources.items()) if digest not in contents}
        # A name that was never used before: another publisher may be deleting the old one of the same content.
        contents |= {digest: f"{CONTENT}{digest}.{self.lease.token}" for digest in missing}

        def send(digest: str) -> None:
            self.lease.check()
            path = missing[digest]
            file = release.sources / path if digest in sources else release.file(path)
            self.bucket.put(contents[digest], file.read_bytes(), ContentType=content_type(path))

        self.bucket.for_each(send, missing, StageCounter(progress, Message("Contents to the bucket"), len(missing)))
        self.lease.update()
        needed = {digest: contents[digest] for digest in (*files, *sources)}
        self.store(StoredRelease(release.manifest, needed))

    def store(self, release: StoredRelease) -> None:
        """Write the manifest, unless another publish has written one of this name."""
        key, body = release_key(release.manifest.name), release.to_json()
        if not self.bucket.put_if(key, body, ""):
            stored = self.bucket.get(key)
            if not stored or stored[0] != body:
                raise LeaseLost
        try:
            self.lease.update()
        except LeaseLost:
            self.bucket.delete([key])
            raise

    def activate(self, name: str, progress: OnProgress, kept: Collection[str] = ()) -> None:
        """Copy what differs from anything that may be live, in an order in which no page lacks its
        assets."""
        new, state, rules = self.read_release(name), self.lease.state, self.header_rules()
        entries = new.manifest.entries
        others = [self.manifest(other).entries for other in state.live]
        up_to_date = bool(others) and state.headers == rules
        changed = [
            path
            for path, entry in entries.items()
            if not up_to_date or not all(same(entry, other.get(path)) for other in others)
        ]
        gone = {path for other in (*others, state.kept) for path in other if path not in entries} - set(kept)
        self.lease.update(live=tuple(dict.fromkeys([*state.live, name])), kept=(*state.kept, *sorted(kept)))
        counter = StageCounter(progress, Message("Files to go live"), len(changed))
        for phase in UploadPhase:
            paths = [path for path in changed if upload_phase(path) is phase]
            with self.public_writes(paths):
                self.bucket.for_each(lambda path: self.publish_path(path, entries[path], new), paths, counter)
        with self.public_writes(gone):
            self.bucket.delete(gone)
        self.lease.update(live=(name,), headers=rules, kept=tuple(sorted(kept)))

    def deactivate(self) -> None:
        """Delete everything that readers can see."""
        state = self.lease.state
        gone = {*state.kept, *(path for name in state.live for path in self.manifest(name).entries)}
        with self.public_writes(gone):
            self.bucket.delete(gone)
        self.lease.update(live=(), kept=())

    @contextmanager
    def public_writes(self, paths: Collection[str]) -> Iterator[None]:
        """Writes to these public addresses; repairs them if the lease was lost while they were made."""
        if not paths:
            yield
            return
        self.lease.update()
        try:
            yield
            self.lease.update()
        except LeaseLost:
            self.repair(paths)
            raise
        except BaseException:
            try:
                self.lease.update()
            except LeaseLost:
                self.repair(paths)
            except (PublishError, ClientError, BotoCoreError):
                # The first error is raised.
                pass
            raise

    def repair(self, paths: Collection[str]) -> None:
        """Write these addresses from the live release, again until the state stays the same meanwhile."""
        while True:
            live = self.state().live
            release = self.read_release(live[-1]) if live else None
            entries: Mapping[str, Entry] = release.manifest.entries if release else {}
            for path in paths:
                if release and path in entries:
                    self.write_public(path, entries[path], release)
                else:
                    self.bucket.delete([path])
            if self.state().live == live:
                return

    def publish_path(self, path: str, entry: Entry, release: StoredRelease) -> None:
        """Publish one path, if the lease is still held."""
        self.lease.check()
        self.write_public(path, entry, release)

    def write_public(self, path: str, entry: Entry, release: StoredRelease) -> None:
        """Copy the content of an entry to its address, with the headers for its name."""
        headers = {"ContentType": content_type(path), "CacheControl": cache_control(path, self.page_seconds)}
        # This header makes an object a redirect on the bucket's website endpoint.
        headers |= {"WebsiteRedirectLocation": percent_encode(entry.location)} if entry.location else {}
        self.bucket.copy(release.contents[entry.digest], path, headers)

    def header_rules(self) -> str:
        """A hash of all that decides an object's headers, so that a change of the rules updates old objects too."""
        rules = json.dumps([TYPES, FINGERPRINTED.pattern, self.page_seconds])
        # Kept at the target: by another digest an upgrade would write every object anew.
        return sha256(rules.encode())[:16]

    def warnings(self) -> tuple[str, ...]:
        """None."""
        return ()

    @storage_errors()
    def remove(self, names: Collection[str]) -> None:
        """Delete manifests, then the contents that no other manifest names.

        The state lists the keys before they are deleted, so that no later publisher uses them.
        """
        state = self.lease.state
        # Another publish may have been interrupted while it deleted these.
        unwanted = {key for key in state.deleting if key.startswith(RELEASES)}
        unwanted |= {release_key(name) for name in names if name not in state.live}
        kept = [name for name in self.list_releases() if release_key(name) not in unwanted]
        needed = {key for name in kept for key in self.read_release(name).contents.values()}
        unused = {key for key in self.bucket.keys(CONTENT) if key not in needed}
        if unwanted or unused or state.deleting:
            self.lease.update(deleting=tuple(sorted({*unwanted, *unused, *state.deleting})))
            self.bucket.delete(unwanted)
            self.bucket.delete(unused)
            self.lease.update(deleting=())


def release_key(name: str) -> str:
    """The key of a release's manifest."""
    return f"{RELEASES}{name}.json"


def digest_of(key: str) -> str:
    """The hash in the key of a content."""
    return key.removeprefix(CONTENT)[:DIGEST_LENGTH]


def from_table(table: SettingsTable) -> S3Target:
    """Read the settings of this kind."""
    settings = read_target_settings(table)
    prefix = table.text("prefix", default="").strip("/")
    access = {"endpoint_url": table.address("endpoint"), "region_name": table.text("region", default="")}
    access["profile_name"] = table.text("profile", default="")
    return S3Target(
        settings,
        bucket=table.text("bucket", expected="the name of a bucket"),
        prefix=f"{prefix}/" if prefix else "",
        access={name: value for name, value in access.items() if value},
        threads=table.number("threads", default=8, least=1),
        page_seconds=table.number("page_seconds", default=60),
    )
