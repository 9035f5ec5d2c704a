"""What people do in windows of the editor, and what can be seen there."""

from __future__ import annotations

import re
import time
from pathlib import Path

from tests.small_site import ROOT

STORY = "/~editor/story?stem=news/2026/bridge"
AXE = Path(__file__).parent / "axe" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXT = ".pane[data-language={}] .cm-content"
PASTE = """([selector, html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP = """([selector, name, type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type }));
  document.querySelector(selector).dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def is_foreign(url, running):
    """Whether an address is not of that editor."""
    return not url.startswith((running.root, running.site, "data:", "blob:", "about:"))


def built(page, running):
    """Wait until the site is there."""
    end = time.monotonic() + 60
    while not page.context.request.get(f"{running.site}/news/bridge/").ok:
        assert time.monotonic() < end
        page.wait_for_timeout(50)


def state(page, wanted):
    """Wait until the page says that it is in a state of saving."""
    page.wait_for_selector(f"#state[data-state={wanted}]")


def until(page, claim, seconds=30):
    """Wait until an expression is true; the policy of the pages forbids what Playwright's own waiting does."""
    end = time.monotonic() + seconds
    while not page.evaluate(claim):
        assert time.monotonic() < end, claim
        page.wait_for_timeout(50)


def written(running, language="en", name="bridge"):
    """What a story's file holds."""
    return (running.folder / f"content/news/2026/{name}.{language}.md").read_text("utf-8")


def opened(visit, path=STORY, **options):
    """The page of a story, ready to type in."""
    page = visit(path, **options)
    state(page, "saved")
    return page


def type_at_end(page, text, language="en"):
    """Type at the end of a text."""
    page.locator(TEXT.format(language)).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def words_of(content):
    """The words that the site has added to its dictionaries."""
    file = content / "words.txt"
    return file.read_text("utf-8").splitlines() if file.exists() else []


def axe_faults(page):
    """The rules that axe finds broken, with the first place of each."""
    # What is still being drawn cannot be looked at.
    page.wait_for_timeout(400)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate("tags => axe.run(document, { runOnly: tags })", WCAG)
    return [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"][:200])
        for one in result["violations"]
    ]


def listed_keys():
    """The keys in the list of a story's page, a row each, as its scripts have them: "F8 Shift+F8"."""
    scripts = sorted((ROOT / "plugins/editor/static").glob("*.js"))
    return [row for file in scripts for row in re.findall(r'\bkeys?: "([^"]+)"', file.read_text("utf-8"))]
