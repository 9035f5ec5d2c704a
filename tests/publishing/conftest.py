"""Servers that run for the whole session, and a log of what publishes say."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

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
    with servers.sshd(tmp_path_factory.mktemp("ssh") / "server", servers.free_port()) as settings:
        yield settings


@pytest.fixture(scope="session")
def storage() -> Iterator[int]:
    """The port of an S3 server."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()[1]
    server.stop()


@pytest.fixture
def bucket(storage: int, tmp_path: Path) -> dict[str, object]:
    """The settings of a target in a new bucket."""
    import boto3

    name = f"site-{os.getpid()}-{abs(hash(str(tmp_path))) % 10**8}"
    endpoint = f"http://127.0.0.1:{storage}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(
        Bucket=name, ACL="public-read-write"
    )
    return {"kind": "s3", "bucket": name, "endpoint": endpoint, "region": "us-east-1"}
