"""What a computer remembers of the releases that it made live."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from plugins.project.publish_record import KEPT, PublishRecord, live_state, read_record, write_record


def test_the_newest_releases_are_remembered_whatever_the_order(tmp_path: Path) -> None:
    """Stories of the newest releases are known again where a rollback makes one live, those of the oldest are not."""
    names = [f"{number:06}" for number in range(KEPT + 5)]
    moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    in_any_order = random.Random(1).sample(names, len(names))
    for name in [*in_any_order, names[-1]]:
        write_record(tmp_path, PublishRecord("here", "", "", name, moment, {"news/bridge": name}))
    known = {}
    for name in names:
        write_record(tmp_path, PublishRecord("here", "", "", name, moment))
        record = read_record(tmp_path, "here")
        assert record is not None
        assert record.release == name
        known[name] = live_state(record, "news/bridge", name)
    assert known == dict.fromkeys(names[:5], "") | dict.fromkeys(names[5:], "same")
