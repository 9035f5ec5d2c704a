"""The settings of the machines."""

from types import SimpleNamespace

import pytest

from plugins.diagnostics import SettingError
from plugins.feeds import prepare, run_last
from plugins.feeds.generator import FeedGenerator


def test_defaults_are_enough() -> None:
    """A site needs to set nothing."""
    settings: dict = {}
    prepare(SimpleNamespace(settings=settings))
    assert settings["SITEMAP_LIMIT"] == 50_000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FEED_ID_START", "soon"),
        ("FEED_ID_START", None),
        ("SITEMAP_LIMIT", 0),
        ("SITEMAP_LIMIT", 50_001),
        ("WEBSUB_HUB", "hub"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: object) -> None:
    """A setting that cannot be used stops the build with its name."""
    with pytest.raises(SettingError, match=name):
        prepare(SimpleNamespace(settings={name: value}))


def test_machines_run_last() -> None:
    """Whatever order Pelican finds generators in, the pages are made before the sitemap lists them."""
    machine, first, second = FeedGenerator.__new__(FeedGenerator), object(), object()
    generators = [first, machine, second]
    run_last(generators)
    assert generators == [first, second, machine]
