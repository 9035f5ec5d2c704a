"""Checking content: what is compared, which files are chosen, and that no input makes it fail."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.checker import check_content, fix_content
from plugins.checker.engine import checking
from plugins.checker.engine.check_context import CheckContext, own_words
from plugins.checker.engine.checking import relative_path
from plugins.checker.engine.dictionaries import Speller, slips_of
from plugins.checker.engine.language_data import read_language_data
from plugins.checker.rules import rules_of
from plugins.checker.rules.writing.spelling import is_one_slip
from plugins.content.library import load_library
from plugins.content.settings.site_config import read_languages
from plugins.diagnostics import Diagnostic, Place
from plugins.diagnostics.rule import Rule, codes
from plugins.locales.dictionaries import small_letters
from plugins.system.clock import Clock
from tests.checker.checking import EN, ENGLISH, NOW, SERBIAN, SR, check
from tests.loops import times


def pair(make_library, english: str, serbian: str) -> list[Diagnostic]:
    """The diagnostics of one pair with these bodies."""
    return check(make_library({ENGLISH: f"{EN}{english}\n", SERBIAN: f"{SR}{serbian}\n"}))


def test_250_against_205_is_one_diagnostic_in_the_translation(make_library):
    """A number that changed in translation is reported once, in its place, with the original's number and place."""
    (found,) = pair(make_library, "The way is shorter.\n\nFor 250 families.", "Put je kraći.\n\nZa 205 porodica.")
    assert (found.path, found.line, found.column, found.code) == (f"content/{SERBIAN}", 6, 4, "number-parity")
    assert "'205' here, '250' in the original" in found.message
    assert found.other == Place(f"content/{ENGLISH}", 8, 5, 3)
    assert found.length == 3
    assert str(found.other) in str(found)


def test_a_number_swapped_for_one_of_another_paragraph_is_found(make_library):
    """A wrong number does not hide behind the same number in another paragraph."""
    english = "Once 25 came.\n\nThen it rained.\n\nIt rained again.\n\nAt last 30 came, of whom 12 stayed."
    rain = "Onda je padala kiša.\n\nOpet je padala kiša."
    serbian = f"Prvo ih je došlo 25.\n\n{rain}\n\nNa kraju ih je došlo 25, a 12 ih je ostalo."
    (found,) = pair(make_library, english, serbian)
    assert "'25' here, '30' in the original" in found.message


def test_a_rule_that_fails_is_an_error_of_the_program_at_its_file(make_library, monkeypatch: pytest.MonkeyPatch):
    """The error carries the traceback; what the other rules find in the text, and in other files, is there too."""

    def fail(context: CheckContext) -> Iterator[Diagnostic]:
        """A rule with a fault."""
        if context.text.language == "en":
            raise ArithmeticError("of another kind")
        yield from ()

    broken = Rule(codes()["double-space"], ("text",), fail)
    monkeypatch.setattr(checking, "rules_of", lambda scope: (*[broken] * (scope == "text"), *rules_of(scope)))
    library = make_library({ENGLISH: f"{EN}The  bridge.\n", SERBIAN: f"{SR}Novi  most.\n"})
    diagnostics = check_content(library).diagnostics
    assert {(one.path, one.code) for one in diagnostics} >= {
        (f"content/{ENGLISH}", "double-space"), (f"content/{SERBIAN}", "double-space"),
    }  # fmt: skip
    (fault,) = [each for each in diagnostics if each.code == "program-error"]
    assert (fault.path, fault.line, fault.severity) == (f"content/{ENGLISH}", 1, "error")
    assert "in fail" in fault.details


def test_a_repeated_number_is_no_error(make_library):
    """A translation may name a number more often, or in another sentence."""
    assert not pair(
        make_library,
        "Of 34 people 12 found work.\n\nThey left.",
        "Od 34 ljudi posao ih je našlo 12.\n\nTih 12 je otišlo.",
    )


