"""The settings of the machines."""

import pytest

from plugins.content.settings.table import DEFAULTS, SETTINGS


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
def test_a_wrong_setting_is_refused(name: str, value: object) -> None:
    """A setting that cannot be used is not of the type of its row, while its default is."""
    assert not SETTINGS[name].type.accepts(value)
    assert SETTINGS[name].type.accepts(DEFAULTS[name])
