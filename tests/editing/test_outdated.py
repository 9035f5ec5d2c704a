"""Outdated translations: which paragraphs have changed, without Git; accepting them; the status page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.outdated import decode_snapshot, find_changes, words_alone
from plugins.diagnostics import UserError
from plugins.editing.article_status import status_report
from plugins.editing.differences import runs
from plugins.editing.status_page import write_status_page
from plugins.editing.translation import accept_translation
from tests.checker.checking import check
from tests.editing.content_folder import ENGLISH, FINISHED, HEAD, SERBIAN, finished, outdated
from tests.importer.harness import import_bytes


def test_a_changed_paragraph_is_outdated_until_accepted(content_folder):
    """One changed sentence is one change, with both versions and its line, until it is accepted."""
    finished(content_folder)
    assert outdated(content_folder) is None
    content_folder.write(ENGLISH, f"{HEAD}\nCarts came.\n\nCars came at noon.\n")
    (change,) = outdated(content_folder).changes
    assert (change.before, change.after, change.line) == ("Cars came.", "Cars came at noon.", 9)
    assert [found.code for found in check(content_folder.library())] == ["behind-original"]
    assert content_folder.run(accept_translation, "bridge") == (f"content/{SERBIAN}",)
    assert outdated(content_folder) is None
    assert (content_folder.content / SERBIAN).read_text("utf-8") == FINISHED


def test_paragraphs_that_come_go_and_titles_count(content_folder):
    """A new paragraph, one taken out, and a changed title are each one change; broken lines and comments are none."""
    finished(content_folder)
    content_folder.write(ENGLISH, f"{HEAD}\nCarts\ncame.\n\n<!-- ask Mina -->\n\nCars came.\n")
    assert outdated(content_folder) is None
    content_folder.write(ENGLISH, HEAD.replace("The bridge", "A bridge") + "\nBuses came.\n\nCarts came.\n")
    found = {(change.before, change.after) for change in outdated(content_folder).changes}
    assert found == {("The bridge", "A bridge"), ("", "Buses came."), ("Cars came.", "")}


PAGE = """News / Local
3 May 2024

The bridge

The ferry to the other side of the river runs again from Monday.

Most

