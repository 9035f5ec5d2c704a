"""From the SDGs field to goals."""

import re
import tomllib
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.sdg.goals import GOALS
from plugins.sdg.phrases import spellings
from plugins.sdg.tagging import GoalTag, UnknownGoal, find_goals, looks_like_goal_line, parse_goals
from plugins.sdg.titles import language_tables, title_tables

MET = tomllib.loads(Path(__file__).with_name("spellings_met.toml").read_text("utf-8"))["spelling"]
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "goals.md"
VALID = "valid are goals 1 to 17, such as `16`; targets such as `16.2`, with commas between"


def _tags(ids: list[str]) -> tuple[GoalTag, ...]:
    """Tags from ids in order, such as `["10", "16.2", "16.a"]`."""
    groups = groupby(ids, key=lambda id_: int(id_.split(".")[0]))
    return tuple(GoalTag(number, tuple(id_ for id_ in group if "." in id_)) for number, group in groups)


@pytest.mark.parametrize("case", MET, ids=lambda case: " ".join(case["text"].split())[:50])
def test_spellings_met_on_real_pages(case: dict) -> None:
    """Every way in which pages and editors spell a goal gives that goal and nothing else, parsed or found."""
    goals, not_understood = find_goals(case["text"])
    assert parse_goals(case["text"]) == goals == _tags(case["gives"])
    assert not_understood == () or "(" in case["text"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no goal is named"),
        ("SDGs", "“SDGs” names no goal"),
        ("11:37", "“11:37” names no goal"),
        ("SDG 18", "“18” is not one of the 17 goals"),
        ("SDG 0", "“0” is not one of the 17 goals"),
        ("cilj 18", "“18” is not one of the 17 goals"),
        ("demining (Cilj 18)", "“18” is not one of the 17 goals"),
        ("3.e", "“3.e” is not a target of goal 3, which has 3.1, 3.2, 3.3, 3.4, 3.5, 3.6, 3.7, 3.8, 3.9, "
                "3.a, 3.b, 3.c, 3.d"),
        ("7.1.2", "“7.1.2” is not a target of goal 7, which has 7.1, 7.2, 7.3, 7.a, 7.b"),
        ("human rights", "“human rights” is not understood"),
        ("16 human rights, 5", "“human rights” is not understood"),
        ("In 2023, 16 officers", "“In” is not understood"),
        ("Цел 16", "“Цел” is not understood"),
        ("Цел за одржлив развој 16", "“Цел за одржлив развој” is not understood"),
        ("SDG 16 - Piece and Justice", "“Piece and Justice” is not understood"),
        ("5G", "“G” is not understood"),
        ("16²", "“²” is not understood"),
        ("SDG 16 - Quality Education", "goal 16 is not called “Quality Education” (goal 4 is)"),
        ("SDG 1-17", "“1-17” looks like a range; write each goal"),
        ("Target 7", "“Target 7” does not say the target's goal"),
    ],
)  # fmt: skip
def test_what_is_not_a_goal_is_refused(text: str, problem: str) -> None:
    """A number that is no goal, a target that no goal has, and unknown words are named, with what is valid."""
    with pytest.raises(UnknownGoal) as error:
        parse_goals(text)
    assert str(error.value) == f"{problem}; {VALID}"


def test_long_free_text_is_cut_in_the_message() -> None:
    """A pasted paragraph does not fill the editor's screen."""
    with pytest.raises(UnknownGoal) as error:
        parse_goals("Migrants and people seeking asylum " * 20)
    assert len(str(error.value)) < 200


def test_a_number_outside_the_brackets_makes_a_sentence_doubtful() -> None:
    """A sentence may name its goals in brackets, but not beside other numbers."""
    assert parse_goals("Support to families (SDG 5)") == (GoalTag(5),)
    with pytest.raises(UnknownGoal, match="Support to"):
        parse_goals("Support to 3 families (SDG 5)")
    with pytest.raises(UnknownGoal, match="Support to"):
        parse_goals("Support to families (5)")


