"""The translation memory."""

import difflib

import pytest

from plugins.editor.translation_memory import Memory


@pytest.fixture
def memory():
    """A memory of one story, and of one whose texts have not the same number of paragraphs."""
    known = Memory()
    known.learn("news/2026/a", "1", {"en": ["About the UN office", "It is open."], "sr": ["O kancelariji UN", "Radi."]})
    known.learn("news/2026/b", "1", {"en": ["One.", "Two."], "sr": ["Jedan i dva."]})
    return known


def test_a_paragraph_translated_before_is_found(memory):
    """Case and line breaks make no difference, and the way back is known too."""
    match = memory.find("en", "sr", "about the\nUN  office")
    assert (match.translation, match.score) == ("O kancelariji UN", 1.0)
    assert memory.find("sr", "en", "Radi.").translation == "It is open."


def test_a_paragraph_much_like_one_is_found(memory):
    """A paragraph that differs in a word is found, one that shares a word only is not."""
    assert memory.find("en", "sr", "About the UN offices").translation == "O kancelariji UN"
    assert memory.find("en", "sr", "The office was closed for a long time") is None


def test_the_paragraph_that_is_most_alike_is_found(memory):
    """With how alike it is, by its letters in order; what was not translated is no translation."""
    said = "The school at the river is open"
    others = [f"{said} today", f"{said} from today", f"{said} again from today on", f"{said}.", ""]
    memory.learn("news/2026/d", "1", {"en": others, "sr": ["Danas", "Od danas", "Opet", " ", "Prazno"]})
    match = memory.find("en", "sr", f"{said} today.")
    assert (match.source, match.translation) == (f"{said} today", "Danas")
    assert match.score == difflib.SequenceMatcher(None, *map(str.lower, (f"{said} today.", f"{said} today"))).ratio()
    assert memory.find("en", "sr", f"{said}.").translation == "Danas"
    assert memory.find("en", "sr", "") is None


def test_texts_of_another_shape_are_not_learnt(memory):
    """Where the paragraphs do not correspond by number nothing is taken for a translation."""
    assert memory.find("en", "sr", "One.") is None


def test_a_story_does_not_suggest_itself(memory):
    """A story's own paragraphs are not offered to it."""
    assert memory.find("en", "sr", "It is open.", without="news/2026/a") is None


def test_a_changed_story_is_learnt_again(memory):
    """The newest translation is the one that is offered."""
    memory.learn("news/2026/a", "2", {"en": ["It is open."], "sr": ["Otvoreno je."]})
    assert memory.find("en", "sr", "It is open.").translation == "Otvoreno je."


def test_what_a_story_no_longer_says_is_forgotten(memory):
    """However often a story is saved, as many paragraphs are kept as its texts have."""
    for number in range(20):
        texts = {"en": [f"Paragraph number {number}."], "sr": [f"Pasus broj {number}."]}
        memory.learn("news/2026/a", f"key {number}", texts)
    assert [way for way, _ in memory._known] == [("en", "sr"), ("sr", "en")]
    assert {word for _, word in memory._words} == {"paragraph", "number", "pasus", "broj"}
    assert memory.find("en", "sr", "It is open.") is None
    memory.forget("news/2026/a")
    memory.learn("news/2026/a", f"key {number}", texts)
    assert memory.find("en", "sr", *texts["en"]).translation == "Pasus broj 19."
    memory.forget("news/2026/a")
    assert not any([memory._known, memory._words, memory._own])


def test_a_paragraph_of_two_stories_outlives_one(memory):
    """Where one of two stories with a paragraph changes, the other's translation is offered."""
    memory.learn("news/2026/c", "1", {"en": ["It is open."], "sr": ["Otvoreno je."]})
    memory.learn("news/2026/c", "2", {"en": ["It is closed."], "sr": ["Zatvoreno je."]})
    assert memory.find("en", "sr", "It is open.").translation == "Radi."
