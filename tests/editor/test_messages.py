"""Messages in the interface's language: every one that an editor can meet has a sentence in each catalogue."""

from __future__ import annotations

import ast
import functools
import html
import re
import string
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from plugins.checker.rules import RULES
from plugins.content.headers.table import wrong_extra_field
from plugins.content.settings.table import REFUSED
from plugins.content.settings.table import SETTINGS as TABLE_OF_SETTINGS
from plugins.cyrillic import parse_glossary
from plugins.diagnostics import Either, Message, UserError, message_of
from plugins.diagnostics.rule import codes
from plugins.editing.document import Document, DocumentError
from plugins.editor.files.store import StoreError
from plugins.editor.site import Site
from plugins.editor.texts import EXPECTED, HERE, INTERFACE, TABLES, read_texts
from plugins.importer.questions import LineDoubt
from plugins.importer.reasons import Reason
from plugins.project.settings import settings_of
from plugins.publishing import VerificationStatus
from plugins.publishing.failures import Failure
from plugins.sdg.tagging import UnknownGoal, parse_goals
from tests.checker.checking import CASES, check, documents, read_documents
from tests.editor.interface import STRINGS
from tests.editor.running import SITE
from tests.editor.test_strings import used_keys
from tests.small_site import ROOT

PLUGINS = ROOT / "plugins"
ALL = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in HERE.glob("*.toml")}
for table in ALL.values():
    del table[INTERFACE]
# The language of the messages themselves: it has only those that the editor says in other words.
OWN, CATALOGUES = ALL["en"], {name: table for name, table in ALL.items() if name != "en"}
# Packages whose messages reach the browser; errors of the others end in the terminal.
MET = ("checker", "content", "editing", "editor", "images")
# Modules of these whose errors end in the terminal all the same.
ONLY_THERE = ("status_page", "checking")
# Classes of errors whose text an editor reads, and the place of the message among their arguments.
ERRORS = {
    "UserError": 0, "StoreError": 0, "DocumentError": 0, "FieldError": 0, "BadAttachment": 0, "InvalidPicture": 0,
    "HeaderError": 1, "TooMuchMarkup": 2, "Diagnostic": 3, "finding": 1, "finding_at": 1, "diagnostic": 1,
}  # fmt: skip
# A module without any of these calls, or of the names that settings' texts are given, has nothing to say.
SAYING = re.compile(rf"\b(?:Message|SettingError|GoalSettingError|{'|'.join(ERRORS)})\(|\b(?:expected|wanted)\b")
# What stands in a place of a sentence: letters that are no words of the sentence.
PLACE = re.compile(r"\{[^{}]*\}")
# Values beside those of the English sentence.
MORE = {"code", "own", "latin"}


class SourceFacts(NamedTuple):
    """What the modules of the plugins write out: the templates of messages, each with the module that has it; texts of
    errors that an editor reads and nobody can translate, with their places; and what is expected of settings."""

    templates: dict[str, Path]
    plain_texts: list[str]
    expected: set[str]


@functools.cache
def source_facts():
    """The facts of all modules, each parsed once."""
    facts = SourceFacts({}, [], set())
    for file in sorted(PLUGINS.rglob("*.py")):
        source, kept = file.read_text("utf-8"), (ast.Call, ast.Assign, ast.ImportFrom)
        if not SAYING.search(source):
            continue
        module = [node for node in ast.walk(ast.parse(source)) if isinstance(node, kept)]
        package = file.relative_to(PLUGINS).parts[0]
        if imports_message(module):
            for call in calls(module, "Message"):
                assert call.args, f"{file}:{call.lineno}"
                assert isinstance(call.args[0], ast.Constant), f"{file}:{call.lineno}: the template is not written out"
                facts.templates[call.args[0].value] = file
        if package in MET and file.stem not in ONLY_THERE:
            facts.plain_texts.extend(f"{file.relative_to(ROOT)}:{text}" for text in plain_texts(module))
        if package not in ("cli", "importer"):
            facts.expected.update(expected_of_settings(module, file))
    return facts


def calls(module, *names):
    """The calls of functions and classes of these names."""
    for node in module:
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
            yield node


def assignments(module):
    """What is assigned to names, with the names."""
    for node in module:
        if isinstance(node, ast.Assign):
            yield node.value, {target.id for target in node.targets if isinstance(target, ast.Name)}