@pytest.mark.parametrize("language", language_tables())
def test_titles_pasted_from_this_site_are_known(language: str) -> None:
    """The short and the full title of every goal, as an edition of this site shows it, gives that goal."""
    for titles in title_tables(language).values():
        assert {number: parse_goals(title) for number, title in titles.items()} == {
            str(number): (GoalTag(number),) for number in range(1, 18)
        }


def test_the_rows_of_the_documentation_hold() -> None:
    """Every row of the table in docs/goals.md gives the goals that it names."""
    text = PAGE.read_text("utf-8").partition("| pasted | gives |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `(.+)` \| ([\d, ]+)", text, re.MULTILINE)
    assert len(rows) > 10
    for pasted, gives in rows:
        assert [tag.number for tag in parse_goals(pasted)] == [int(number) for number in gives.split(",")], pasted


def test_more_names_may_be_given() -> None:
    """A title that the caller adds names its goal, in any alphabet."""
    names = {16: ["السلام والعدل والمؤسسات القوية"], 4: ["التعليم الجيد"]}
    assert parse_goals("16 السلام والعدل والمؤسسات القوية", names) == (GoalTag(16),)
    assert parse_goals("التعليم الجيد", names) == (GoalTag(4),)
    with pytest.raises(UnknownGoal):
        parse_goals("التعليم الجيد")


@pytest.mark.parametrize(
    "line",
    ["SDG 16 - Peace Justice and Strong Institutions", "Cilj 16: Mir, pravda i snažne institucije", "SDG 18",
     "Sustainable Development Goal", "Očuvanje vodenog sveta", "Target 16.2", f"{' ' * 200}SDG 5",
     "SDG: 16 – asked the officer", "Goal number 5 – asked the officer", "SDGs 10, 16 and 17",
     "SDG 16 - Piece and Justice"],
)  # fmt: skip
def test_goal_lines(line: str) -> None:
    """A line that names goals, or tries to and fails, is recognized as a goal line."""
    assert looks_like_goal_line(line)


@pytest.mark.parametrize(
    "line",
    ["", "16", "News", "30 officers from the Ministry of Interior", "Goal 8 asks for decent work for all.",
     "Cilj projekta je bezbednija granica.", "SDG 16 - " + "words " * 40],
)  # fmt: skip
def test_other_lines(line: str) -> None:
    """A bare number, a sentence and a paragraph are no goal line."""
    assert not looks_like_goal_line(line)


@given(st.text() | st.text(alphabet="0123456789.,;:-–()&IVX SDGcilj\nЦи"))
def test_any_text_gives_goals_or_the_error(text: str) -> None:
    """Whatever is typed, the answer is goals with valid targets, in order, or `UnknownGoal`; goals are found without an
    error, and where all is understood they are those."""
    goals, not_understood = find_goals(text)
    assert looks_like_goal_line(text) in (True, False)
    try:
        tags = parse_goals(text)
    except UnknownGoal:
        tags = ()
    for some in (goals, tags):
        numbers = [tag.number for tag in some]
        assert numbers == sorted(set(numbers))
        assert all(set(tag.targets) <= set(GOALS[tag.number - 1].targets) for tag in some)
    assert goals == tags or not tags or not_understood


def _titles(number: int) -> list[str]:
    """Every known title of a goal as its folded words."""
    return [" ".join(words) for words in spellings({}).titles(number)]


STYLES = [
    ("{n}", ", "), ("{n}", " and "), ("{n}", " i "), ("{n}", "\n"), ("SDG {n}", "; "), ("SDG-{n}", ", "),
    ("#SDG{n}", " "), ("SDG.{n} - {title}", "; "), ("Goal {n}: {title}", "\n"), ("{n}. {title}", "; "),
    ("{n} {title}", " "), ("{title}", "; "), ("{title}", "\n"), ("Cilj {n}: {title}", "; "),
    ("{n}. cilj održivog razvoja", ", "),
    ("COR {n} – {title}", "\n"), ("Циљ одрживог развоја број {n}", "; "), ("words that say nothing (SDG {n})", " "),
]  # fmt: skip


