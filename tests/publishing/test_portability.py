"""Publishing where parts of a Unix system are missing: fcntl, fork, the name of a user."""

import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import plugins.audit
import plugins.publishing
from plugins.publishing import folder_lock
from tests.needs import need, need_root
from tests.publishing import sites
from tests.publishing.attempts import publishes

ROOT = Path(__file__).parents[2]
# Run in a process of its own: takes away what Windows lacks, then imports every module and publishes to a folder.
WITHOUT = """
import importlib, json, os, sys
sys.modules["fcntl"] = sys.modules["pwd"] = sys.modules["grp"] = sys.modules["resource"] = None
for name in ("fork", "sched_getaffinity", "getuid", "geteuid"):
    vars(os).pop(name, None)
# Python 3.13 has this function, which there counts all processors.
os.process_cpu_count = os.cpu_count
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
from pathlib import Path
from plugins.publishing import publish
result = publish(Path(sys.argv[2]), {"here": {"kind": "folder", "path": sys.argv[3]}})
assert "fcntl" not in [name for name, module in sys.modules.items() if module]
print(result.release)
"""


def modules() -> list[str]:
    """Every module of the two packages."""
    packages = (plugins.publishing, plugins.audit)
    found = (
        module.name
        for package in packages
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    )
    return [*found, *(package.__name__ for package in packages)]


def test_everything_is_imported_and_a_folder_published_without_unix(tmp_path) -> None:
    """No module needs fcntl, os.fork, os.sched_getaffinity or user ids, nor does publishing to a folder."""
    output = sites.build(tmp_path / "output", 1)
    arguments = [json.dumps(modules()), str(output), str(tmp_path / "published")]
    done = subprocess.run([sys.executable, "-c", WITHOUT, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("000001-")
    assert (tmp_path / "published" / "current" / "site" / "index.html").read_bytes() == sites.page_of(1, "index.html")


@pytest.mark.parametrize("error", [KeyError("uid"), OSError("no name"), ImportError("pwd")])
def test_lock_owner_without_a_user_name(monkeypatch, error) -> None:
    """A user id without a name is shown as a number; Python's versions report it by different errors."""

    def nameless() -> str:
        raise error

    monkeypatch.setattr(folder_lock.getpass, "getuser", nameless)
    assert folder_lock.lock_owner().startswith(f"user {os.getuid()} on ")


@pytest.fixture
def folder_for_all() -> Iterator[Path]:
    """A folder in one that every user may enter; into those of pytest only its own user may go."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


def test_publish_under_a_user_id_without_a_name(folder_for_all) -> None:
    """As in a container: a process whose user id is in no list of users publishes to a folder and to a Git branch."""
    need_root()
    output = sites.build(folder_for_all / "output", 1)
    subprocess.run(["git", "init", "-q", "--bare", str(folder_for_all / "site.git")], check=True)
    for path in (folder_for_all, *folder_for_all.rglob("*")):
        os.chown(path, 54321, 54321)
    program = (
        "import sys, pathlib; from plugins.publishing import publish\n"
        "for settings in ({'kind': 'folder', 'path': sys.argv[2]}, {'kind': 'git', 'remote': sys.argv[3]}):\n"
        "    print(publish(pathlib.Path(sys.argv[1]), {'x': settings}).release)"
    )
    kept = ("PATH", "PYTHONPATH", "LANG")
    nameless = [need("setpriv"), "--reuid=54321", "--regid=54321", "--clear-groups"]
    # Second try: Python or this checkout is in a folder that only its owner may enter, which the process then may read.
    for options in ([], ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]):
        places = map(str, (output, folder_for_all / "published", folder_for_all / "site.git"))
        done = subprocess.run(
            [*nameless, *options, sys.executable, "-c", program, *places],
            cwd=ROOT,
            env={name: os.environ[name] for name in kept if name in os.environ},
            capture_output=True,
            text=True,
        )
        if done.returncode == 0 or "Permission denied" not in done.stderr:
            break
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("000001-") == 2


def test_error_of_windows_without_links_names_the_remedy(here, tmp_path, log, monkeypatch) -> None:
    """Windows lets only some users make symbolic links, which the switch needs."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(22, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refused)
    assert not publishes(sites.build(tmp_path / "output", 1), here, log)
    assert "switch on Developer Mode" in log.text