Skela na drugu obalu reke ponovo saobraća od ponedeljka.
"""


def test_a_correction_of_an_imported_original_marks_its_translation(content_folder):
    """Both texts of a page are of one time: a summary that both are given later is no change, a corrected word is."""
    import_bytes(PAGE.encode(), content_folder.content.parent, slug="bridge", date="2026-05-03")
    assert outdated(content_folder) is None
    for language, changes in (("en", ["It runs."]), ("sr", [])):
        file = content_folder.content / f"news/2026/bridge.{language}.md"
        file.write_text(file.read_text("utf-8").replace("\nStatus:", "\nSummary: It runs.\nStatus:"), "utf-8")
        behind = outdated(content_folder)
        assert [change.after for change in (behind.changes if behind else ())] == changes
    file = content_folder.content / ENGLISH
    file.write_text(file.read_text("utf-8").replace("from Monday", "from Tuesday"), "utf-8")
    (change,) = outdated(content_folder).changes
    assert change.after.endswith("from Tuesday.")


@pytest.mark.parametrize("typed", ['Mina said: "We\'re here" - at last .', "Mina said: «We’re here»  –  at last."])
def test_typography_alone_is_no_change(content_folder, typed):
    """A fix of quotation marks, apostrophes, dashes and spaces makes no translation outdated; one of a word does."""
    content_folder.write(ENGLISH, f"{HEAD}\n{typed}\n")
    content_folder.write(SERBIAN, FINISHED)
    content_folder.run(accept_translation, "bridge")
    content_folder.write(ENGLISH, f"{HEAD}\nMina said: “We’re here” – at last.\n")
    assert outdated(content_folder) is None
    content_folder.write(ENGLISH, f"{HEAD}\nMina said: “We were here” – at last.\n")
    assert len(outdated(content_folder).changes) == 1


def page_of(content_folder, file) -> str:
    """The status page as it is written now."""
    library = content_folder.library()
    write_status_page(file, status_report(library), library=library)
    return file.read_text("utf-8")


def test_the_page_shows_the_difference(content_folder, tmp_path):
    """The status page shows what has changed word by word, and loads nothing from elsewhere."""
    finished(content_folder)
    content_folder.write(ENGLISH, f"{HEAD}\nCarts came.\n\nCars <b>came</b> at noon.\n")
    page = page_of(content_folder, tmp_path / "deep" / "wall.html")
    assert "behind in 1 paragraph" in page
    assert '<th scope="row">Undecided words</th><td>0</td><td>0</td>' in page
    assert "<ins>&lt;/b&gt; at noon</ins>" in page
    assert "<b>" not in page
    assert "src=" not in page
    assert "http" not in page


def test_the_day_is_that_of_the_site(content_folder, tmp_path):
    """What was translated at half past midnight in Belgrade is of that day, not of the day before in Greenwich."""
    finished(content_folder)
    basis = content_folder.content / "news/2026/bridge.sr.basis"
    recorded = decode_snapshot(basis.read_text("utf-8")).recorded.isoformat(timespec="seconds")
    basis.write_text(basis.read_text("utf-8").replace(recorded, "2026-07-01T22:30:00+00:00"), "utf-8")
    content_folder.write(ENGLISH, f"{HEAD}\nCarts came.\n\nCars came at noon.\n")
    assert "since 2026-07-02" in page_of(content_folder, tmp_path / "wall.html")


@pytest.mark.parametrize("folder", ["output", "content"])
def test_a_page_inside_the_site_is_refused(content_folder, tmp_path, folder):
    """The status page is not written where it would be published."""
    with pytest.raises(UserError, match="would be part of the site"):
        page_of(content_folder, tmp_path / folder / "wall.html")
    assert not (tmp_path / folder / "wall.html").exists()


def test_a_folder_in_place_of_the_page_is_refused(content_folder, tmp_path):
    """Where there is a folder of that name, the message has a file name that would do."""
    with pytest.raises(UserError) as refused:
        page_of(content_folder, tmp_path)
    assert str(refused.value) == f"{tmp_path} is a folder: name a file, such as {tmp_path}/wall.html"


def test_the_report_counts_goals_drafts_and_undecided_words(content_folder):
    """Each language has its own counts of published texts, missing ones, drafts, goals and words to decide."""
    finished(content_folder)
    content_folder.write("news/2026/road.sr.md", "Title: Put\nDate: 2026-01-01\nSDGs: 9, 11\n\nPut je obišao ZMRB.\n")
    content_folder.write("news/2026/rail.en.md", "Title: Rail\nDate: 2026-01-01\nStatus: draft\n\nRails.\n")
    content_folder.write("news/2026/tram.en.md", "Title: Tram\nDate: 2027-01-01\n\nTrams.\n")
    report = status_report(content_folder.library())
    assert report.names == {"en": "English", "sr": "srpski"}

    def count(state: str) -> list[int]:
        return report.counts[state.capitalize()]

    assert (count("ready"), count("missing")) == ([1, 2], [1, 2])
    assert (count("draft"), count("scheduled")) == ([1, 0], [1, 0])
    assert report.counts["Undecided words"] == [0, 1]
    assert (report.goal_counts["Goal 9"], report.goal_counts["Goal 11"]) == ([1, 2], [0, 1])
    states = {article.label: article.states for article in report.unfinished_articles}
    assert states["2026-01-01 rail"] == {"en": "draft", "sr": "missing"}
    assert states["2027-01-01 tram"] == {"en": "scheduled", "sr": "missing"}
    assert not any("bridge" in label for label in states)


def test_the_status_of_one_story(content_folder):
    """One story has its states in words, and what is outdated; a slug that does not exist is refused."""
    finished(content_folder)
    assert content_folder.status("bridge").is_finished
    content_folder.write(ENGLISH, f"{HEAD}\nBuses came.\n\nCars came at noon.\n")
    status = content_folder.status(ENGLISH)
    assert (status.describe("en"), status.describe("sr")) == ("ready", "behind in 2 paragraphs")
    assert [change.after for change in status.outdated["sr"].changes] == ["Buses came.", "Cars came at noon."]
    with pytest.raises(UserError, match="the nearest are bridge"):
        content_folder.status("brigde")


def test_one_of_several_languages_is_accepted(content_folder):
    """With a language, only that translation is recorded; one that the story lacks is refused."""
    finished(content_folder)
    assert content_folder.run(accept_translation, "bridge", language="sr") == (f"content/{SERBIAN}",)
    with pytest.raises(UserError, match="--language with sr"):
        content_folder.run(accept_translation, "bridge", language="en")


def test_there_is_nothing_to_accept_without_a_translation(content_folder):
    """For a story without a translation, the message names the command that starts one."""
    content_folder.write(ENGLISH, f"{HEAD}\nCarts came.\n")
    with pytest.raises(UserError, match=r"\./inv translate bridge"):
        content_folder.run(accept_translation, "bridge")


def test_a_damaged_snapshot_is_none(content_folder):
    """A damaged snapshot never stops a build: the translation counts as not recorded."""
    finished(content_folder)
    content_folder.write(ENGLISH, f"{HEAD}\nBuses came.\n")
    for damaged in (
        "",
        "{}",
        "[1]",
        '{"original": "en", "recorded": "x", "paragraphs": []}',
        '{"original": 1, "recorded": "2026-01-01", "paragraphs": [1]}',
    ):
        content_folder.write("news/2026/bridge.sr.basis", damaged)
        assert outdated(content_folder) is None
    (content_folder.content / "news/2026/bridge.sr.basis").write_bytes(b"\xff\xfe\x00")
    assert outdated(content_folder) is None


@given(st.text())
def test_any_text_is_a_snapshot_or_none(text):
    """Reading a snapshot never fails."""
    assert decode_snapshot(text) is None or decode_snapshot(text).text is not None


@given(st.lists(st.text(min_size=1), max_size=6), st.lists(st.text(min_size=1), max_size=6))
def test_changes_lead_from_one_version_to_the_other(before, after):
    """Unchanged paragraphs and the changes' two sides make up both versions, whatever they are."""
    found = list(find_changes(before, [(words, line) for line, words in enumerate(after, 1)]))
    kept = len(before) - sum(change.before != "" for change in found)
    assert kept == len(after) - sum(change.after != "" for change in found)
    same = [words_alone(words) for words in before] == [words_alone(words) for words in after]
    assert bool(found) != same


@given(st.text("a .š", max_size=12), st.text("a .š", max_size=12), st.sampled_from(["", " word" * 150]))
def test_runs_are_both_versions(before, after, longer):
    """What stays and what is gone is the one version, what stays and what is new the other; no run is empty, and what
    both end with stays, however long it is."""
    found = runs(before + longer, after + longer)
    assert "".join(run.text for run in found if run.kind != "new") == before + longer
    assert "".join(run.text for run in found if run.kind != "gone") == after + longer
    assert all(run.text for run in found)
    assert sum(len(run.text) for run in found if run.kind == "same") >= len(longer.lstrip())


@pytest.mark.parametrize("place", ["round.html", "file/wall.html"])
def test_a_page_that_cannot_be_written_is_refused(content_folder, tmp_path, place):
    """A link to itself, or a file in the place of the folder, is an error in words."""
    (tmp_path / "round.html").symlink_to("round.html")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(UserError, match=r"cannot be written \(.+\): name another file"):
        page_of(content_folder, tmp_path / place)
