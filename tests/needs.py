"""Programs that tests need: `./inv test` installs them where it may. A test that lacks one is skipped, and the end of
the run says so; with CI=true it fails."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

from tests.small_site import ROOT

IS_ASKED_FOR_ALL = os.environ.get("CI") == "true"
# Debian's packages for each program.
PACKAGES = {
    "chromium": ("chromium-headless-shell",),
    "firefox-esr": ("firefox-esr",),
    "nginx": ("nginx", "libnginx-mod-http-brotli-static"),
    "caddy": ("caddy",),
    "sshd": ("openssh-server",),
    "ssh": ("openssh-client",),
    "ssh-keygen": ("openssh-client",),
    "rsync": ("rsync",),
    "git": ("git",),
    "setpriv": ("util-linux",),
    "hunspell-sr": ("hunspell-sr",),
    "node": ("nodejs",),
    "npm": ("npm",),
    "WebKitWebDriver": ("webkit2gtk-driver",),
    "Xvfb": ("xvfb",),
    "libfaketime": ("libfaketime",),
}
# Only tests of `--long` need these.
LONG = {"WebKitWebDriver", "Xvfb", "libfaketime"}
# Where what is no program is, below the root.
FILES = {
    "hunspell-sr": "usr/share/hunspell/sr_Latn_RS.dic",
    "libfaketime": "usr/lib/*/faketime/libfaketimeMT.so.1",
}
# The shell without a window comes first: pages take a third of the processor's time in it.
CHROMIUMS = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
SBIN = "/usr/sbin:/sbin:/usr/local/sbin"

# Where Playwright keeps browsers below the user's folder, and whence its installer takes them.
KEPT = {"darwin": "Library/Caches", "win32": "AppData/Local"}
DOWNLOADS = os.environ.get("PLAYWRIGHT_DOWNLOAD_HOST", "https://cdn.playwright.dev")
# Any answer will do, and whoever gives none within some seconds is not waited for.
IS_REACHED = """import sys, urllib.error, urllib.request
try: urllib.request.urlopen(sys.argv[1], timeout=4)
except urllib.error.HTTPError: pass"""

NPM = "the packages of npm"
LOCKED, CHECKERS = ROOT / "tests/editor/javascript", ROOT / ".cache/javascript"

REASON = re.compile(r"(?:Skipped: )?(.+) is missing here: (.+)", re.DOTALL)
STEP = re.compile(r"(?:Get:\d+ |Setting up |Downloading |added \d+ ).+")


def need(program: str) -> str:
    """The program's path; skips the test where there is none, or fails it with CI=true."""
    found = where(program)
    if not found:
        missing(program, command_for(program))
    return found


def missing(what: str, command: str) -> NoReturn:
    """Skip for want of something, which the command brings; with CI=true that is a failure."""
    reason = f"{what} is missing here: {command}"
    if IS_ASKED_FOR_ALL:
        pytest.fail(f"{reason}; with CI=true nothing may be skipped", pytrace=False)
    pytest.skip(reason)


def need_root() -> None:
    """Skip the test of another user than root, or fail it with CI=true."""
    if not hasattr(os, "geteuid") or os.geteuid():
        missing("the right of root", "run ./inv test as root")


def where(program: str) -> str | None:
    """Where the program is, also outside an ordinary user's PATH; or the dictionary or library of that name."""
    if program in FILES:
        return next(map(str, Path("/").glob(FILES[program])), None)
    if program == NPM:
        return str(CHECKERS / "node_modules/.bin") if checkers_are_installed() else None
    names = CHROMIUMS if program == "chromium" else (program,)
    found = next(filter(None, (shutil.which(name) or shutil.which(name, path=SBIN) for name in names)), None)
    return found or (playwrights_chromium() if program == "chromium" else None)


def playwrights_chromium() -> str | None:
    """Chromium's shell as Playwright's installer leaves it, in the version that this Playwright drives; None where it
    is not whole, or the system lacks libraries that it needs."""
    package = find_spec("playwright")
    if not package or not package.origin:
        return None
    listed = json.loads((Path(package.origin).parent / "driver/package/browsers.json").read_text("utf-8"))["browsers"]
    revision = next(one["revision"] for one in listed if one["name"] == "chromium-headless-shell")
    own = Path.home() / KEPT.get(sys.platform, ".cache") / "ms-playwright"
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or own) / f"chromium_headless_shell-{revision}"
    if not (folder / "INSTALLATION_COMPLETE").exists():
        return None
    shells = (file for file in folder.glob("*/*headless[-_]shell*") if file.suffix in ("", ".exe"))
    return next((str(file) for file in shells if not lacks_libraries(file)), None)