def test_a_lost_number_is_reported_once_in_the_original(make_library):
    """A number that the translation lacks is reported in its place in the original."""
    (found,) = pair(make_library, "Of 34 people 12 found work.", "Od 34 ljudi neki su našli posao.")
    assert (found.path, found.code) == (f"content/{ENGLISH}", "number-parity")


def test_three_typing_mistakes_of_a_real_page_are_found(make_library):
    """A glued number, a loose hyphen and misspelled words, from a real text, are found with their cure."""
    english = "A gift was received on22 May, to help the counter- trafficking unit."
    serbian = "Na ceremoniji odžanoj 22. maja jedinica kriminalističke policijje primila je poklon."
    found = {
        finding.code: finding for finding in pair(make_library, english, serbian) if finding.code != "undecided-word"
    }
    assert set(found) == {"glued-number", "loose-hyphen", "spelling"}
    assert "'on 22'" in found["glued-number"].message
    assert "'counter-trafficking'" in found["loose-hyphen"].message
    spelled = [one for one in pair(make_library, english, serbian) if one.code in ("spelling", "undecided-word")]
    offered = [str(fix) for one in spelled for fix in one.suggestions]
    assert all(any(word in change for change in offered) for word in ("održanoj", "policije"))


def test_own_words_names_and_the_glossary_are_right(make_library):
    """Words of the editors' list in any case, words of the glossary and names inside sentences are not reported."""
    body = "Most zovu dvoglasnik i čudovnim; Fejsbukovac Petar Žuželjić je to rekao za zmrbiju."
    library = make_library(
        {
            SERBIAN: f"Date: 2026-03-02\nCategory: Local\n{SR}{body}\n",
            "words.txt": "# ours\nDvoglasnik  # a word\nčudov*\n",
            "glossary.txt": "zmrbiju = змрбију\n",
        }
    )
    assert not [finding for finding in check(library) if finding.code == "spelling"]
    assert own_words(library.config.content / "nowhere.txt") == frozenset()


def test_only_a_star_stands_for_endings(tmp_path: Path) -> None:
    """A word of the editors' list is right as it stands; one with a star with any ending, unless it is too short."""
    language = read_language_data(read_languages({"sr": {"cldr": "sr_Latn_RS"}}).values())["sr"]
    no_dictionary = replace(language, dictionary="")
    speller = Speller(no_dictionary, frozenset({"dvoglasnik", "čudov*", "ab*"}), tmp_path)
    words = "dvoglasnik Dvoglasnik dvoglasnika čudov čudovnim Čudovne čudo ab abo"
    assert [
        word for word in words.split() if speller.accepts(word)
    ] == "dvoglasnik Dvoglasnik čudov čudovnim Čudovne".split()


def test_a_list_in_another_encoding_is_named(make_library):
    """With the line of its first letter that is lost; nothing stops for it."""
    wrong = "Zrenjanin\nRiđica\n".encode("cp1250")
    library = make_library({ENGLISH: f"{EN}Carts came.\n", "words.txt": wrong, "dismissed.txt": wrong})
    found = [(one.path, one.line, one.severity) for one in check(library) if one.code == "not-utf-8"]
    assert found == [("content/dismissed.txt", 2, "warning"), ("content/words.txt", 2, "warning")]


def test_a_path_names_the_pair(make_library):
    """With a file's path, findings of its pair are shown, also those in its other file; other pairs are not."""
    library = make_library(
        {
            ENGLISH: f"{EN}For 250  families.\n",
            SERBIAN: f"{SR}Za 205 porodica.\n",
            "news/2026/road.en.md": f"{EN}A  road.\n",
        }
    )
    found = check(library, [library.config.content / ENGLISH])
    assert {finding.code for finding in found} == {"double-space", "number-parity"}
    assert {finding.path for finding in found} == {f"content/{ENGLISH}", f"content/{SERBIAN}"}
    assert {finding.path for finding in check(library, [library.config.content])} > {finding.path for finding in found}


