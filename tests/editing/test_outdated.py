"""Drift: what a translation has not yet seen of its original, by paragraph and without Git."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.checker import check
from plugins.content.outdated import behind, changes, decoded, fingerprint
from plugins.editing import accept, status, translate

HEAD = "Title: The bridge\nDate: 2026-03-02\nCategory: Local\nSDGs: 9\nSummary: It is open.\n"
ENGLISH, SERBIAN = "news/2026/bridge.en.md", "news/2026/bridge.sr.md"
FINISHED = "Title: Most\nSummary: Otvoren je.\n\nKola su stigla.\n\nAutomobili su stigli.\n"


def finished(office) -> None:
    """A story with a finished translation."""
    office.lay(ENGLISH, f"{HEAD}\nCarts came.\n\nCars came.\n")
    office.say(translate, "bridge", to="sr")
    office.lay(SERBIAN, FINISHED)


def late(office):
    """What the translation has not seen."""
    library = office.library()
    return behind(library.by_name[ENGLISH], "sr", library.config.content)


def test_a_paragraph_that_changes_is_behind_until_accepted(office):
    """One changed sentence makes its paragraph behind, with both versions and its line; `accept` settles it."""
    finished(office)
    assert late(office) is None
    office.lay(ENGLISH, f"{HEAD}\nCarts came.\n\nCars came at noon.\n")
    (change,) = late(office).changes
    assert (change.before, change.after, change.line) == ("Cars came.", "Cars came at noon.", 9)
    assert [found.code for found in check(office.library())] == ["behind-original"]
    assert office.say(accept, "bridge") == 0
    assert late(office) is None
    assert (office.content / SERBIAN).read_text("utf-8") == FINISHED


def test_paragraphs_that_come_go_and_titles_count(office):
    """A new paragraph, one taken out, and a changed title are each one change; broken lines and comments are none."""
    finished(office)
    office.lay(ENGLISH, f"{HEAD}\nCarts\ncame.\n\n<!-- ask Mina -->\n\nCars came.\n")
    assert late(office) is None
    office.lay(ENGLISH, HEAD.replace("The bridge", "A bridge") + "\nBuses came.\n\nCarts came.\n")
    found = {(change.before, change.after) for change in late(office).changes}
    assert found == {("The bridge", "A bridge"), ("", "Buses came."), ("Cars came.", "")}


def test_the_table_and_the_wall_show_the_difference(office, tmp_path):
    """`status` prints what is behind word by word, and writes the same as one page that loads nothing."""
    finished(office)
    office.lay(ENGLISH, f"{HEAD}\nCarts came.\n\nCars <b>came</b> at noon.\n")
    office.lay("news/2026/road.en.md", "Title: A road\nDate: 2027-01-01\n\nA road.\n")
    wall = tmp_path / "wall.html"
    assert office.say(status, html=wall) == 0
    assert "behind in 1 paragraph" in office.said
    assert "Cars {+<b>+}came{+</b> at noon+}." in office.said
    assert "scheduled" in office.said
    page = wall.read_text("utf-8")
    assert "<ins>&lt;/b&gt; at noon</ins>" in page
    assert "<b>" not in page
    assert "src=" not in page
    assert "http" not in page


def test_the_day_is_that_of_the_newsroom(office, tmp_path):
    """What was translated at half past midnight in Belgrade is of that day, not of the day before in Greenwich."""
    finished(office)
    basis = office.content / "news/2026/bridge.sr.basis"
    recorded = decoded(basis.read_text("utf-8")).recorded.isoformat(timespec="seconds")
    basis.write_text(basis.read_text("utf-8").replace(recorded, "2026-07-01T22:30:00+00:00"), "utf-8")
    office.lay(ENGLISH, f"{HEAD}\nCarts came.\n\nCars came at noon.\n")
    wall = tmp_path / "wall.html"
    office.say(status, html=wall)
    assert "as it was on 2026-07-02" in office.said
    assert "since 2026-07-02" in wall.read_text("utf-8")


def test_one_key_accepts(office):
    """Where somebody sits at the terminal, `a` accepts a translation as it stands, and any other key leaves it."""
    finished(office)
    office.lay(ENGLISH, f"{HEAD}\nCarts came.\n\nCars came!\n")
    office.say(status, key=lambda: "x")
    assert late(office) is not None
    office.say(status, key=lambda: "a")
    assert late(office) is None


def test_a_wall_inside_the_site_is_refused(office, tmp_path):
    """The page for the wall is not written where it would be published."""
    assert office.say(status, html=tmp_path / "output" / "wall.html") == 1
    assert not (tmp_path / "output").exists()


def test_a_wall_that_is_a_folder_is_told(office, tmp_path):
    """A folder where the page for the wall should be is told, with a name that would do."""
    assert office.say(status, html=tmp_path) == 1
    assert f"{tmp_path} is a folder: name a file, such as {tmp_path}/wall.html" in office.said


def test_the_table_counts_goals_drafts_and_undecided_words(office):
    """Each language has its own counts of published texts, missing ones, drafts, goals and words to decide."""
    finished(office)
    office.lay("news/2026/road.sr.md", "Title: Put\nDate: 2026-01-01\nSDGs: 9, 11\n\nPut je obišao ZMRB.\n")
    office.lay("news/2026/rail.en.md", "Title: Rail\nDate: 2026-01-01\nStatus: draft\n\nRails.\n")
    office.say(status)
    rows = {
        line.split("│")[1].strip(): [cell.strip() for cell in line.split("│")[2:4]]
        for line in office.said.splitlines()
        if "│" in line
    }
    assert rows["Published"] == ["1", "2"]
    assert rows["Missing"] == ["1", "1"]
    assert rows["Draft"] == ["1", "0"]
    assert rows["Undecided words"] == ["0", "1"]
    assert rows["Goal 9"] == ["1", "2"]
    assert rows["Goal 11"] == ["0", "1"]
    assert rows["2026-01-01 rail"] == ["draft", "missing"]
    assert not any("bridge" in name for name in rows)


def test_there_is_nothing_to_accept_without_a_translation(office):
    """A story without a translation says how to begin one."""
    office.lay(ENGLISH, f"{HEAD}\nCarts came.\n")
    assert office.say(accept, "bridge") == 1
    assert "./inv translate bridge" in office.said


def test_a_basis_that_cannot_be_read_is_none(office):
    """A damaged record never stops a build: the translation counts as not recorded."""
    finished(office)
    office.lay(ENGLISH, f"{HEAD}\nBuses came.\n")
    for damaged in (
        "",
        "{}",
        "[1]",
        '{"original": "en", "recorded": "x", "paragraphs": []}',
        '{"original": 1, "recorded": "2026-01-01", "paragraphs": [1]}',
    ):
        office.lay("news/2026/bridge.sr.basis", damaged)
        assert late(office) is None
    (office.content / "news/2026/bridge.sr.basis").write_bytes(b"\xff\xfe\x00")
    assert late(office) is None


@given(st.text())
def test_any_text_is_a_basis_or_none(text):
    """Reading a record never fails."""
    assert decoded(text) is None or decoded(text).paragraphs is not None


@given(st.lists(st.text(min_size=1), max_size=6), st.lists(st.text(min_size=1), max_size=6))
def test_changes_lead_from_one_version_to_the_other(before, after):
    """Unchanged paragraphs and the changes' two sides make up both versions, whatever they are."""
    found = list(changes(before, [(words, line) for line, words in enumerate(after, 1)]))
    kept = len(before) - sum(change.before != "" for change in found)
    assert kept == len(after) - sum(change.after != "" for change in found)
    same = [fingerprint(words) for words in before] == [fingerprint(words) for words in after]
    assert bool(found) != same