def plain_texts(module):
    """The texts of errors that are written out and are no messages, with their lines."""
    texts = {name for value, names in assignments(module) if is_text(value) for name in names}
    for call in calls(module, *ERRORS):
        at = ERRORS[getattr(call.func, "id", getattr(call.func, "attr", ""))]
        given = call.args[at] if at < len(call.args) else None
        if given is not None and (is_text(given) or (isinstance(given, ast.Name) and given.id in texts)):
            yield f"{call.lineno}: {ast.unparse(given)[:70]}"


def expected_of_settings(module, file):
    """What is expected of settings, as errors say it."""
    for call in calls(module, "SettingError", "GoalSettingError"):
        given = call.args[1]
        assert not isinstance(given, ast.JoinedStr), f"{file}:{call.lineno}: {ast.unparse(given)}"
        found = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
        yield from (one.value for one in found if isinstance(one, ast.Constant))
    for value, names in assignments(module):
        if isinstance(value, ast.Constant) and names & {"expected", "wanted"}:
            yield value.value


def imports_message(module):
    """Whether a module has the class from `plugins.diagnostics`."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module in ("plugins.diagnostics", "plugins.diagnostics.message")
        and any(name.name == "Message" for name in node.names)
        for node in module
    )


def places(text):
    """The names of a sentence's places."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def forms(sentence):
    """A sentence in each of its plural forms."""
    return list(sentence.values()) if isinstance(sentence, dict) else [sentence]


def test_the_editor_sends_nobody_to_the_terminal():
    """What the command line says of its commands, the editor says of its buttons, in English too."""
    known = source_facts().templates
    met = {text for text in known if re.search(r"\./inv|(?<!\S)--[a-z]", text) and text in CATALOGUES["sr"]}
    assert met
    assert met <= set(OWN) <= set(known)
    for template, sentence in OWN.items():
        for form in forms(sentence):
            assert not re.search(r"\./inv|(?<!\S)--[a-z]", form)
            assert places(form) <= places(template) | MORE, form


# Errors of packages that import nothing of the project, which are messages nevertheless.
GOALS = ["sixteen?", "", "18", "16.99", "()", "target 2", "1-5", "Goal 16: No Poverty"]
GLOSSARIES = ["UNDP", "= x", "УНДП = UNDP", "UN\u200bDP = УНДП", "UNDP = УНДP", "UNDP = УНДП\nUNDP = УН"]


def errors_of_libraries():
    """The messages of goals and glossaries that are wrong."""
    for read, texts in ((parse_goals, GOALS), (parse_glossary, GLOSSARIES)):
        for text in texts:
            with pytest.raises(ValueError) as caught:  # noqa: PT011
                read(text)
            yield message_of(caught.value)


def wanted_templates():
    """The templates of all messages that may reach an editor."""
    found = {*source_facts().templates, *(message.template for message in errors_of_libraries())}
    # Whatever a publish fails at, on whatever target, and why its site was not verified.
    found |= {part for failure in Failure for part in (failure.cause, failure.correction) if part}
    # What an import says of lines.
    found |= {said.value for table in (Reason, LineDoubt) for said in table}
    return found | {status.value for status in VerificationStatus}


@pytest.mark.parametrize("name", STRINGS)
def test_every_text_is_in_each_language_and_used(name):
    """A language has each text of the pages, and a sentence for each message of the source, or, in English, the message
    itself; it has no other, and the places of a text are those of the English one."""
    asked, may_be_used = used_keys()
    english, templates = STRINGS["en"], wanted_templates()
    sentences = {key: text for key, text in ALL[name].items() if key not in TABLES.values()}
    assert asked <= set(english)
    assert set(STRINGS[name]) == set(english) <= may_be_used
    assert set(sentences) <= templates
    assert sorted(templates - set(sentences)) == [] or name == "en"
    for key, text in STRINGS[name].items():
        assert set().union(*map(places, forms(text))) == set().union(*map(places, forms(english[key]))), key
    for key, form in [(key, form) for key, text in sentences.items() for form in forms(text)]:
        assert places(form) <= places(key) | MORE, key
        assert form == form.strip() != "", key


def test_plural_forms_of_sentences_are_whole():
    """A Serbian sentence that counts has the forms one, few and other."""
    for english, sentence in CATALOGUES["sr"].items():
        if isinstance(sentence, dict) and english not in TABLES.values():
            assert set(sentence) == {"one", "few", "other"}, english


