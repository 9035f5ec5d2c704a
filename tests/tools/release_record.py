"""Prints what the engine is made of, for the versions after it: `python -m tests.tools.release_record > RECORD`, where
RECORD is `docs/releases/<version>.json`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from plugins.starting.ownership import describe_release

if __name__ == "__main__":
    print(json.dumps(asdict(describe_release(Path(__file__).resolve().parents[2])), indent=1, ensure_ascii=False))