def test_a_draft_translation_is_not_compared(make_library):
    """A translation that is still being written may lack parts of its original; its own words are checked."""
    library = make_library({ENGLISH: f"{EN}For 250 families.\n", SERBIAN: f"Status: draft\n{SR}Za  porodice.\n"})
    assert [finding.code for finding in check(library)] == ["double-space"]


def test_a_draft_pair_is_compared_from_the_first_word_of_its_translation_on(make_library):
    """A translation that was just started lacks nothing; once it is written, both drafts are compared."""
    original, started = f"Status: draft\n{EN}For 250 families.\n", f"Status: draft\n{SR}<!-- For 250 families. -->\n"
    assert check(make_library({ENGLISH: original, SERBIAN: started})) == []
    assert [finding.code for finding in check(make_library({SERBIAN: f"{started}\nZa porodice.\n"}))] == [
        "number-parity"
    ]


def test_nothing_is_missing_in_a_paragraph_that_is_not_begun(make_library):
    """Of a draft translation only what is begun is compared, by whatever rule: its first word brings no warnings of
    numbers, links, headings and quotations further down, and a number that is wrong in it is found."""
    blocks = ["For 250 families.", "## At 5 o'clock", 'She said: "We will build 3 bridges." [More](https://x.org)']
    original = f"Status: draft\n{EN}" + "\n\n".join(blocks) + "\n"
    places = [f"<!-- {block} -->\n\n" for block in blocks]
    for first, expected in (("Za 250 porodica.", []), ("Za 205 porodica.", ["number-parity"])):
        serbian = f"Status: draft\nTitle:\nSummary:\n\n{places[0]}{first}\n\n" + "".join(places[1:])
        found = check(make_library({ENGLISH: original, SERBIAN: serbian}))
        assert [one.code for one in found if one.code.endswith("parity")] == expected


def test_a_published_translation_without_text_is_compared(make_library):
    """Without `Status: draft`, a translation of comments alone has no text, and lacks what the original has."""
    library = make_library({ENGLISH: f"{EN}For 250 families.\n", SERBIAN: f"{SR}<!-- For 250 families. -->\n"})
    assert {finding.code for finding in check(library)} == {"missing-text", "number-parity"}


def test_a_letter_of_another_script_is_reported_once(make_library):
    """A Serbian word with a Cyrillic letter in it is to be typed again, not to be kept by a line of the glossary."""
    library = make_library({SERBIAN: f"Date: 2026-03-02\nCategory: Local\n{SR}B\u0435ograd je lep grad.\n"})
    assert [finding.code for finding in check(library)] == ["mixed-scripts"]


@pytest.mark.parametrize(
    "sign",
    ["\u00ad", "\u200b", "\u200e", "\u200f", "\u2028", "\u2060", "\ufeff", "\u202e", "\u202a", "\u2066", "\u061c"],
)
def test_invisible_characters_are_reported(make_library, sign):
    """What is copied along from Word, a chat or a PDF between two words is reported in its place."""
    (finding,) = check(make_library({ENGLISH: f"{EN}The bridge {sign}is open.\n"}))
    assert (finding.code, finding.column) == ("invisible-characters", 12)


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("A note[^2] and one[^1].\n\n[^1]: The first.", "undefined-reference", 6),
        ("The road.\n\n<!-- The bridge.", "open-comment", 8),
        ("<!-- The bridge. -->\n\n\tThe bridge is open.", "accidental-code", 8),
        ("The family needs\n1. bread\n2. water", "lost-list", 7),
    ],
)
def test_what_markdown_misreads_is_reported(make_library, text, rule, line):
    """A note without text, a comment without end, a tab before a paragraph, numbers right below a sentence."""
    (finding,) = check(make_library({ENGLISH: f"{EN}{text}\n"}))
    assert (finding.code, finding.line) == (rule, line)