def test_errors_are_raised_with_messages():
    """No error that an editor reads is raised with a text that cannot be translated."""
    assert source_facts().plain_texts == []


def test_what_is_expected_of_a_setting_is_said_in_serbian():
    """Whatever a settings file has wrong is said with what is expected: as a message where it has values, else by the
    table of a catalogue."""
    expected = {setting.type.expected for setting in TABLE_OF_SETTINGS.values()} | set(REFUSED.values())
    expected |= {code.required for code in codes().values() if code.required}
    expected |= source_facts().expected
    expected |= {wrong_extra_field("Wrong"), wrong_extra_field("title")}
    for name, table in CATALOGUES.items():
        assert sorted(expected - set(table[TABLES[EXPECTED]])) == [], name


# A setting that is wrong, and what an editor reads of it.
SETTINGS = [
    ("SITEURL = 'https://a.example/x'", "podešavanje SITEURL: očekuje se adresa bez putanje i kose crte na kraju"),
    ("CATEGORIES = 'local'", "podešavanje CATEGORIES: očekuje se spisak rubrika kako stoje u adresama"),
    ("UNTRANSLATED = 'x'", "podešavanje UNTRANSLATED: očekuje se jedno od: "),
    ("SDG_TITLES = {'en': 1}", "podešavanje SDG_TITLES: očekuje se jezik, broj cilja, pa naslov"),
    ("1 / 0", "greška u podešavanjima: ZeroDivisionError: division by zero"),
    ("def x(:", "greška u podešavanjima: invalid syntax"),
]


@pytest.mark.parametrize(("line", "said"), SETTINGS, ids=[line for line, _ in SETTINGS])
def test_a_setting_that_is_wrong_is_said_in_serbian(client, editor, site_folder, line, said):
    """A build that a setting stops says which and what is expected, beside the English for the maintainer."""
    file = site_folder.folder / "pelicanconf.py"
    file.write_text(f"{file.read_text('utf-8')}\n{line}\n", "utf-8")
    editor.builds.build()
    assert editor.builds.preview.state.error_kind == "settings"
    client.cookies.set("editor-interface", "sr")
    page = client.get(f"{SITE}/")
    assert page.status_code == 503
    assert said in html.unescape(page.text)
    client.cookies.set("editor-interface", "sr-cyrl")
    assert re.search("подешавањ", html.unescape(client.get(f"{SITE}/").text))


def is_text(node):
    """Whether an expression is a text that is written out, or one with places."""
    if isinstance(node, ast.IfExp):
        return is_text(node.body) or is_text(node.orelse)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


@pytest.fixture(scope="module")
def settings():
    """The settings of this site."""
    return settings_of(str(ROOT / "pelicanconf.py"))