@given(st.sets(st.sampled_from(range(1, 18)), min_size=1), st.sampled_from(STYLES), st.data())
def test_any_goals_in_any_style_come_back(numbers: set[int], style: tuple[str, str], data: st.DataObject) -> None:
    """Any set of goals, in any style, with any known title, in capitals or not, is read back whole."""
    item, joint = style
    parts = [item.format(n=n, title=data.draw(st.sampled_from(_titles(n)))) for n in sorted(numbers)]
    text = joint.join(parts)
    if data.draw(st.booleans()):
        text = text.upper()
    assert parse_goals(text) == tuple(GoalTag(n) for n in sorted(numbers))


@given(st.sets(st.sampled_from([target for entry in GOALS for target in entry.targets]), min_size=1))
def test_any_targets_come_back(targets: set[str]) -> None:
    """Any set of targets is kept, each under its goal."""
    tags = parse_goals("Targets: " + ", ".join(sorted(targets)))
    assert {target for tag in tags for target in tag.targets} == targets


@pytest.mark.parametrize(
    ("text", "numbers", "not_understood"),
    [
        ("SDG 10, SDG 18", ["10"], ["SDG 18"]),
        ("16, human rights, 5", ["5", "16"], ["human rights"]),
        ("SDGs 10, 16 and 17, gender", ["10", "16", "17"], ["gender"]),
        ("SDG 16\nSDG 4 - Clean Water and Sanitation\nTarget 10.7\nTarget 7", ["10.7", "16"],
         ["SDG 4 - Clean Water and Sanitation", "Target 7"]),
        ("Industry, Innovation and Infrastructure; SDG 1-17", ["9"], ["SDG 1-17"]),
        ("This story relates to SDG 10 and SDG 16", ["10", "16"], ["This story relates to"]),
        ("This story relates to SDGs 5, 10 and 16.", ["5", "10", "16"], ["This story relates to"]),
        ("Ova vest se odnosi na ciljeve 1, 2 i 3.", ["1", "2", "3"], ["Ova vest se odnosi na"]),
        ("Овај текст је о циљу 16 (Мир, правда и снажне институције).", ["16"], ["Овај текст је о"]),
        ("The project supports SDG 16 (Peace, Justice and Strong Institutions) and SDG 18.", ["16"],
         ["The project supports", "SDG 18"]),
        ("SDG 16 and 3 officers", ["16"], ["3 officers"]),
        ("SDG 10, 16 officers", ["10"], ["16 officers"]),
        ("In 2023, 16 officers", [], ["In 2023", "16 officers"]),
        ("Zero Hunger and more", [], ["Zero Hunger and more"]),
        ("7.1.2", [], ["7.1.2"]),
        ("This story relates to SDG 10 and 16.", ["10", "16"], ["This story relates to"]),
        ("It names SDG 10 and 16 of the 17", ["10"], ["It names", "16 of the 17"]),
        ("It names SDG 10 with 16", ["10"], ["It names", "with 16"]),
        ("It names target 16.2 and others", ["16.2"], ["It names", "others"]),
        ("SDG 3\nand 5 people", ["3"], ["5 people"]),
        ("3\nNews of today", ["3"], ["News of today"]),
        ("SDG 16 Quality Education", [], ["SDG 16 Quality Education"]),
        ("In SDG 3 - 18", [], ["In SDG 3 - 18"]),
        ("SDGs", [], []),
        ("", [], []),
    ],
)  # fmt: skip
def test_goals_are_found_beside_what_is_not_understood(
    text: str, numbers: list[str], not_understood: list[str]
) -> None:
    """Known goals are found in lists and sentences; every other part is given back, and no number is a guess."""
    assert find_goals(text) == (_tags(numbers), tuple(not_understood))
