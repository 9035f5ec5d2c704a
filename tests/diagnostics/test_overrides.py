"""The setting DIAGNOSTICS: which values it takes, and what they change."""

from __future__ import annotations

import pytest

from plugins.diagnostics import Diagnostic, SettingError
from plugins.diagnostics.overrides import apply_overrides, read_overrides
from plugins.diagnostics.rule import codes

ERROR = Diagnostic("content/a.en.md", 1, 1, "two spaces", "double-space")
ADVICE = Diagnostic("content/a.en.md", 2, 1, "long", "long-title", "advice")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"duoble-space": "off"}, "DIAGNOSTICS: expected .*did you mean 'double-space'.*got 'duoble-space'"),
        ({"zzz": "off"}, "--list-rules"),
        ({5: "off"}, "got 5"),
        (
            {"double-space": "on"},
            r"DIAGNOSTICS\['double-space'\]: expected one of 'off', 'advice', 'warning', got 'on'",
        ),
        ({"double-space": ["off"]}, "expected one of"),
        ({"broken-link": "off"}, "without broken-link, the link would lead nowhere"),
        ({"missing-title": "advice"}, "the page would have no title"),
        (["double-space"], "expected a dictionary"),
    ],
)
def test_what_cannot_be_used_is_refused(value: object, message: str) -> None:
    """An unknown code suggests the closest, a wrong level lists the right ones, a required error names its reason."""
    with pytest.raises(SettingError, match=message):
        read_overrides({"DIAGNOSTICS": value})


def test_every_code_that_is_not_required_can_be_changed() -> None:
    """All codes without a reason against it may be switched off; those of the build mostly have one."""
    free = {name for name, code in codes().items() if not code.required}
    assert read_overrides({"DIAGNOSTICS": dict.fromkeys(free, "off")}) == dict.fromkeys(free, "off")
    assert {"double-space", "spelling", "unknown-field"} <= free
    assert not {"missing-image", "not-utf-8", "duplicate-slug"} & free


def test_without_the_setting_nothing_changes() -> None:
    """Diagnostics stay as they are."""
    assert apply_overrides([ERROR, ADVICE], read_overrides({})) == (ERROR, ADVICE)


def test_levels_switch_off_and_down() -> None:
    """A code is left out, or has another severity; a level never makes a diagnostic graver."""
    assert apply_overrides([ERROR, ADVICE], {"double-space": "off"}) == (ADVICE,)
    (one, other) = apply_overrides([ERROR, ADVICE], {"double-space": "warning", "long-title": "warning"})
    assert (one.severity, other.severity) == ("warning", "advice")
    assert (one.message, one.line) == (ERROR.message, ERROR.line)
