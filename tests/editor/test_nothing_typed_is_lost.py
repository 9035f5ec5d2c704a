"""The rule of the editor's texts, in random sequences of what people, files, networks and servers do.

Text leaves the screen, the journal or the browser only when its bytes are known to be on disk or in a version, or when
a person discards it by name. Sessions of several windows run as in a browser (`session_driver.mjs`), the server is the
editor's own; every request may be carried out, fail, be late, come twice or never, or end the server.
`EDITOR_SEQUENCES` says how many sequences there are.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from plugins.diagnostics import UserError, message_of
from plugins.editing.document import Document, DocumentError
from plugins.editor.commands import Commands
from plugins.editor.documents import Documents, Drafts, text_data
from plugins.editor.files import store as store_module
from plugins.editor.files.store import Conflict, Store, StoreError
from plugins.editor.import_page import Imports, SettledRow
from plugins.editor.pauses import Pauses
from plugins.editor.site import Site
from plugins.editor.story import Stories, StoryState, Taken
from plugins.editor.uploads import Uploads
from plugins.editor.windows import Windows
from plugins.system import file_changes, kept_work
from plugins.system.kept_work import SET_ASIDE
from tests.loops import times
from tests.needs import need
from tests.small_site import ROOT

SEQUENCES = int(os.environ.get("EDITOR_SEQUENCES", times(21, 100)))
# The rarest of the faults below is found within so many.
MOST = 600
SEED = int(os.environ.get("EDITOR_SEED", "0"))
STEPS = 40
MODULES = ROOT / "plugins/editor/static"
FOLDER, SLUGS = "news/2026", ("bridge", "span", "arch")
LANGUAGES = ("en", "sr")
# Milliseconds of typing that a crash may take away.
ALLOWED = 2000
WORD = re.compile(r"w\d+x")
# Attachments, and where a text names one.
FILES = tuple(b"%%PDF-1.4\n%d 0 obj<<>>endobj\n%%%%EOF\n" % number for number in range(2))
FILE = re.compile(r"\[Report\]\(([\w/.-]+)\)")
REFUSALS = (DocumentError, StoreError, UserError)


class Killed(BaseException):
    """The server ended at this moment."""


class Server:
    """The editor's server, without HTTP: it may be killed between any two of its writings, and its disk be full."""

    def __init__(self, site, monkeypatch) -> None:
        self.site, self.content = site, site.content
        self.folder = site.work
        self.begun = {file: file.read_bytes() for file in self.content.rglob("*") if file.is_file()}
        self.full, self.writings_left = False, None
        write = store_module.write_atomically

        def write_or_not(*given, **options):
            if self.full:
                raise OSError(28, "No space left on device")
            self._come_nearer_to_death()
            write(*given, **options)
            self._come_nearer_to_death()

        monkeypatch.setattr(store_module, "write_atomically", write_or_not)
        monkeypatch.setattr(kept_work, "write_atomically", write_or_not)
        monkeypatch.setattr(file_changes, "write_atomically", write_or_not)
        monkeypatch.setattr(file_changes, "os", self)
        # Processes are killed here, and not the computer.
        monkeypatch.setattr(os, "fsync", lambda _: None)
        # Languages that the site does not have for a while.
        self.gone, names = set(), site.names
        monkeypatch.setattr(site, "names", lambda stem: {k: v for k, v in names(stem).items() if k not in self.gone})
        # What follows a save reads the whole site, and changes no text.
        monkeypatch.setattr(Stories, "_follow_save", lambda *_: ("", StoryState()))
        monkeypatch.setattr(Stories, "story_state", lambda *_: StoryState())
        self.reset()

    def _come_nearer_to_death(self):
        if self.writings_left is not None:
            self.writings_left -= 1
            if self.writings_left < 0:
                raise Killed

    def replace(self, old, new):
        """Rename a file, as the command does."""
        self._come_nearer_to_death()
        os.replace(old, new)
        self._come_nearer_to_death()

    def reset(self):
        """Begin again with the files as they were, and nothing that was kept."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for file in self.content.rglob("*"):
            if file.is_file():
                file.unlink()
        for file, raw in self.begun.items():
            file.write_bytes(raw)
        self.full, self.writings_left, self.stem = False, None, f"{FOLDER}/{SLUGS[0]}"
        self.gone.clear()
        self.folder.mkdir()
        self.start()

    def start(self):
        """Start anew: all that was in the memory is gone."""
        self.store = Store(self.content, self.folder, LANGUAGES)
        self.store.prune()
        self.site.reload()
        self.store.follow_renames()
        self.stem = self.store.present_stem(self.stem)
        documents = Documents(self.site, self.store)
        self.stories = Stories(self.site, None, None, self.store, documents, Windows(), Pauses())
        self.commands = Commands(self.site, self.store, self.stories)
        self.uploads = Uploads(self.site)
        self.follow()

    def follow(self, before=None):
        """See what has changed on the disk, as after a start or a change of another program; `before` are the digests
        of the pairs before, by stems."""
        self.site.reload()
        pairs, before = self.site.pairs(), before or {}
        gone = {stem: before[stem] for stem in before.keys() - pairs.keys()}
        # As `Editor.follow_change` reports it.
        with contextlib.suppress(Killed, StoreError):
            self.stories.follow_renames(gone, pairs.keys() - before.keys())

    def file(self, language):
        """The file of a text."""
        return self.content / f"{self.stem}.{language}.md"

    def carry_out(self, name, data, live):
        """Carry a request out; gives its answer, or its error."""
        try:
            return {"value": self._work(name, copy.deepcopy(data), live)}
        except Killed:
            self.writings_left = None
            self.start()
            return {"error": {"message": "the server was killed"}}
        except REFUSALS as error:
            return {"error": {"message": str(message_of(error)), "status": 422}}
        except Conflict:
            return {"error": {"message": "conflict", "status": 409}}

    def _work(self, name, data, live):
        known = data["stem"]
        stem = self.store.present_stem(known)
        number, window = int(data.get("number") or 0), data.get("window", "")
        if name == "story":
            self.stories.windows.stems = live
            return self._plain(self.stories.open(stem))
        if name == "journal":
            taken = msgspec.convert(data["taken"], list[Taken])
            return self._plain(self.stories.keep_journal(known, window, data["state"], number, data["moment"], taken))
        if name == "delete":
            unsaved = msgspec.convert(data["unsaved"], Drafts | None)
            return self._plain(self.commands.delete(stem, unsaved=unsaved))
        if name == "rename":
            self.stem = self._plain(self.commands.rename(stem, data["slug"]))["stem"]
            return {"stem": self.stem}
        drafts = msgspec.convert(data["drafts"], Drafts)
        if name == "save":
            return self._plain(self.stories.save(known, drafts, window, number))
        if name == "merge":
            return self._plain(self.stories.merge(stem, data["language"], drafts))
        assert name == "recompose"
        return self._plain(self.stories.recompose(stem, drafts))

    @staticmethod
    def _plain(answer):
        """An answer as its page gets it."""
        return json.loads(msgspec.json.encode(answer, enc_hook=str))

    @property
    def stems(self):
        """The stems that have files."""
        return {file.name.partition(".")[0] for slug in SLUGS for file in (self.content / FOLDER).glob(f"{slug}.*.md")}

    @property
    def texts(self):
        """All that is on the disk, as texts by their files."""
        kinds = (".md", ".json", ".version", SET_ASIDE, "started")
        folders = [*os.walk(self.content), *os.walk(self.folder)]
        files = [os.path.join(folder, name) for folder, _, names in folders for name in names if name.endswith(kinds)]
        return {Path(file): read(file) for file in files}


class Driver:
    """The windows, in a process of Node."""

    def __init__(self, modules) -> None:
        command = [need("node"), str(ROOT / "tests/editor/session_driver.mjs"), str(modules)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, do, **given):
        """Run a command; gives what there is then."""
        print(json.dumps({"do": do, **given}), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def close(self):
        """End it."""
        self.process.stdin.close()
        self.process.wait(10)


def read(file):
    """The text of a file."""
    with open(file, encoding="utf-8", errors="surrogateescape") as opened:
        return opened.read()


def words_in(found):
    """The words in texts, tables and lists. Of what a draft is made on, only fields that it leaves as they are."""
    if isinstance(found, dict):
        ground = ("base", "whole") if "base" in found and "body" in found else ("base",)
        ground = (*ground, "shared_base")
        words = set().union(*(words_in(one) for name, one in found.items() if name not in ground))
        if "whole" in ground:
            header = found.get("whole", found["base"]).partition("\n\n")[0].split("\n")
            words |= words_in([row for row in header if row.partition(":")[0].lower() not in found["fields"]])
        return words
    if isinstance(found, list):
        return set().union(*map(words_in, found))
    if isinstance(found, str):
        # What localStorage has is JSON in a text.
        return words_in(json.loads(found)) if found.startswith(('{"stem"', '{"place"')) else set(WORD.findall(found))
    return set()


class Sequence:
    """One sequence of actions, and the words that are owed to the person."""

    def __init__(self, server, driver, seed) -> None:
        self.server, self.driver, self.dice, self.seed = server, driver, random.Random(seed), seed
        self.chance = random.Random(f"languages {seed}")
        self.trace, self.pending, self.stray, self.asked = [], [], [], []
        # By word: when it was typed and where.
        self.owed, self.number, self.windows_opened = {}, 0, 0
        # Words that another program took from the files, words that windows show, and those that each ever showed.
        self.at_mercy, self.shown, self.ever_shown = set(), set(), {}
        # Words of dialogs that a person has closed, and that no other window had.
        self.dismissed = set()
        server.reset()
        self.windows, self.clock, self.browser = {}, 0, ""
        self.run("reset")
        # Whether all goes well for most of the time, or hardly ever.
        self.trust = self.dice.choice((0.95, 0.8, 0.4))

    def run(self, do, **given):
        """Run a command of the driver, and look at what there is then."""
        self.trace.append((do, given))
        found = self.driver(do, **given)
        assert found["faults"] == [], (self.seed, self.trace, found["faults"])
        self.pending += found["requests"]
        self.windows, self.clock, self.browser = found["windows"], found["clock"], found["browser"]
        for window, one in self.windows.items():
            self.ever_shown.setdefault(window, set()).update(words_in([one["texts"], one["shared"], one["newer"]]))

    def word(self, window):
        """A new word that a person types."""
        self.number += 1
        word = f"w{self.number}x"
        self.owed[word] = (window, self.clock)
        return word

    def seen(self):
        """The words that windows show, or have not given away yet."""
        return words_in(self.windows)

    def in_dialogs(self):
        """The words that stand in dialogs."""
        return words_in([[one["forms"], one["decided"]] for one in self.windows.values()])

    def durable(self, texts):
        """The words on the disk of the server, of which these are the texts, or of the browser."""
        found = words_in(json.loads(self.browser))
        for file, text in texts.items():
            found |= words_in(json.loads(text) if file.parts[-3] == "journal" and file.suffix == ".json" else text)
        return found

    def check(self):
        """The rule. What another program has taken from the files is owed by the windows that showed it."""
        on_disk = self.server.texts
        lost = self.owed.keys() - self.seen() - self.durable(on_disk)
        self.forgive(lost & (self.at_mercy - self.shown))
        lost &= self.owed.keys()
        assert not lost, f"sequence {self.seed}: {sorted(lost)} after {self.trace}"
        texts = [self.browser, json.dumps(self.windows), *on_disk.values()]
        files = {name for text in texts for name in FILE.findall(text)}
        gone = sorted(name for name in files if not (self.server.content / name).is_file())
        assert not gone, f"sequence {self.seed}: {gone} deleted after {self.trace}"
        again = sorted(self.dismissed & self.in_dialogs())
        assert not again, f"sequence {self.seed}: {again} offered again after {self.trace}"
        self.look()

    def look(self):
        """Note what the windows show: one that is gone owes nothing of what another program has taken."""
        self.shown = words_in([[one["texts"], one["shared"], one["newer"]] for one in self.windows.values()])

    def forgive(self, words):
        """Words that a person discards, or that a crash may take."""
        for word in words:
            self.owed.pop(word, None)

    # Requests

    def carry_out(self, request):
        """Let the server carry a request out. A save takes nothing out of a text that its window has not shown."""
        before = self.saved_words()
        outcome = self.server.carry_out(request["name"], request["data"], self.live)
        shown = self.ever_shown.setdefault(request["window"], set())
        if request["name"] == "save":
            unseen = before - self.saved_words() - shown
            assert not unseen, f"sequence {self.seed}: {unseen} written over after {self.trace}"
        # Both texts of a conflict are shown.
        shown |= words_in(outcome) if request["name"] == "merge" else set()
        return outcome

    def saved_words(self):
        """The words that the files have."""
        return words_in([read(file) for file in self.files])

    @property
    def files(self):
        """The files of stories."""
        return [*(self.server.content / FOLDER).glob("*.md")]

    @property
    def live(self):
        """The stems that the open pages have."""
        return {one["page"]: one["stem"] for one in self.windows.values()}

    def answer(self, request, fate):
        """Let something become of a request."""
        self.pending.remove(request)
        self.trace.append((fate, request["id"], request["name"], request["window"]))
        failed = {"error": {"message": "not reached"}}
        if fate == "never":
            return self.run("answer", id=request["id"], **failed)
        if fate == "late":
            self.stray.append(request)
            return self.run("answer", id=request["id"], **failed)
        if fate == "killed":
            self.server.writings_left = self.dice.randrange(4)
        outcome = self.carry_out(request)
        self.server.writings_left = None
        if fate == "twice":
            self.stray.append(request)
        return self.run("answer", id=request["id"], **(failed if fate == "unheard" else outcome))

    def deliver(self):
        """Let something become of one of the requests that wait, or of one that was late."""
        if self.stray and (not self.pending or self.dice.random() < 0.2):
            late = self.stray.pop(self.dice.randrange(len(self.stray)))
            self.trace.append(("arrived", late["id"], late["name"]))
            self.carry_out(late)
        elif self.pending:
            request = self.dice.choice(self.pending)
            fates = ("never", "late", "killed", "twice", "unheard")
            self.answer(request, "good" if self.dice.random() < self.trust else self.dice.choice(fates))

    def deliver_all(self):
        """All requests are carried out."""
        while self.pending:
            self.answer(self.pending[0], "good")

    # Actions

    def open(self, window="", stem=""):
        """Open the story in a window, which gets its answers at once or not."""
        if not window:
            self.windows_opened += 1
            window = f"v{self.windows_opened}"
        self.run("open", window=window, stem=stem or self.server.stem)
        for _ in range(6):
            for request in [one for one in self.pending if one["window"] == window]:
                self.answer(request, "good")

    def act(self):
        """One random action."""
        opened = [name for name, one in self.windows.items() if one["phase"] in ("open", "sending")]
        if not opened:
            self.restore("", "")
            return self.open()
        window = self.dice.choice(opened)
        language = self.dice.choice(LANGUAGES)
        if language not in self.windows[window]["texts"]:
            language = LANGUAGES[0]
        # In some sequences, so that the others are as they were.
        if self.seed % 5 == 4 and self.chance.random() < 0.06:
            self.server.gone ^= {LANGUAGES[1]}
            self.trace.append(("gone", *self.server.gone))
        if self.seed % 5 == 3 and self.chance.random() < 0.15:
            return getattr(self, self.chance.choice(AROUND))(window, language)
        action = self.dice.choices(list(ACTIONS), list(ACTIONS.values()))[0]
        return getattr(self, action)(window, language)

    def type(self, window, language):
        """A word at the end of a text."""
        text = self.windows[window]["texts"][language]
        if text["exists"]:
            self.run("type", window=window, language=language, word=self.word(window))

    def type_field(self, window, language):
        """A word in place of a field's value."""
        text, name = self.windows[window]["texts"][language], self.dice.choice(("title", "summary"))
        if not text["exists"] or not text["fields"]:
            return
        # A field holds one value: what it had is written over by the person.
        self.erased(WORD.findall(text["fields"].get(name, "")))
        self.run("field", window=window, language=language, name=name, word=self.word(window))

    def type_header(self, window, language):
        """A word in a line of the header of a whole file."""
        text, name = self.windows[window]["texts"][language], self.dice.choice(("Author", "Custom"))
        if not text["exists"] or not text["isWhole"]:
            return
        self.erased(WORD.findall(" ".join(re.findall(rf"^{name}:.*$", text["screen"], re.M))))
        self.run("header", window=window, language=language, name=name, word=self.word(window))

    def type_shared(self, window, _):
        """A word in place of a shared field's value."""
        self.erased(WORD.findall(self.windows[window]["shared"].get("author", "")))
        self.run("shared", window=window, name="author", word=self.word(window))

    def erase(self, window, language):
        """A person takes the last word out again."""
        words = WORD.findall(self.windows[window]["texts"][language]["screen"])
        if words:
            self.erased(words[-1:])
            self.run("erase", window=window, language=language, word=words[-1])

    def erased(self, words):
        """A person takes words away, which is theirs to do."""
        self.forgive(words)

    def type_dialog(self, window, _):
        """A word in a dialog that is open."""
        self.run("dialog", window=window, word=self.word(window))

    def take_dialog(self, window, language):
        """A person puts what a dialog has into a text; the window may end at that moment."""
        dialogs = self.windows[window]["decided"] + self.windows[window]["forms"]
        if dialogs and self.windows[window]["texts"][language]["exists"]:
            ends = self.dice.random() < 0.3
            if ends:
                # What was typed into the dialog is old enough that no crash may take it away.
                self.run("advance", milliseconds=ALLOWED + 100)
            if window not in self.windows:
                return
            self.run("take", window=window, language=language)
            if ends:
                self.crash(window, language)

    def decide_dialog(self, window, _):
        """A person decides a dialog, whose words come into a text later."""
        if self.windows[window]["forms"]:
            self.run("decideDialog", window=window)

    def dismiss_dialog(self, window, _):
        """A person closes a dialog; the page may be loaded again at that moment."""
        if forms := self.windows[window]["forms"]:
            self.forgive(forms[0])
            self.run("dismiss", window=window)
            self.dismissed |= set(forms[0]) - self.in_dialogs()
            if self.chance.random() < 0.5:
                self.reload(window, "")

    def attach(self, window, language):
        """A file is dropped into two texts; what is to become of it is asked in a dialog of each."""
        data = self.dice.choice(FILES)
        for one in (window, self.dice.choice([*self.windows])):
            added = self.server.uploads.upload(data, self.server.stem, "report.pdf")
            self.trace.append(("attach", one, added.name, added.known))
            self.asked.append((one, language, added))

    def answer_file(self, _, __):
        """The file that a dialog asks about is put into a text, or is not wanted."""
        if not self.asked:
            return
        window, language, added = self.asked.pop(self.dice.randrange(len(self.asked)))
        text = self.windows.get(window, {}).get("texts", {}).get(language)
        if text and text["exists"] and self.dice.random() < 0.5:
            self.run("type", window=window, language=language, word=f"[Report]({added.name})")
        elif not added.known:
            gone = self.server.uploads.drop_upload(added.name)["removed"]
            self.trace.append(("drop", added.name, gone))

    def save(self, window, _):
        """A person saves."""
        self.run("save", window=window)

    def refresh(self, window, _):
        """The files have changed, as far as the window is told."""
        self.run("refresh", window=window)

    def reshape(self, window, language):
        """From the form to the whole file, or back."""
        if self.windows[window]["texts"][language]["exists"]:
            self.run("reshape", window=window, language=language)

    def decide(self, window, language):
        """A person decides a conflict."""
        codes = [code for code, one in self.windows[window]["texts"].items() if one["conflict"]]
        if codes:
            choice = self.dice.choice(("merged", "own", "other"))
            self.run("decide", window=window, language=self.dice.choice(codes), choice=choice)
        for name in self.windows[window]["newer"]:
            self.run("decideShared", window=window, name=name, mine=self.dice.random() < 0.5)

    def bring_back(self, window, language):
        """A person brings an earlier version back."""
        name = f"{self.server.stem}.{language}.md"
        kept = [one.document for one in self.server.store.versions(name)]
        document = self.dice.choice([Document(self.begun(language)), *kept])
        version = self.server._plain(text_data(name, document))
        self.run("bringBack", window=window, language=language, version=version)

    def begun(self, language):
        """What a file had at first."""
        return self.server.begun[self.server.content / FOLDER / f"{SLUGS[0]}.{language}.md"]

    def outside(self, _, language):
        """Another program writes, deletes or restores a file."""
        file = self.server.file(language)
        before = read(file) if file.exists() else ""
        name = self.begun(language).decode()
        change = self.dice.choice(("append", "first", "replace", "delete"))
        changed = {
            "append": f"{before or name}\nBy another {self.number}.\n",
            "first": (before or name).replace("paragraph", f"part {self.number}", 1),
            "replace": f"{name}\nReplaced {self.number}.\n",
            "delete": "",
        }[change]
        self.trace.append(("outside", language, change))
        mode = file.stat().st_mode if file.exists() else 0o644
        file.unlink(missing_ok=True)
        if changed:
            file.write_text(changed, "utf-8", "surrogateescape")
            file.chmod(mode)
        self.at_mercy |= words_in(before) - words_in(changed)

    def type_within(self, window, language):
        """A word at the beginning of a paragraph, which others change too."""
        if self.windows[window]["texts"][language]["exists"]:
            self.run("within", window=window, language=language, word=self.word(window))

    def save_as(self, _, language):
        """Another program saves a file with other line ends, with a mark before its first byte, or with letters in
        another encoding."""
        file = self.server.file(language)
        if not file.exists():
            return
        raw, mark = file.read_bytes(), b"\xef\xbb\xbf"
        changed = self.chance.choice(
            (
                raw.replace(b"\r\n", b"\n").replace(b"\n", self.chance.choice((b"\n", b"\r\n", b"\r"))),
                mark + raw.removeprefix(mark),
                raw + "\nČaša.\n".encode("cp1250"),
            )
        )
        self.trace.append(("save as", language, changed[-9:]))
        mode = file.stat().st_mode
        file.unlink()
        file.write_bytes(changed)
        file.chmod(mode)

    def check_out(self, _, __):
        """Git brings the files of another commit, all at once."""
        for language in LANGUAGES:
            self.outside("", language)
        self.server.follow()

    def go_away(self, window, language):
        """The content folder is away for a while, as on a disk that is not connected, and people go on."""
        content = self.server.content
        away = content.rename(content.with_name("away"))
        self.trace.append(("away",))
        for _ in range(self.chance.randrange(1, 5)):
            if self.windows.get(window, {}).get("phase") in ("open", "sending"):
                getattr(self, self.chance.choice(("type", "save", "refresh", "decide", "advance")))(window, language)
            self.deliver()
        if self.chance.random() < 0.2:
            self.server.start()
        assert not content.exists(), f"sequence {self.seed}: a second folder after {self.trace}"
        away.rename(content)
        self.trace.append(("back",))

    def protect(self, _, language):
        """A file gets write-protected, or is so no more."""
        file = self.server.file(language)
        if file.exists():
            self.trace.append(("protect", language))
            file.chmod(0o444 if file.stat().st_mode & 0o200 else 0o644)

    def damage(self, _, __):
        """Something makes a file of people's work unreadable, which the server alone writes: what it has is set aside
        by whoever reads it."""
        name = self.dice.choice(("renamed.json", "started"))
        file = self.server.folder / name
        # What was damaged before and nobody has read since would be written over here.
        if file.exists() and not WORD.search(file.read_text("utf-8")):
            self.number += 1
            word = f"w{self.number}x"
            self.owed[word] = ("", self.clock)
            self.trace.append(("damage", name))
            file.write_text(f"{{{word}", "utf-8")

    def fill(self, _, __):
        """The disk gets full, or is so no more."""
        self.server.full = not self.server.full
        self.trace.append(("full", self.server.full))

    def rename(self, window, _):
        """A person gives the story another address, once all is saved, and goes on there; the server may end
        meanwhile."""
        self.run("save", window=window)
        for request in [one for one in self.pending if one["window"] == window]:
            self.answer(request, "good")
        if self.windows.get(window, {}).get("state") != "saved":
            return
        if self.dice.random() < 0.3:
            self.server.writings_left = self.dice.randrange(16)
        slug = self.dice.choice(SLUGS)
        self.trace.append(("rename", slug, self.server.writings_left))
        before = self.server.stems
        outcome = self.server.carry_out("rename", {"stem": self.server.stem, "slug": slug}, {})
        self.server.writings_left = None
        assert len(self.server.stems) <= len(before), f"sequence {self.seed}: a pair under two stems"
        if "value" in outcome:
            self.leave(window, "close")
            self.open(window)

    def rename_outside(self, _, __):
        """Another program gives the story's files other names."""
        slug, server = self.dice.choice(SLUGS), self.server
        new = f"{FOLDER}/{slug}"
        files = {server.file(code): server.content / f"{new}.{code}.md" for code in LANGUAGES}
        if any(file.exists() for file in files.values()) or not any(file.exists() for file in files):
            return
        self.trace.append(("rename outside", slug))
        server.follow()
        before = {stem: pair.digest for stem, pair in server.site.pairs().items()}
        for old, file in files.items():
            if old.exists():
                old.rename(file)
        server.stem = new
        server.follow(before)

    def bring_in(self, _, __):
        """A page is imported to the story's address, where that is free."""
        imports = Imports(self.server.site, self.server.store)
        page = imports.read(b"Another bridge\n\nOf the importer.\n", "page.txt")
        rows = [SettledRow(one.id, "text", "en") for one in page.rows]
        self.server.site.reload()
        there = self.server.texts
        self.trace.append(("import",))
        with contextlib.suppress(*REFUSALS):
            imports.write(page.id, rows, {"date": "2026-03-01"}, self.server.stem.rpartition("/")[2])
        assert there.items() <= self.server.texts.items()

    def remove(self, window, _):
        """A person deletes the story."""
        self.run("remove", window=window)

    def restore(self, _, __):
        """A person brings it back, unless there is another by now."""
        with contextlib.suppress(*REFUSALS):
            for one in self.server.store.list_deletions()[:1]:
                self.trace.append(("restore",))
                self.server.commands.restore(one.key)

    def storage(self, _, __):
        """The browser's database answers, or does not."""
        self.run("storage", works=self.dice.random() < 0.5)

    def second_window(self, _, __):
        """The story is opened in one more window."""
        if len(self.windows) < 3:
            self.open()

    def recover(self, window, _):
        """A person takes over what another window left."""
        if offers := self.windows[window]["offers"]:
            self.run("recover", window=window, at=self.dice.randrange(len(offers)))

    def forget(self, window, _):
        """A person forgets what another window left."""
        if offers := self.windows[window]["offers"]:
            at = self.dice.randrange(len(offers))
            self.forgive(WORD.findall(offers[at]))
            self.run("forget", window=window, at=at)

    def close(self, window, _):
        """A window is closed."""
        self.leave(window, "close")

    def reload(self, window, _):
        """A page is loaded again."""
        self.leave(window, "close")
        self.open(window)

    def crash(self, window, _):
        """A window ends at once: at any moment, or after a while in which no server was reached."""
        for _ in range(self.dice.choice((0, 4))):
            for request in [one for one in self.pending if one["window"] == window]:
                self.answer(request, "never")
            self.run("advance", milliseconds=600)
        self.leave(window, "crash")
        if self.dice.random() < 0.5:
            self.open(window)

    def leave(self, window, way):
        """A window goes; a crash may take what was typed just before."""
        before = self.seen()
        self.run(way, window=window)
        gone = (self.owed.keys() & before) - self.seen() - self.durable(self.server.texts)
        young = {word for word in gone if way == "crash" and self.owed[word][1] > self.clock - ALLOWED}
        self.forgive(young | (gone & self.at_mercy))
        self.look()

    def advance(self, _, __):
        """Time goes on."""
        self.run("advance", milliseconds=self.dice.choice((50, 150, 600, 2100, 31000)))

    def kill(self, _, __):
        """The server is killed, and started again."""
        self.trace.append(("kill",))
        self.server.start()

    def play(self):
        """Random actions, and the rule after each; then all is well again, and it still holds."""
        self.open()
        for _ in range(STEPS):
            self.act()
            self.check()
            for _ in range(self.dice.randrange(4)):
                self.deliver()
                self.check()
        self.server.full = False
        self.run("storage", works=True)
        for file in self.server.content.rglob("*.md"):
            file.chmod(0o644)
        while self.stray:
            self.deliver()
        for _ in range(6):
            self.deliver_all()
            self.run("advance", milliseconds=2500)
            self.check()
        for window in [*self.windows][1:]:
            self.leave(window, "close")
            self.check()
        for window in [*self.windows]:
            self.run("refresh", window=window)
            self.deliver_all()
            self.check_offers(window)
            self.leave(window, "close")
            self.check()
        self.kill("", "")
        for stem in self.server.store.list_unsaved():
            self.open("last", stem)
            self.deliver_all()
            self.check_offers("last")
            self.leave("last", "close")

    def check_offers(self, window):
        """All that is owed of windows that are gone is offered in a window, unless files or versions have it: not
        what a person took out before the newest text of a page came to the browser alone."""
        shown = self.windows.get(window)
        if not shown or shown["phase"] == "loading" or shown["deleted"]:
            return
        stem = self.server.store.present_stem(shown["stem"])
        journals = [one.state for one in self.server.store.journals(stem)]
        texts = self.server.texts.items()
        known = words_in([text for file, text in texts if file.suffix != ".json"]) | self.seen()
        hidden = sorted((words_in(journals) & self.owed.keys()) - known)
        assert not hidden, f"sequence {self.seed}: {hidden} after {self.trace}"


