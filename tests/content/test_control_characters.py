"""Characters that no page can show are replaced, and no others."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from plugins.content.control_characters import CONTROL, replace_controls

LETTERS = st.characters(exclude_categories=("Cs",)) | st.sampled_from("\x00\x1b\x7f\x85\ufdd0\uffff\n\t\u00ad\u00a0")


@given(st.text(LETTERS))
@example("A line.\n\tAnother, with a soft\u00adhyphen and a\u00a0space that does not break.\n")
@example("Ends here \x1b[2J\r")
def test_quick_look_gives_the_same_as_the_expression(text: str) -> None:
    """Looking first whether there is anything to replace changes no result."""
    assert replace_controls(text) == CONTROL.sub("\ufffd", text)
