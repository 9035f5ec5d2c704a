"""The few operations on an S3-compatible bucket that publishing needs, many at a time."""

import base64
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from .errors import PublishError

Item = TypeVar("Item")
DELETED_AT_ONCE = 1000
CURES: Mapping[str, tuple[str, str]] = {
    "NoSuchBucket": ("the bucket does not exist", 'check "bucket" and "region"'),
    "AccessDenied": (
        "the storage does not let us do that",
        "give the key the rights to list, read, write and delete in the bucket",
    ),
    "403": (
        "the storage does not let us do that",
        "give the key the rights to list, read, write and delete in the bucket",
    ),
    "InvalidAccessKeyId": ("the storage does not know the key", "check the key in the environment or the profile"),
    "SignatureDoesNotMatch": (
        "the storage does not accept the key's secret",
        "check the secret in the environment or the profile",
    ),
    "RequestTimeTooSkewed": ("this machine's clock is wrong", "set the clock, then publish again"),
    "ExpiredToken": ("the key has run out", "get a new one"),
    "NotImplemented": (
        "the storage lacks conditional writes, which the lock needs",
        "use one that knows If-None-Match",
    ),
    "QuotaExceeded": ("the storage is full", "free some space or raise the quota, then publish again"),
    "XMinioStorageFull": ("the storage is full", "free some space, then publish again"),
}
TAKEN = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")


@contextmanager
def explained() -> Iterator[None]:
    """Turn boto's errors into causes and cures."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        cause, cure = CURES.get(code, ("the storage refused", "see its message"))
        raise PublishError(cause, f"{cure} ({code})") from error
    except BotoCoreError as error:
        raise PublishError(
            "the storage cannot be reached or used", f'check "endpoint", the network and the key ({error})'
        ) from error


@dataclass(frozen=True)
class Bucket:
    """A bucket and a prefix in it; all keys below are relative to the prefix."""

    client: Any
    name: str
    prefix: str
    threads: int

    def get(self, key: str) -> tuple[bytes, str] | None:
        """The object's bytes and its ETag, or nothing."""
        try:
            answer = self.client.get_object(Bucket=self.name, Key=self.prefix + key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
                return None
            raise
        return answer["Body"].read(), answer["ETag"]

    def put(self, key: str, body: bytes, **headers: str) -> str:
        """Write the object, whole or not at all; gives its ETag. The storage checks the bytes against their MD5."""
        digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        answer = self.client.put_object(
            Bucket=self.name, Key=self.prefix + key, Body=body, ContentMD5=digest, **headers
        )
        return str(answer["ETag"])

    def put_if(self, key: str, body: bytes, **condition: str) -> str | None:
        """Write on a condition (``IfMatch``, ``IfNoneMatch``); nothing if it does not hold."""
        try:
            return self.put(key, body, **condition)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in (*TAKEN, "NoSuchKey"):
                return None
            raise

    def copy(self, source: str, key: str, headers: Mapping[str, str]) -> None:
        """Copy within the bucket, with these headers instead of the source's."""
        place = {"Bucket": self.name, "Key": self.prefix + source}
        self.client.copy_object(
            Bucket=self.name, Key=self.prefix + key, CopySource=place, MetadataDirective="REPLACE", **headers
        )

    def keys(self, below: str) -> Iterator[str]:
        """All keys that begin so."""
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
                raise PublishError(
                    f"the storage did not delete {error['Key']}", f"check the key's rights ({error['Code']})"
                )

    def each(self, do: Callable[[Item], None], items: Iterable[Item], done: Callable[[int], None]) -> None:
        """Do it for all items in parallel; the first failure ends it, when what is under way has ended."""
        with ThreadPoolExecutor(self.threads) as pool:
            futures = [pool.submit(do, item) for item in items]
            for future in futures:
                future.add_done_callback(lambda _future: done(1))
            finished, waiting = wait(futures, return_when=FIRST_EXCEPTION)
            for future in waiting:
                future.cancel()
        for future in finished:
            future.result()
