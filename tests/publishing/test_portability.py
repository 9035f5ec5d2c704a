"""Publishing where parts of a Unix system are missing: fcntl, fork, the name of a user."""

import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import plugins.audit
import plugins.publishing
from plugins.publishing import folder_lock
from tests.needs import need, need_root
from tests.publishing import sites
from tests.publishing.attempts import publishes
from tests.small_site import ROOT

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


def test_everything_is_imported_and_a_folder_published_without_unix(tmp_path) -> None:
    """No module needs fcntl, os.fork, os.sched_getaffinity or user ids, nor does publishing to a folder."""
    packages = (plugins.publishing, plugins.audit)
    names = [module.name for one in packages for module in pkgutil.walk_packages(one.__path__, f"{one.__name__}.")]
    output, published = sites.build(tmp_path / "output", 1), tmp_path / "published"
    command = [sys.executable, "-c", WITHOUT, json.dumps(names), str(output), str(published)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("000001-")
    assert (published / "current" / "site" / "index.html").read_bytes() == sites.page_of(1, "index.html")


@pytest.mark.parametrize("error", [KeyError("uid"), OSError("no name"), ImportError("pwd")])
def test_what_a_system_lacks_is_said(error, here, tmp_path, log, monkeypatch) -> None:
    """A user id without a name is a number, by whichever error Python's versions report it; and Windows lets only some
    users make symbolic links, which the switch needs."""

    def refuse(error: Exception, *_: object, **__: object) -> str:
        raise error

    monkeypatch.setattr(folder_lock.getpass, "getuser", lambda: refuse(error))
    assert folder_lock.lock_owner().startswith(f"user {os.getuid()} on ")
    privilege = OSError(22, "A required privilege is not held by the client")
    monkeypatch.setattr(Path, "symlink_to", lambda *_, **__: refuse(privilege))
    assert not publishes(sites.build(tmp_path / "output", 1), here, log)
    assert "switch on Developer Mode" in log.text


PUBLISH = (
    "import sys, pathlib; from plugins.publishing import publish\n"
    "for settings in ({'kind': 'folder', 'path': sys.argv[2]}, {'kind': 'git', 'remote': sys.argv[3]}):\n"
    "    print(publish(pathlib.Path(sys.argv[1]), {'x': settings}).release)"
)


def test_publish_under_a_user_id_without_a_name() -> None:
    """As in a container: a process whose user id is in no list of users publishes to a folder and to a Git branch."""
    need_root()
    # Into the folders of pytest only its own user may go.
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        output = sites.build(folder / "output", 1)
        subprocess.run(["git", "init", "-q", "--bare", str(folder / "site.git")], check=True)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 54321, 54321)
        places = map(str, (output, folder / "published", folder / "site.git"))
        # Python or this checkout may be in a folder that only its owner may enter, which the process may read.
        caps = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
        nameless = [need("setpriv"), "--reuid=54321", "--regid=54321", "--clear-groups", *caps]
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
        done = subprocess.run(
            [*nameless, sys.executable, "-c", PUBLISH, *places], cwd=ROOT, env=kept, capture_output=True, text=True
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("000001-") == 2
