"""A build among others in one process."""

from __future__ import annotations

from pathlib import Path

from pelican.plugins import signals

from tests.build_cache.newsdesk import WITHOUT
from tests.small_site import small_site


def test_a_plugin_of_another_build_has_no_part_in_this_one(tmp_path: Path) -> None:
    """With a plugin, without it and with it again, each build uses what its own settings name, and leaves nothing
    connected."""
    site = small_site(tmp_path, SEARCH=False, SOCIAL_CARDS=False, WORKERS=1)
    site.article("story", category="local")
    before = dict(signals.initialized.receivers)

    with_it = site.build()
    files = site.files()
    without = site.build(PLUGINS=list(WITHOUT), CACHE_PATH=str(tmp_path / "other"))
    assert site.files() == files
    again = site.build()

    assert ["RECORD" in settings for settings in (with_it, without, again)] == [True, False, True]
    assert site.files() == files
    assert dict(signals.initialized.receivers) == before
