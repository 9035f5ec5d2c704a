"""The goals as open data."""

import datetime as dt
import json
from types import SimpleNamespace

from plugins.sdg.articles import show_goal
from plugins.sdg.open_data import goal_data, goal_entry, story_entry
from plugins.sdg.tagging import GoalTag
from tests.feeds.rendering import render

URL = "https://example.org"


def _story(day: int, title: str = "Oprema") -> dict[str, object]:
    """A story of a day in May 2026."""
    moment = dt.datetime(2026, 5, day, 10, 0, tzinfo=dt.UTC)
    return story_entry(title, f"{URL}/sr/news/{day}/", "sr-Latn", moment, ("16.2",))


def _record(number: int, *stories: dict[str, object]) -> dict[str, object]:
    """A goal with stories."""
    counts = {"sr-Latn": len(stories), "en": 1}
    titles = (f"Cilj {number}", f"Ceo naziv {number}", "sr")
    return goal_entry(
        show_goal(GoalTag(number), titles, f"sdg/{number}/", "/sr"), f"{URL}/sr/sdg/{number}/", stories, counts
    )


def _data(*records: dict[str, object]) -> dict:
    return json.loads(goal_data(records, "Vesti", f"{URL}/sr/sdg/index.json", "sr-Latn"))


def test_a_goal_stands_with_its_facts() -> None:
    """A goal has its names, its page, its colours and its names in the UN's data and on the UN's site."""
    (goal,) = _data(_record(16, _story(1)))["goals"]
    assert goal["name"] == "Cilj 16"
    assert goal["full_name"] == "Ceo naziv 16"
    assert goal["address"] == f"{URL}/sr/sdg/16/"
    assert (goal["colour"], goal["text_colour"]) == ("#00689d", "#ffffff")
    assert goal["identifier"] == "http://metadata.un.org/sdg/16"
    assert goal["un_page"] == "https://sdgs.un.org/goals/goal16"


def test_order_does_not_depend_on_the_input() -> None:
    """Stories go from the newest, however they came."""
    two, three = _record(2, _story(1), _story(3)), _record(2, _story(3), _story(1))
    assert two == three
    assert [story["date"][:10] for story in _data(two)["goals"][0]["stories"]] == ["2026-05-03", "2026-05-01"]


def test_words_are_written_as_they_are() -> None:
    """Letters and quotation marks are not escaped into something that only a program can read, and no HTML is made."""
    text = goal_data([_record(16, _story(1, "Žene & „mir“ <b>"))], "Vesti", f"{URL}/sdg/index.json", "sr-Latn")
    assert "Žene & „mir“ <b>" in text
    assert render("text.txt", SimpleNamespace(text=text)) == text
