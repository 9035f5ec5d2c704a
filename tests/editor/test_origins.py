"""In Chromium: a browser comes in by the file, and a script of the site neither reads nor publishes by the editor."""

from __future__ import annotations

from urllib.parse import urlsplit

from plugins.editor.http.entrance import forwarding_page
from tests.editor.windows import STORY, opened

# What a script of the theme or of a plugin may try, with every cookie that the browser has.
ATTACK = """async (editor) => {
  const tries = [
    () => fetch(`${editor}/api/list`, { credentials: "include" }).then((answer) => answer.text()),
    () => fetch(`${editor}/`, { credentials: "include" }).then((answer) => answer.text()),
    () => fetch(`${editor}/api/publish`, { method: "POST", credentials: "include", body: "{}",
      headers: { "content-type": "application/json", "x-editor-key": "x" } }).then((answer) => answer.text()),
    () => fetch(`${editor}/api/publish`, { method: "POST", mode: "no-cors", credentials: "include", body: "{}" })
      .then((answer) => answer.type === "opaque" ? Promise.reject() : answer.text()),
    () => localStorage.getItem("editor-key") ?? Promise.reject(),
    () => new Promise((read, refused) => {
      const opened = window.open(`${editor}/`);
      setTimeout(() => { try { read(opened.document.title); } catch { refused(); } }, 1500);
    }),
  ];
  const found = [];
  for (const attempt of tries) found.push(await Promise.resolve().then(attempt).catch(() => null));
  return found;
}"""


def test_a_browser_comes_in_by_the_file(browser, running, tmp_path):
    """A page in a file, whose name is all that the browser's arguments have, leads into the editor."""
    file = tmp_path / "open.html"
    file.write_text(forwarding_page(running.address), "utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("#rows li")
    assert "#" not in page.url
    assert "token" not in page.url
    other = context.new_page()
    other.goto(running.root + STORY)
    other.wait_for_selector("#state[data-state=saved]")
    context.close()


def test_a_script_of_the_site_reaches_nothing(visit, running):
    """With the editor open in the same browser, a script at the site's origin gets no text, no page and no key, and
    nothing is published; the frame of the preview is at that origin and may not lead the window elsewhere."""
    page = opened(visit)
    page.keyboard.press("Alt+p")
    page.frame_locator(".preview-frame").locator("main h1").wait_for()
    frame = page.locator(".preview-frame")
    assert urlsplit(frame.get_attribute("src")).netloc == urlsplit(running.site).netloc
    assert frame.get_attribute("sandbox") == "allow-scripts allow-same-origin"
    site = page.context.new_page()
    site.goto(f"{running.site}/favicon.ico")
    site.evaluate("document.title = 'the site'")
    assert site.evaluate(ATTACK, f"{running.root}/~editor") == [None] * 6
    state = page.evaluate("ofEditor('api.js').then((api) => api.get('publish-state'))")
    assert (state["kind"], state["running"]) == ("", False)