def lacks_libraries(program: Path) -> bool:
    """Whether Linux cannot start a program for want of libraries."""
    ldd = shutil.which("ldd")
    return bool(ldd) and b"not found" in subprocess.run([str(ldd), str(program)], capture_output=True).stdout


def command_for(program: str) -> str:
    """The one command that brings a program."""
    if program == NPM:
        return "./inv test, where npm and a network are"
    packages = " ".join(PACKAGES[program])
    if not shutil.which("apt-get"):
        return f"install {packages} by your system's package manager"
    return f"{'' if as_root() == [] else 'sudo '}apt-get install {packages}"


def as_root() -> list[str] | None:
    """The words before a command of root; None where that would need a password."""
    if not hasattr(os, "geteuid") or not os.geteuid():
        return []
    sudo = shutil.which("sudo")
    return [sudo, "-n"] if sudo and not subprocess.run([sudo, "-n", "true"], capture_output=True).returncode else None


def bring(*, long: bool) -> None:
    """Install what is missing, as far as this computer allows without a question."""
    wanted = [program for program in PACKAGES if (long or program not in LONG) and not where(program)]
    root = as_root() if shutil.which("apt-get") else None
    is_by_playwright = "chromium" in wanted and is_reached(DOWNLOADS)
    names = wanted if root is not None else ["chromium"] * is_by_playwright
    if not where(NPM) and (where("npm") or "npm" in names):
        names = [*names, NPM]
    if not names:
        return
    print(f"Installing what the tests need, once: {', '.join(names)}", flush=True)
    if is_by_playwright:
        follow([sys.executable, "-m", "playwright", "install", "chromium-headless-shell"])
    lacking = [program for program in wanted if not where(program)]
    if root is not None and lacking:
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
        follow([*apt, "update"])
        install = [*apt, "install", "-y", "--no-install-recommends"]
        if not follow([*install, *(package for program in lacking for package in PACKAGES[program])]):
            # A package that this system does not have keeps none of the others away.
            for program in lacking:
                follow([*install, *PACKAGES[program]])
    if NPM in names:
        install_checkers()


def is_reached(address: str) -> bool:
    """Whether a server answers within some seconds."""
    try:
        return not subprocess.run(
            [sys.executable, "-c", IS_REACHED, address], capture_output=True, timeout=6
        ).returncode
    except subprocess.TimeoutExpired:
        return False


def install_checkers() -> None:
    """Install what checks the editor's scripts, in the versions of the lock file."""
    CHECKERS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCKED / name, CHECKERS)
    options = "--ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-retry-mintimeout=1000".split()
    if (npm := where("npm")) and follow([npm, "ci", *options], folder=CHECKERS):
        shutil.copy(LOCKED / "package-lock.json", CHECKERS / "installed.json")


def checkers_are_installed() -> bool:
    """Whether what npm installs is that of the lock file."""
    installed = CHECKERS / "installed.json"
    return installed.is_file() and installed.read_bytes() == (LOCKED / "package-lock.json").read_bytes()


def follow(command: list[str], folder: Path = ROOT) -> bool:
    """Run a command that installs, and show its steps, each in place of the one before where a person looks on; whether
    it succeeds. What it could not do is said where a test lacks it."""
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    is_terminal = sys.stdout.isatty()
    with process:
        assert process.stdout is not None
        for step in filter(None, map(STEP.match, process.stdout)):
            print(
                f"\r\x1b[K  {step[0][:76]}" if is_terminal else f"  {step[0]}",
                end="" if is_terminal else "\n",
                flush=True,
            )
    if is_terminal:
        print("\r\x1b[K", end="", flush=True)
    return not process.returncode


def left_out(reasons: Iterable[str]) -> Iterator[str]:
    """The lines that end a run which skipped tests for these reasons: what is missing, for how many, what brings it."""
    found = Counter(match.groups() for match in map(REASON.fullmatch, reasons) if match)
    if found:
        yield f"THIS IS NOT THE WHOLE SUITE: {found.total()} tests were left out for want of"
    for (what, command), number in found.most_common():
        yield f"  {what}, which {number} {'tests need' if number > 1 else 'test needs'}: {command}"