@pytest.fixture(scope="module")
def messages():
    """What says messages in each interface of this site."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return read_texts(Site().config)


@pytest.mark.parametrize("name", sorted(file.parent.name for file in CASES.glob("*/fail.txt")))
def test_every_finding_is_said_in_serbian(name, tmp_path, messages, settings, verdicts):
    """What is found in the case of a code is a message, and has a sentence in both scripts of Serbian."""
    (tmp_path / ".cache").symlink_to(verdicts)
    library = read_documents(documents(CASES / name / "fail.txt"), tmp_path, settings)
    for finding in check(library):
        assert isinstance(finding.message, Message), finding
        is_own = finding.message.template in OWN
        assert (messages["en"](finding.message) == finding.message) is not is_own
        latin, cyrillic = messages["sr"](finding.message), messages["sr-cyrl"](finding.message)
        assert latin != finding.message, finding
        assert re.search("[а-яјљњћџ]", cyrillic), cyrillic
        parts = [finding.message, *(one for one in finding.message.values.values() if isinstance(one, Message))]
        assert {one.template for one in parts} <= set(CATALOGUES["sr"])


def test_every_code_that_an_editor_meets_has_a_case():
    """The cases above are those of all codes but errors of bytes and of the theme, which are tested by template."""
    tested = {file.parent.name for file in CASES.glob("*/fail.txt")}
    assert {rule.code.name for rule in RULES} - tested == {"missing-string", "not-utf-8"}
    rest = {code.name for code in codes().values() if code.subject == "What stops a build"} - tested
    assert rest <= {
        "not-utf-8", "unreadable", "outside-content", "bad-glossary", "bad-authors", "bad-image", "too-deep",
        "program-error",
    }  # fmt: skip


# Sentences with values, as an editor reads them in both scripts of Serbian.
SAID = [
    (
        Message("the title has {n} characters, {most} are shown: put the rest in the summary", n=121, most=110),
        "naslov ima 121 znak, a prikazuje se 110: ostatak prebacite u sažetak",
        "наслов има 121 знак, а приказује се 110: остатак пребаците у сажетак",
    ),
    (
        Message("the title has {n} characters, {most} are shown: put the rest in the summary", n=1222, most=110),
        "naslov ima 1.222 znaka, a prikazuje se 110: ostatak prebacite u sažetak",
        "наслов има 1.222 знака, а приказује се 110: остатак пребаците у сажетак",
    ),
    (
        Message(
            "{word!r} lacks its own letters: write {words}", word="zastita", words=Either(["zaštita"], quoted=True)
        ),
        "reči „zastita” nedostaju kvačice: napišite „zaštita”",
        "речи „zastita” недостају квачице: напишите „zaštita”",
    ),
    (
        Message(
            "draft: {problem}",
            problem=Message(
                "{word!r} is not in the dictionary: did you mean {near}? if it is right, add it to content/{words}",
                word="skola",
                near=Either(["škola", "skole", "skala"]),
                words="words.txt",
            ),
        ),
        "nacrt: „skola” nije u rečniku: da li ste mislili škola, skole ili skala? "
        "Ako je ispravno, dodajte ga u reči sajta",
        "нацрт: „skola” није у речнику: да ли сте мислили škola, skole или skala? "
        "Ако је исправно, додајте га у речи сајта",
    ),
    (
        Message(
            "{field} {value!r} is not a date: write year-month-day, such as 2026-09-03 or 2026-09-03 10:00",
            field="Event-Start",
            value="sutra",
        ),
        "početak događaja: „sutra” nije datum; napišite godina-mesec-dan, kao 2026-09-03 ili 2026-09-03 10:00",
        "почетак догађаја: „sutra” није датум; напишите година-месец-дан, као 2026-09-03 или 2026-09-03 10:00",
    ),
    (
        Message("the link to {target!r} leads to a file that {problem}", target="a.pdf", problem=Message(
            "weighs {weight:.1f} MB, over the limit of {most:g} MB: save a smaller one, or put it on the web and "
            "link it",
            weight=61.27, most=50.0,
        )),
        "veza ka „a.pdf” vodi na datoteku koja ima 61,3 MB, a najviše sme 50 MB: "
        "sačuvajte manju ili je stavite na veb i povežite je",
        "веза ка „a.pdf” води на датотеку која има 61,3 MB, а највише сме 50 MB: "
        "сачувајте мању или је ставите на веб и повежите је",
    ),
    (
        Message("{name} cannot be written ({reason}): your text is kept in this window; check the disk",
                name="news/2026/most.sr.md", reason="No space left on device"),
        "news/2026/most.sr.md ne može da se sačuva (disk je pun): vaš tekst se čuva u ovom prozoru; proverite disk",
        "news/2026/most.sr.md не може да се сачува (диск је пун): ваш текст се чува у овом прозору; проверите диск",
    ),
    (
        Message('this is {name} in a file of {language}: mark it: <div lang="{code}">…</div>',
                name="French", language="Serbian", code="fr", own="sr"),
        'jezik ovog pasusa je francuski, a teksta srpski: označite ga sa <div lang="fr">…</div>',
        'језик овог пасуса је француски, а текста српски: означите га са <div lang="fr">…</div>',
    ),
    (
        Message("Modified {modified!r} is before the article's date, {date}: correct one of the two",
                modified="1. 8. 2026.", date="2026-09-03"),
        "datum izmene „1. 8. 2026.” je pre datuma priče (3. septembar 2026.): ispravite jedan od ta dva",
        "датум измене „1. 8. 2026.” је пре датума приче (3. септембар 2026.): исправите један од та два",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("message", "latin", "cyrillic"), SAID, ids=[said[1][:30] for said in SAID])
def test_values_stand_in_their_places(message, latin, cyrillic, messages):
    """Numbers, days, languages, fields and reasons are said as Serbian says them; words of texts stay as they are."""
    assert messages["sr"](message) == latin
    assert messages["sr-cyrl"](message) == cyrillic


def test_code_stays_in_latin_letters(messages):
    """In Cyrillic, what an editor types or finds in files stays in Latin letters, and nothing else does."""
    code = re.compile(r"`[^`]*`|\{[^{}]*\}|<[a-z/{][^<>]*>|\[\[.*?\]\]")
    for english, latin in CATALOGUES["sr"].items():
        cyrillic = messages["sr-cyrl"].table[english]
        for before, after in zip(forms(latin), forms(cyrillic), strict=True):
            kept = [part.removeprefix("[[").removesuffix("]]") for part in code.findall(before)]
            for part in kept:
                assert part in after, (english, part)
                after = after.replace(part, " ", 1)
            left = {word for word in re.findall(r"[A-Za-zčćšžđČĆŠŽĐ]+", after) if not word.isupper()}
            assert left <= KNOWN, (english, left)


# Foreign words that Serbian in Cyrillic has in Latin letters.
KNOWN = {"iPhone", "Word", "YouTube", "Vimeo", "Unicode", "Facebook", "Windows", "Git"}


def test_a_message_keeps_its_parts_when_it_is_copied():
    """Messages pass between processes and through copies with template and values."""
    import copy
    import pickle

    message = Message("{word!r} lacks its own letters: write {words}", word="a", words=Either(["b", "c"], quoted=True))
    for other in (copy.deepcopy(message), pickle.loads(pickle.dumps(message))):
        assert other == message == "'a' lacks its own letters: write 'b' or 'c'"
        assert other.template == message.template
        assert other.values == message.values


def test_errors_keep_their_messages():
    """The message of an exception is found with its parts, wherever it was raised."""
    assert isinstance(message_of(UserError(Message("there is no text yet"))), Message)
    assert isinstance(message_of(UnknownGoal("no goal is named")), Message)
    assert message_of(UserError("plain")) == "plain"
    assert message_of(StoreError(Message("this version is no longer kept"))) == "this version is no longer kept"
    with pytest.raises(DocumentError) as caught:
        _ = Document(b"Title: a\nno field\n\ntext").fields
    assert message_of(caught.value).template == "line {line}: {problem}"


def test_answers_are_in_the_language_of_the_interface(client):
    """Errors, findings and lists of errors are said in the language that the page of the request has."""

    def errors():
        created = client.post("/~editor/api/create", json={"title": "?!"}).json()["error"]
        found = client.post(
            "/~editor/api/check",
            json={
                "stem": "news/2026/alone",
                "drafts": {
                    "texts": {
                        "en": {"version": "", "whole": "Title: Only in English.\nDate: 2026-02-30\n\nText  here"},
                    }
                },
            },
        ).json()["diagnostics"]
        return [created, *(one["message"] for one in found if one["rule"] in ("bad-date", "title-full-stop"))]

    english = errors()
    assert english[0].startswith("the title has no letter")
    client.cookies.set("editor-interface", "sr")
    serbian = errors()
    assert serbian[0] == "u naslovu nema slova od kojeg može da nastane adresa: upišite naslov kao „Most je otvoren”"
    assert "na kraju naslova nema tačke: obrišite je" in serbian
    client.cookies.set("editor-interface", "sr-cyrl")
    assert errors()[0].startswith("у наслову нема слова")
    assert "датум: „2026-02-30” није датум" in " ".join(errors())


def test_a_dismissal_is_written_in_english_whatever_the_interface(client):
    """What is dismissed in one language of the interface is dismissed for everyone."""
    drafts = {"texts": {"en": {"version": "", "whole": "Title: Only.\nDate: 2026-02-01\n\nText here."}}}

    def full_stops():
        found = client.post("/~editor/api/check", json={"stem": "news/2026/alone", "drafts": drafts}).json()
        return [one for one in found["diagnostics"] if one["rule"] == "title-full-stop"]

    client.cookies.set("editor-interface", "sr")
    [found] = full_stops()
    assert found["dismissal"] == "a title ends without a full stop: take it out"
    client.post(
        "/~editor/api/dismiss",
        json={
            "name": "news/2026/alone.en.md",
            "rule": found["rule"],
            "message": found["dismissal"],
        },
    )
    assert full_stops() == []
