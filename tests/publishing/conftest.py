"""Servers that run for the whole session, and a log of what publishes say."""

import functools
import itertools
import logging
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.needs import need
from tests.ports import free_port
from tests.publishing import servers
from tests.publishing.attempts import Log

os.environ.update({"AWS_ACCESS_KEY_ID": "testing-id", "AWS_SECRET_ACCESS_KEY": "testing-secret-value"})


@pytest.fixture
def log() -> Log:
    """An empty log."""
    return Log()


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    """The settings of a target on an SSH server, without its path."""
    with servers.sshd(tmp_path_factory.mktemp("ssh") / "server", free_port()) as settings:
        yield settings


@pytest.fixture(scope="session")
def storage() -> Iterator[int]:
    """The port of an S3 server."""
    from moto.moto_server.werkzeug_app import MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    # Moto's own server reads in its folder, at each request, which of Amazon's services there are.
    server = make_server("127.0.0.1", 0, create_backend_app("s3"), threaded=True, request_handler=MotoRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session", autouse=True)
def descriptions_of_services_read_once() -> Iterator[None]:
    """The sessions of boto3 have one reader of what it knows of Amazon's services, which is a third of the time that
    a publish to a small bucket takes."""
    from botocore import session

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "create_loader", functools.cache(session.create_loader))
        yield


@pytest.fixture
def bucket(make_bucket: Callable[[], dict[str, object]]) -> dict[str, object]:
    """The settings of a target in a new bucket."""
    return make_bucket()


@pytest.fixture(scope="session")
def make_bucket(storage: int) -> Callable[[], dict[str, object]]:
    """A function that gives the settings of a target in a new bucket."""
    return functools.partial(new_bucket, storage, itertools.count(1))


@pytest.fixture
def client(bucket: dict[str, object]) -> Any:
    """The bucket seen from outside."""
    import boto3

    return boto3.client("s3", endpoint_url=bucket["endpoint"], region_name="us-east-1")


@pytest.fixture
def target_of(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """A function that gives the settings of an empty target of a kind: a folder, also over SSH, is `published`."""

    def settings_of(kind: str) -> dict[str, Any]:
        if kind == "s3":
            return dict(request.getfixturevalue("bucket"))
        if kind == "git":
            subprocess.run([need("git"), "init", "-q", "--bare", str(tmp_path / "remote.git")], check=True)
            return {"kind": "git", "remote": str(tmp_path / "remote.git")}
        server = request.getfixturevalue("ssh_server") if kind == "ssh" else {"kind": "folder"}
        return {**server, "path": str(tmp_path / "published")}

    return settings_of


@pytest.fixture
def here(target_of: Callable[[str], dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """One target, the folder `published`."""
    return {"here": target_of("folder")}


def new_bucket(storage: int, numbers: Iterator[int]) -> dict[str, object]:
    """The settings of a target in a new bucket of the S3 server at a port."""
    import boto3

    name = f"site-{os.getpid()}-{next(numbers)}"
    endpoint = f"http://127.0.0.1:{storage}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(
        Bucket=name, ACL="public-read-write"
    )
    return {"kind": "s3", "bucket": name, "endpoint": endpoint, "region": "us-east-1"}