def test_a_placeholder_title_needs_no_line_of_the_glossary(make_library):
    """The title that `import` writes for a missing one is neither spelled nor converted."""
    header = "Title: [NACRT: upišite naslov na srpskom]\nStatus: draft\n\n"
    assert check(make_library({SERBIAN: f"{header}Most je ponovo otvoren.\n"})) == []


def test_a_site_in_other_languages_is_checked_too(make_library):
    """Languages without a file of their own are checked with CLDR and the settings."""
    library = make_library({ENGLISH: f"{EN}For 250 families.\n"})
    arabic = replace(library.config.languages["sr"], code="ar", name="العربية", cldr="ar", quotes="«»")
    languages = {"en": library.config.languages["en"], "ar": arabic}
    other = replace(library, config=replace(library.config, languages=languages, scripts={}))
    assert check(other) == []


TEXT = st.text(st.characters(codec="utf-8"), max_size=200)
MARKS = st.lists(
    st.sampled_from(
        [
            "#",
            "\n",
            "[",
            "](",
            ")",
            "![",
            "<",
            ">",
            "`",
            "```\n",
            "„",
            "”",
            '"',
            "  ",
            "1.200",
            "22. ",
            "maj",
            " - ",
            "|",
            "&",
            "\u200b",
            "č",
            "а",
            "Goal 16",
            "[[",
            "]]",
            "<!--",
            "-->",
            "<p lang='en'>",
            "*[x]:",
            "---\n",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=times(30, 60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT | MARKS, TEXT | MARKS, st.binary(max_size=60))
def test_no_input_makes_it_fail(make_library, english, serbian, raw):
    """Any text in both files of a pair, and any bytes in a third file and in the word list, end in findings."""
    documents = {ENGLISH: EN + english, SERBIAN: SR + serbian, "news/2026/raw.sr.md": raw, "words.txt": raw}
    library = make_library(documents)
    lengths = {
        f"content/{name}": (text if isinstance(text, bytes) else text.encode()) for name, text in documents.items()
    }
    for finding in check(library):
        text = lengths[finding.path].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        assert 1 <= finding.line <= text.count("\n") + 1, finding
        assert finding.column >= 1
        assert finding.message


@settings(max_examples=times(20, 40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT | MARKS, MARKS, st.sampled_from(["\n", "\r\n"]))
def test_fixes_of_any_text_end_and_keep_its_words(make_library, english, serbian, end):
    """Whatever the texts, fixing ends with nothing left to fix, and changes no line that had nothing to fix."""
    bodies = {ENGLISH: EN + english, SERBIAN: SR + serbian}
    documents = {name: text.replace("\r", "").replace("\n", end).encode() for name, text in bodies.items()}
    library = make_library(documents)
    result = fix_content(lambda: load_library(library.config, Clock(NOW)))
    assert not [one for one in result.diagnostics if one.fix]
    fixed = {(part.path, part.line) for one in result.fixed for part in one.fix.replacements}
    for name, before in documents.items():
        after = (library.config.content / name).read_bytes()
        assert after.count(b"\n") == before.count(b"\n")
        for number, (old, new) in enumerate(zip(before.split(b"\n"), after.split(b"\n"), strict=True), 1):
            assert old == new or (f"content/{name}", number) in fixed


@pytest.mark.parametrize("piece", ["a", "Š", " ", "\u00a0", "1.", "a-", "_", "a.b-"])
def test_a_long_run_of_anything_ends(make_library, piece):
    """Twenty thousand characters without an end of a word or line take seconds at most, not minutes."""
    started = time.process_time()
    check(make_library({ENGLISH: EN + piece * (20_000 // len(piece)) + "\n"}))
    assert time.process_time() - started < 10


def test_a_letter_that_exists_only_with_its_accent_apart_is_right(make_library):
    """What Unicode has no single letter for is typed in the one way that there is."""
    found = check(make_library({ENGLISH: f"{EN}The mean x\u0304 grew at the cafe\u0301.\n"}))
    assert [one.column for one in found if one.code == "decomposed-letters"] == [28]


def test_markup_that_is_removed_is_no_link_that_is_missing(make_library):
    """An <iframe> has one finding, that it is taken out; the translation is not asked for a link to the same site."""
    english = 'It opened.\n\n<iframe src="https://www.example.org/embed/1"></iframe>'
    (found,) = pair(make_library, english, "Otvoren je.")
    assert found.code == "removed-markup"


def test_a_category_that_is_not_known_is_not_missing_too(make_library):
    """A misspelt category is one error; only a story without the field is advised to add one."""
    text = f"{EN}It opened.\n".replace("Category: Local", "Category: Locl")
    (found,) = check(make_library({ENGLISH: text}))
    assert found.code == "unknown-category"


def test_a_misspelt_word_is_to_be_corrected_before_it_is_decided(make_library):
    """A word that is neither in the dictionary nor decided for the other script is one error, whose cure is its
    spelling, not a line in the glossary; a word that is spelt rightly is asked about as before."""
    serbian = "Skup je juče odžanoj u našem gradu, a podžupan OEBS je došao na otvaranje."
    (found,) = [one for one in pair(make_library, "It was held.", serbian) if "odžanoj" in one.message]
    assert found.code == "undecided-word"
    assert "glossary" not in found.message
    assert "'odžanoj' is not decided for" in found.message
    assert "correct its spelling" in found.message
    assert any("održanoj" in str(fix) for fix in found.suggestions)


def test_a_link_to_itself_has_a_name_and_is_no_file(make_library, tmp_path):
    """Such a link is named as it is written, and nothing is found in it."""
    (tmp_path / "loop.en.md").symlink_to("loop.en.md")
    assert relative_path(tmp_path / "loop.en.md", tmp_path) == "loop.en.md"
    assert check(make_library({}), [tmp_path / "loop.en.md"]) == []


@pytest.mark.parametrize("body", ["", "\n \n", "<!-- Write here. -->\n\n<!-- And\n\nhere. -->\n"])
def test_a_published_header_alone_is_reported(make_library, body):
    """An article of which readers would see the title alone is an error; a draft of it is not."""
    (finding,) = check(make_library({ENGLISH: EN + body}))
    assert (finding.line, finding.code, finding.severity) == (1, "missing-text", "error")
    assert check(make_library({ENGLISH: f"Status: draft\n{EN}{body}"})) == []


@pytest.mark.parametrize("body", ["![The new bridge](bridge.jpg)", "`1`", "<!-- Ours. -->\n\nOpen.", "<p>Open.</p>"])
def test_a_picture_or_a_word_is_a_text(make_library, body):
    """Whatever readers see below the header is a text."""
    assert not [finding for finding in check(make_library({ENGLISH: EN + body})) if finding.code == "missing-text"]


def test_what_one_slip_makes_is_what_is_one_slip_away():
    """A name of which no known word is one slip away is told so without a search for what may have been meant."""
    words = ["".join(letters) for length in range(5) for letters in itertools.product("abč", repeat=length)]
    for word in words:
        assert {*slips_of(word, "abč")} & {*words} - {word} == {other for other in words if is_one_slip(word, other)}


def test_the_letters_of_a_dictionary_are_those_of_its_words(tmp_path):
    """Whatever encoding it has, so that a slip in a letter that only few words have is one, too."""
    (tmp_path / "a.aff").write_text("SET ISO8859-2\n", "iso8859-2")
    (tmp_path / "a.dic").write_text("1\nčaša-Šešir's\n", "iso8859-2")
    assert {*"čašešir's"} <= {*small_letters(tmp_path / "a.dic")}
    assert {*small_letters(tmp_path / "a.dic")}.isdisjoint("-Š\n")
