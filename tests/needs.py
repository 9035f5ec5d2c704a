"""Outside programs that tests need: said and skipped where one is missing, a failure where CI=true.

Run as a program it installs all of them, so that the suite can begin with tests that need none.
"""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from tests.small_site import ROOT

# Debian's package for each program, for machines where the suite may install it.
PACKAGES = {
    "nginx": ("nginx", "libnginx-mod-http-brotli-static"),
    "sshd": ("openssh-server",),
    "ssh": ("openssh-client",),
    "ssh-keygen": ("openssh-client",),
    "rsync": ("rsync",),
    "chromium": ("chromium",),
    "chromium-headless-shell": ("chromium-headless-shell",),
    "firefox-esr": ("firefox-esr",),
    "caddy": ("caddy",),
    "hunspell-sr": ("hunspell-sr",),
}
DICTIONARIES = {"hunspell-sr": "/usr/share/hunspell/sr_Latn_RS.dic"}
# Processes that run at the same time install one after the other, and use nothing that is half installed.
INSTALLING = FileLock(ROOT / ".cache" / "installing.lock")


def need(program: str) -> str:
    """The program's path; installs Debian's package where the suite runs as root, else skips the test, saying so."""
    found = offered(program)
    if not found:
        missing(program)
    return str(found)


def offered(program: str) -> str | None:
    """The program's path, where it is installed or can be installed here."""
    with INSTALLING:
        return where(program) or (where(program) if install(program) else None)


def where(program: str) -> str | None:
    """Where the program is, also outside an ordinary user's PATH; or the dictionary of that name."""
    if program in DICTIONARIES:
        return program if Path(DICTIONARIES[program]).exists() else None
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin:/usr/local/sbin")


def missing(what: str) -> None:
    """Skip for want of something; under CI=true that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and under CI=true nothing may be skipped", pytrace=False)
    pytest.skip(f"{what} is missing on this machine")


@cache
def install(*programs: str) -> bool:
    """Install the Debian packages of programs; False where that cannot be done here."""
    packages = [package for program in programs for package in PACKAGES.get(program, ())]
    if not packages or not shutil.which("apt-get") or os.geteuid():
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {
        "env": environment,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "stdin": subprocess.DEVNULL,
    }
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    with INSTALLING:
        subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
        return subprocess.run(command, check=False, **quiet).returncode == 0


if __name__ == "__main__":
    with INSTALLING:
        install(*(program for program in PACKAGES if not where(program)))
