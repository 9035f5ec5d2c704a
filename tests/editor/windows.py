"""What people do in windows of the editor, and what can be seen there."""

from __future__ import annotations

import re
import time
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error

from tests.small_site import ROOT

STORY = "/~editor/story?stem=news/2026/bridge"
# A page of the editor's origin that runs nothing and need not be drawn.
PLAIN = "/~editor/files/1/static/building.js"
SIZE = {"width": 1440, "height": 900}
AXE = Path(__file__).parent / "axe" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of these, what differs in dark and in another script.
APPEARANCE = {"type": "rule", "values": ["color-contrast", "link-in-text-block", "html-lang-valid", "valid-lang"]}
# Rounds of the same work after which it is one that is tried until it succeeds.
REPEATED = 3
# What is said where the page that was looked at has given way to the next one.
GONE = "Execution context was destroyed"
SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXT = ".pane[data-language={}] .cm-content"
# An e-mail as it is pasted, and a whole document.
MAIL = (
    "From: Ana <ana@un.org>\nSent: Tuesday, 24 November 2026\nTo: Press\nSubject: Facts\n\nDear all,\n\n"
    "The bridge in Niš was opened on Monday by the mayor and the Resident\nCoordinator.\n\nBest regards,\nAna\n"
)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
# Where the lines of a text that have words begin.
TOPS = """language => [...document.querySelectorAll(`.pane[data-language=${language}] .cm-line`)]
  .filter(line => line.textContent.trim()).map(line => Math.round(line.getBoundingClientRect().top))"""
PASTE = """([selector, html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
# Runs before the scripts of a page: `window.due` has what they have begun and what ends soon by itself, which are
# requests, timers and frames, each with how often the same was begun before; what is later than a second, as a message
# that goes away, is none of it.
DUE = """(() => {
  const due = (window.due = new Set());
  const { fetch, setTimeout, clearTimeout, requestAnimationFrame, cancelAnimationFrame } = window;
  const timers = new Map(), frames = new Map(), rounds = new Map();
  const done = (all, id) => { due.delete(all.get(id)); all.delete(id); };
  const begun = (work) => {
    const one = { work: work.slice(0, 120), round: rounds.get(work) ?? 0 };
    rounds.set(work, one.round + 1);
    due.add(one);
    return one;
  };
  const add = (all, id, work) => { all.set(id, begun(String(work))); return id; };
  window.fetch = (...all) => {
    const request = begun(`fetch ${all[0]}`);
    return fetch(...all).finally(() => setTimeout(() => due.delete(request)));
  };
  window.setTimeout = (work, milliseconds = 0, ...all) => {
    const id = setTimeout((...given) => { done(timers, id); work(...given); }, milliseconds, ...all);
    return milliseconds > 1000 ? id : add(timers, id, work);
  };
  window.clearTimeout = (id) => { done(timers, id); clearTimeout(id); };
  window.requestAnimationFrame = (work) => {
    const id = requestAnimationFrame((time) => { done(frames, id); work(time); });
    return add(frames, id, `frame ${work}`);
  };
  window.cancelAnimationFrame = (id) => { done(frames, id); cancelAnimationFrame(id); };
  const moves = () => document.getAnimations().filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime)
    && one.playState === "running").map((one) => ({ work: `frame moves ${one.effect.target?.className}`, round: 0 }));
  // Of the tests themselves, whatever a page or a test makes of timers.
  window.pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  // Two more frames are drawn, or could be: a window in the background draws none.
  const drawn = () => new Promise((done) => {
    const late = setTimeout(done, 500);
    requestAnimationFrame(() => requestAnimationFrame(() => { clearTimeout(late); done(); }));
  });
  // What is due once they are: nothing, or what still is after some looks.
  window.whatIsDue = async () => {
    for (let looks = 10; ; looks -= 1) {
      await drawn();
      const found = [...due, ...moves()];
      if (!found.length || !looks) return found;
      await window.pause(50);
    }
  };
})()"""
# Beside it, the modules of a page as the page itself has them.
OF_EDITOR = """window.ofEditor = (name) =>
  import(document.querySelector("script[type=module]").src.replace(/[^/]*$/, name));"""
# Forgets what the pages of an origin keep, and lets the next ones in; whoever opens a database then waits until it is
# deleted.
BEGIN = """async (key) => {
  for (const storage of [localStorage, sessionStorage]) storage.clear();
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
  localStorage.setItem("editor-key", key);
}"""
# The answers to requests with a name come half a second later.
SLOW = """(name) => { const fetches = fetch; window.fetch = async (...all) => {
  const answer = await fetches(...all);
  if (all[0].includes(name)) await new Promise((done) => setTimeout(done, 500));
  return answer; }; }"""
DROP = """([selector, name, type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type }));
  document.querySelector(selector).dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