# What happens, and how often.
ACTIONS = {
    "type": 20,
    "type_field": 5,
    "type_shared": 2,
    "type_header": 12,
    "erase": 2,
    "type_dialog": 3,
    "take_dialog": 2,
    "decide_dialog": 0.5,
    "dismiss_dialog": 0.5,
    "attach": 1,
    "answer_file": 3,
    "damage": 0.5,
    "save": 12,
    "refresh": 5,
    "reshape": 8,
    "decide": 8,
    "bring_back": 3,
    "outside": 6,
    "protect": 2,
    "fill": 2,
    "rename": 2,
    "rename_outside": 1,
    "bring_in": 0.3,
    "remove": 0.5,
    "restore": 2,
    "storage": 1,
    "second_window": 3,
    "recover": 5,
    "forget": 1,
    "close": 1,
    "reload": 2,
    "crash": 2,
    "advance": 14,
    "kill": 2,
}


# What more happens around the editor: in some sequences, so that the others are as they were.
AROUND = ("type_within", "save_as", "check_out", "go_away")


@pytest.fixture
def server(site_folder, monkeypatch):
    """The server of a small site."""
    return Server(Site(), monkeypatch)


@pytest.fixture
def start_driver():
    """Starts windows with the modules of a folder."""
    drivers = []

    def start(modules):
        drivers.append(Driver(modules))
        return drivers[-1]

    yield start
    for driver in drivers:
        driver.close()


