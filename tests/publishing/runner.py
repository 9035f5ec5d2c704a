"""One publish in a process of its own, so that a test can kill it: its arguments are the output and the targets."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from plugins.publishing.backends import choose_target
from tests.publishing.attempts import Log, publishes

ROOT = Path(__file__).parents[2]


def start(output: Path, targets: dict[str, dict[str, object]]) -> "subprocess.Popen[str]":
    """Start a publish and wait until it has imported everything."""
    command = [sys.executable, "-m", "tests.publishing.runner", str(output), json.dumps(targets)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def kill_at_random(output: Path, targets: dict[str, dict[str, object]], within: float, chance: random.Random) -> bool:
    """Start a publish and kill it, without its children; True if it was still running."""
    process = start(output, targets)
    time.sleep(chance.uniform(0, within))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


if __name__ == "__main__":
    chosen = json.loads(sys.argv[2])
    choose_target(chosen, None)  # what is slow to import is not what a test times
    print("ready", flush=True)
    log = Log()
    succeeded = publishes(Path(sys.argv[1]), chosen, log)
    print(log.text)
    sys.exit(0 if succeeded else 1)
