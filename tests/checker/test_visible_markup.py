"""What readers would see of incomplete markup is reported, and nothing else is."""

from __future__ import annotations

from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checker.checking import EN, ENGLISH, check

WORDS = st.lists(st.sampled_from(["bridge", "most", "Kosovo*", "2026", "5 * 3", "snake_case"]), min_size=1).map(
    " ".join
)
MARKED = st.tuples(
    st.sampled_from(["**{}**", "**{}", "{}**", "`{}`", "`{}", "[{}](https://un.org/a)", "[{}](https://un.org/a", "{}"]),
    WORDS,
).map(lambda part: part[0].format(part[1]))
TEXT = st.lists(MARKED, min_size=1, max_size=5).map(" ".join)
SIGNS = ("**", "`", "](")


def seen(library, text: str) -> str:
    """The words of a text's page, without code."""
    page = BeautifulSoup(library.config.renderer.convert(text), "html.parser")
    for code in page("code"):
        code.decompose()
    return page.get_text()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT)
def test_what_readers_would_see_is_found(make_library, text):
    """A paragraph has a finding where its page shows a sign of markup, and none once every sign has a backslash."""
    library = make_library({ENGLISH: f"{EN}{text}\n"})
    found = [finding for finding in check(library) if finding.code == "visible-markup"]
    assert len(found) == any(sign in seen(library, text) for sign in SIGNS)
    escaped = text.replace("*", "\\*").replace("`", "\\`").replace("](", "]\\(")
    assert "visible-markup" not in {finding.code for finding in check(make_library({ENGLISH: f"{EN}{escaped}\n"}))}
