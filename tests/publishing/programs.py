"""Programs of the system that these tests need: fetched where we may, else a test says what it lacks."""

import os
import shutil
import subprocess

import pytest

PACKAGES = {
    "nginx": "nginx-light libnginx-mod-http-brotli-static",
    "sshd": "openssh-server",
    "rsync": "rsync",
    "git": "git",
    "caddy": "caddy",
}


def need(program: str) -> str:
    """The program's path; skips the test if it cannot be had, fails it on a build server."""
    found = where(program)
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        install(PACKAGES[program])
        found = where(program)
    if found:
        return found
    missing = f"{program} is not installed (Debian: {PACKAGES[program]})"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


def where(program: str) -> str | None:
    """The program's path, also where only root usually looks."""
    return shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


def install(packages: str) -> None:
    """Fetch Debian packages without starting their services."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *packages.split()]):
        subprocess.run(command, env=environment, capture_output=True, timeout=300)
