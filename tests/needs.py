"""Outside programs that tests need: the test that lacks one says so and is skipped. CI=true asks for everything: as
root on Debian programs are installed, and a test that lacks one fails."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from tests.small_site import ROOT

IS_ASKED_FOR_ALL = os.environ.get("CI") == "true"
# Debian's package for each program.
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
    "node": ("nodejs",),
    "npm": ("npm",),
}
DICTIONARIES = {"hunspell-sr": "/usr/share/hunspell/sr_Latn_RS.dic"}
# Processes of the suite install one after the other, and use nothing that is half installed.
INSTALLING = FileLock(ROOT / ".cache" / "installing.lock")


def need(program: str) -> str:
    """The program's path; skips the test where there is none, or fails it with CI=true."""
    found = offered(program)
    if not found:
        missing(program)
    return str(found)


def offered(program: str) -> str | None:
    """The program's path, where it is installed or may be installed here, with all others that are missing."""
    with INSTALLING:
        if IS_ASKED_FOR_ALL and not where(program):
            install(*(one for one in PACKAGES if not where(one)))
            if not where(program):
                install(program)
        return where(program)


def where(program: str) -> str | None:
    """Where the program is, also outside an ordinary user's PATH; or the dictionary of that name."""
    if program in DICTIONARIES:
        return program if Path(DICTIONARIES[program]).exists() else None
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin:/usr/local/sbin")


def missing(what: str) -> None:
    """Skip for want of something; under CI=true that is a failure."""
    if IS_ASKED_FOR_ALL:
        pytest.fail(f"{what} is missing, and under CI=true nothing may be skipped", pytrace=False)
    pytest.skip(f"{what} is missing on this machine")


@cache
def install(*programs: str) -> None:
    """Install the Debian packages of programs, as root on a system that has them."""
    packages = [package for program in programs for package in PACKAGES.get(program, ())]
    if not packages or not shutil.which("apt-get") or os.geteuid():
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in ("update -q", "install -y -q --no-install-recommends"):
        command = ["apt-get", *words.split(), *(packages if words.startswith("install") else ())]
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