class Profile:
    """What the windows of one browser share: cookies, storage, and scripts as they were loaded and compiled. One window
    stays from test to test, since its next page costs the browser a third less than that of a new one. `problems` are
    the errors of scripts in the windows that were opened here, and where they broke their policy."""

    def __init__(self, browser, viewport=None, **options):
        self._size = viewport or SIZE
        self._context = browser.new_context(viewport=self._size, **options)
        self._context.set_default_timeout(60_000)
        self._context.add_init_script(f"{DUE};{OF_EDITOR}")
        self.problems = []
        self._targets = browser.new_browser_cdp_session()
        # The window that stays, and the server that it has been let in by.
        self._window, self._root = None, ""

    def _new_window(self):
        page, add = self._context.new_page(), self.problems.append
        page.on("pageerror", lambda error: add(str(error)))
        page.on("console", lambda line: add(line.text) if "Content Security" in line.text else None)
        return page

    def open(self, running, viewport=None):
        """A window that has the cookies and the key of a session, without a page yet: first the one that stays."""
        if self._root == running.root:
            page = self._new_window()
        else:
            self._root = running.root
            answer = self._context.request.get(running.address, max_redirects=0)
            page = self._window = self._window or self._new_window()
            if page.url != running.root + PLAIN:
                page.goto(running.root + PLAIN)
            page.evaluate(BEGIN, answer.headers["location"].partition("#key=")[2])
        if page.viewport_size != (viewport or self._size):
            page.set_viewport_size(viewport or self._size)
        return page

    def clear(self, running):
        """Leave the page of the window that stays, where it and the server are still there, and close the others."""
        for page in self._context.pages:
            if page != self._window:
                page.close()
        if self._window is not None:
            self._leave(running)
        self._wait_until_gone(running.root)
        self._context.clear_cookies()
        self.problems.clear()
        self._root = ""

    def _leave(self, running):
        try:
            self._window.goto(running.root + PLAIN)
            self._window.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
            self._window.unroute_all()
        except Error:
            self._window.close()
            self._window = None

    def _wait_until_gone(self, root, seconds=60):
        """Wait until the browser has ended the worker that the windows of an origin shared."""
        end, only_workers = time.monotonic() + seconds, [{"type": "shared_worker", "exclude": False}, {"exclude": True}]
        while any(
            root in one["url"]
            for one in self._targets.send("Target.getTargets", {"filter": only_workers})["targetInfos"]
        ):
            assert time.monotonic() < end
            time.sleep(0.03)

    def close(self):
        """End it."""
        self._targets.detach()
        self._context.close()


def built(page, running):
    """Wait until the site is there."""
    end = time.monotonic() + 60
    while not page.context.request.get(f"{running.site}/news/bridge/").ok:
        assert time.monotonic() < end
        page.wait_for_timeout(50)


def state(page, wanted):
    """Wait until the page says that it is in a state of saving."""
    page.wait_for_selector(f"#state[data-state={wanted}]")


def until(page, claim, seconds=60):
    """Wait until an expression is true, also in the page that comes after this one; the policy of the pages forbids
    what Playwright's own waiting does."""
    end = time.monotonic() + seconds
    while not _is_true(page, claim):
        assert time.monotonic() < end, claim


# Looks at an expression again and again, for some seconds.
LOOK = """(async () => {
  const pause = window.pause ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  const end = performance.now() + 5000;
  for (;;) {
    const found = (CLAIM);
    if (await (typeof found === "function" ? found() : found)) return true;
    if (performance.now() > end) return false;
    await pause(40);
  }
})()"""