def test_nothing_that_was_typed_is_ever_gone(server, start_driver):
    """The rule holds after each step of each sequence."""
    play(server, start_driver(MODULES), range(SEED, SEED + SEQUENCES))


def play(server, driver, seeds):
    """Play the sequences of these seeds."""
    for seed in seeds:
        Sequence(server, driver, seed).play()


# Faults that the editor had, or that a change could bring back: a module, and what stands in it, and stood.
FAULTS = {
    "a text that is replaced is not put aside": (
        "text-model.js",
        "if (text.exists) this.aside.push",
        "if (false) this.aside.push",
    ),
    "what is not known to be changed is taken for being on disk": (
        "text-model.js",
        "if (text.exists) this.aside.push",
        "if (text.isChanged) this.aside.push",
    ),
    "after a conflict the page shows what is on disk": (
        "session.js",
        "else await this.saveNow();",
        "else { await this.saveNow(); this.model.texts[code].load(conflict.text); }",
    ),
    "what was typed while a save was under way is forgotten": (
        "text-model.js",
        "if (body !== (sent.body ?? form.body))",
        "if (false)",
    ),
    "the form of a whole file that is not on disk forgets its header": (
        "text-model.js",
        "exact: isOnDisk ? null :",
        "exact: true ? null :",
    ),
    "a save of a shared field takes another window's text for its own": (
        "text-model.js",
        "if (draft || (text.data.whole === undefined && data.body === text.base.body))",
        "if (true)",
    ),
    "a draft in a language that the site no longer has is dropped": (
        "text-model.js",
        "        this.aside.push({ id: this.newId(), texts: { [code]: draft }, shared: {} });\n        continue;",
        "        continue;",
    ),
    "a failed save counts as one": (
        "session.js",
        "this.model.failed(error.message",
        "for (const one of Object.values(this.model.texts)) one.base = { ...one.base, text: one.whole ?? '',"
        " body: one.body, fields: { ...one.fields } };\n      this.model.failed(error.message",
    ),
    "what is put aside is in no journal": (
        "text-model.js",
        "return this.aside.length ? { ...this.drafts, aside: [...this.aside] } : this.drafts;",
        "return this.drafts;",
    ),
    "the browser keeps nothing while no server is reached": (
        "kept-here.js",
        "if (!entry.state || entry.number < this.kept",
        "if (entry || entry.number < this.kept",
    ),
    "a dialog is forgotten before the text that it was put into is kept": (
        "journal.js",
        "this.taken = [...this.taken, other];",
        "other.forget?.(); this.taken = [...this.taken, other];",
    ),
    "two pages that go on with a dialog keep it in one place": (
        "forms.js",
        "new KeptHere(placesOf(around), `",
        "new KeptHere(placesOf(around), left?.key ?? `",
    ),
    "a dialog that is decided is not kept when its page is closed": (
        "forms.js",
        "if (this.here.keepAtOnce(this.entry))",
        "if (!this.around.is && this.here.keepAtOnce(this.entry))",
    ),
    "a dialog that is closed is forgotten once the database has done it": (
        "kept-here.js",
        "    local.set(prefix + key, said);",
        "",
    ),
    "what is typed into a dialog is on the screen alone": (
        "forms.js",
        "this.here.keep(this.entry).then(",
        "Promise.resolve(false).then(",
    ),
    "a form is made of what was sent, not of what is typed": (
        "session.js",
        "if (JSON.stringify(draft) === JSON.stringify(this.model.texts[code].data)) return answer;",
        "return answer;",
    ),
}


@pytest.mark.only_long
@pytest.mark.parametrize("fault", FAULTS)
def test_the_rule_finds_faults(server, start_driver, tmp_path, fault):
    """Each fault that is planted breaks the rule, in a sequence in which the editor itself keeps it."""
    name, present, former = FAULTS[fault]
    shutil.copytree(MODULES, tmp_path / "modules")
    text = (MODULES / name).read_text("utf-8")
    assert text.count(present) == 1
    (tmp_path / "modules" / name).write_text(text.replace(present, former), "utf-8")
    seed = find(server, start_driver(tmp_path / "modules"))
    play(server, start_driver(MODULES), [seed])


def find(server, driver):
    """The first sequence that breaks the rule."""
    with pytest.raises(AssertionError, match=r"^sequence \d+") as broken:
        play(server, driver, range(MOST))
    found = re.match(r"sequence (\d+)", str(broken.value))
    assert found
    return int(found[1])


def read_or_nothing(file, read):
    """Take a file that cannot be read for one that is not there."""
    try:
        return read(file.read_bytes())
    except (OSError, ValueError):
        return None


def remove_anything(uploads, name):
    """Remove a file whoever has put it into a text."""
    (uploads._site.content / name).unlink(missing_ok=True)
    return {"removed": True}


# Faults of the server: where they are, and what stands there instead.
SERVER_FAULTS = {
    "what cannot be read is written over": (store_module, "read_kept", read_or_nothing),
    "a file that another window has put into its text is removed": (Uploads, "drop_upload", remove_anything),
}


@pytest.mark.only_long
@pytest.mark.parametrize("fault", SERVER_FAULTS)
def test_the_rule_finds_faults_of_the_server(server, start_driver, monkeypatch, fault):
    """They break the rule, too."""
    driver = start_driver(MODULES)
    with monkeypatch.context() as patch:
        patch.setattr(*SERVER_FAULTS[fault])
        seed = find(server, driver)
    play(server, driver, [seed])