def _is_true(page, claim):
    try:
        return page.evaluate(LOOK.replace("CLAIM", claim))
    except Exception as error:
        if GONE not in str(error):
            raise
        return False


def kept_in_browser(page, words):
    """Wait until the browser's own database has what was typed, as where the server cannot be reached or is full."""
    claim = """ofEditor('browser-store.js').then(async ({ texts }) =>
      JSON.stringify(await texts.entries()).includes("WORDS"))"""
    until(page, claim.replace("WORDS", words))


def written(running, language="en", name="bridge"):
    """What a story's file holds."""
    return (running.folder / f"content/news/2026/{name}.{language}.md").read_text("utf-8")


def everything(running):
    """All that the editor keeps on the disk, and the files, as one text."""
    files = [file for part in ("content", ".editor") for file in (running.folder / part).rglob("*")]
    return "\n".join(file.read_text("utf-8") for file in files if file.is_file() and file.suffix != ".jpg")


def opened(visit, path=STORY, **options):
    """The page of a story, ready to type in."""
    page = visit(path, **options)
    state(page, "saved")
    return page


def decided(page, answer="yes"):
    """Press a button of the dialog, and wait until what it decides has been done: a key before that is another's."""
    page.click(f"dialog button[value='{answer}']")
    page.wait_for_selector("dialog", state="detached")


def type_at_end(page, text, language="en"):
    """Write at the end of a text, as a keyboard of a phone does: in one step."""
    page.locator(TEXT.format(language)).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def words_of(content):
    """The words that the site has added to its dictionaries."""
    file = content / "words.txt"
    return file.read_text("utf-8").splitlines() if file.exists() else []


def axe_faults(page, rules=WCAG, part="html"):
    """The rules, of these or with these tags, that axe finds broken in a part of a page, or in the dialog that is open,
    with the first place of each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    run = "([part, options]) => axe.run(document.querySelector('dialog[open]') ?? part, options)"
    result = page.evaluate(run, [part, {"runOnly": rules, "resultTypes": ["violations"]}])
    return [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"][:200])
        for one in result["violations"]
    ]


def rest(page, seconds=60):
    """Wait until a page has done what its scripts have begun, and is drawn; what comes from the server or from another
    program by itself is none of it, and is waited for by what the page shows of it. Nor are requests that are tried
    again and again, as on a full disk."""
    end, first = time.monotonic() + seconds, {}
    while due := [one for one in _due(page) if not _is_repeated(one, first)]:
        assert time.monotonic() < end, due
        page.wait_for_timeout(20)


def _is_repeated(one, first):
    """Whether the same timer or request was begun some times since one first looked."""
    return one["round"] - first.setdefault(one["work"], one["round"]) >= REPEATED and not one["work"].startswith(
        "frame"
    )


def _due(page):
    try:
        return page.evaluate("document.readyState === 'complete' ? whatIsDue() : [{ work: 'loading', round: 0 }]")
    except Exception as error:
        if GONE not in str(error):
            raise
        return [{"work": str(error), "round": 0}]


def listed_keys():
    """The keys in the list of a story's page, a row each, as its scripts have them: "F8 Shift+F8"."""
    others = {"import.js", "list.js"}
    scripts = [file for file in sorted((ROOT / "plugins/editor/static").glob("*.js")) if file.name not in others]
    return [row for file in scripts for row in re.findall(r'\bkeys?: "([^"]+)"', file.read_text("utf-8"))]


def picture(kind="JPEG", size=(1200, 800), mode="RGB", colour="teal", **options):
    """A picture's bytes."""
    stream = BytesIO()
    Image.new(mode, size, colour).save(stream, kind, **options)
    return stream.getvalue()


CHOSEN = "!document.querySelector('#new-picture')"


def choose(page, files):
    """Choose files for the text by key."""
    page.keyboard.press("Alt+g")
    page.wait_for_selector("#new-picture")
    page.set_input_files("#new-picture", files)
    page.click("dialog button[value=yes]")
    until(page, CHOSEN)


def file(name, data, kind="image/jpeg"):
    """A file as a browser's chooser gives it."""
    return {"name": name, "mimeType": kind, "buffer": data}
