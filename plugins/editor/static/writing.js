// The panes in which the texts are written: which are shown, level with each other, and where the keyboard is.

import { browser } from "./browser-store.js";
import { walkTabs } from "./dialogs.js";
import { draw as drawIn, html, place } from "./drawing.js";
import { LanguagePane } from "./language-pane.js";
import { Level } from "./panes.js";
import { pageData } from "./strings.js";

/** @param {import("./story-page.js").Page} page */
export function writingOf(page) {
  const { languages } = page;

  let panes = [];
  let level = null;
  let shownLanguages = [];

  const paneOf = (code) => panes.find((pane) => pane.code === code);

  // Shows what a draft has by now, also where it is another thing to show.
  function refresh(code) {
    const pane = paneOf(code);
    if (!pane || pane.drawn === pane.shape) return pane?.refresh();
    const focused = pane.element.contains(document.activeElement);
    pane.draw();
    arrange();
    page.changes.show();
    page.checks.show();
    return focused ? focusPane(pane) : undefined;
  }

  function choose(at, code) {
    const other = shownLanguages[1 - at];
    shownLanguages[at] = code;
    if (other === code) shownLanguages[1 - at] = pageData.languages.find((language) => language.code !== code).code;
    browser.set("editor-languages", JSON.stringify(shownLanguages));
    draw();
  }

  function draw() {
    const focused = panes.findIndex((pane) => pane.element.contains(document.activeElement));
    for (const pane of panes) pane.pane?.destroy();
    panes = shownLanguages.map((code, at) => new LanguagePane(page, code, at));
    place("panes").replaceChildren(...panes.map((pane) => pane.element));
    showPane(Math.max(0, focused), focused >= 0);
    arrange();
    page.changes.show();
    page.checks.show();
  }

  // On a narrow screen one pane is shown at a time.
  function showPane(at, focus = true) {
    place("panes").dataset.shown = at;
    // By key, the tab stays where the keyboard is.
    const tab = ({ language }, number) => html`
      <button type="button" role="tab" class="pane-tab" aria-selected=${number === at} @click=${(event) => showPane(number, event.detail > 0)}>${language.label}</button>`;
    drawIn(place("pane-tabs"), panes.map(tab));
    if (focus) focusPane(panes[at]);
  }

  // Shows a language, with another beside it: of three, two are shown. On a narrow screen it is the one.
  function reveal(code, beside = panes[0].code) {
    if (!paneOf(code)) choose(panes[0].code === beside ? 1 : 0, code);
    showPane(panes.indexOf(paneOf(code)), false);
    return paneOf(code);
  }

  // The text, or what stands in its place.
  function focusPane(pane) {
    if (pane.pane) pane.pane.view.focus();
    else pane.body.querySelector("button")?.focus();
  }

  function arrange() {
    level?.stop();
    level = null;
    const whole = panes.some((pane) => !pane.pane || pane.draft.whole !== null);
    if (!whole && panes.length === 2) level = new Level(panes[0].pane, panes[1].pane);
  }

  // The paragraph beside the one that is being written is marked.
  function moved(pane) {
    if (!pane.pane?.view.hasFocus || !level || !panes.includes(pane)) return;
    const other = panes[1 - panes.indexOf(pane)];
    const index = pane.pane.paragraph;
    if (index < 0) return;
    const there = level.beside(pane.pane, index);
    if (pane.paragraph === index && other.besideIndex === there) return;
    pane.paragraph = index;
    other.besideIndex = there;
    drawMarks(other);
    drawMarks(pane);
    page.preview.scrollTo(pane.code, pane.pane.view.state.doc.lineAt(pane.pane.view.state.selection.main.head).number + pane.draft.base.bodyLine - 1);
  }

  function drawMarks(pane) {
    if (!pane.pane) return;
    const blocks = pane.pane.blocks;
    const ranges = [];
    const focused = pane.pane.view.hasFocus;
    if (!focused && pane.besideIndex >= 0 && blocks[pane.besideIndex]) ranges.push({ ...blocks[pane.besideIndex], class: "beside", line: true });
    for (const line of pane.outdatedLines ?? []) {
      const number = line - pane.draft.base.bodyLine + 1;
      if (number < 1 || number > pane.pane.view.state.doc.lines) continue;
      const from = pane.pane.view.state.doc.line(number).from;
      const block = blocks.find((candidate) => from >= candidate.from && from <= candidate.to);
      if (block) ranges.push({ ...block, class: "outdated", line: true });
    }
    ranges.push(...(pane.known ?? []));
    pane.pane.mark(ranges.sort((a, b) => a.from - b.from));
  }

  // The pane that the keyboard is in, or was in before a button was pressed.
  let lastPane = null;
  place("panes").addEventListener("focusin", () => (lastPane = panes.find((pane) => pane.element.contains(document.activeElement)) ?? lastPane));
  const focusedPane = () =>
    panes.find((pane) => pane.element.contains(document.activeElement)) ?? panes.find((pane) => pane === lastPane && pane.element.checkVisibility()) ?? panes[place("panes").dataset.shown] ?? panes[0];

  // A swipe across the panes of a phone shows the other one.
  let touch = null;
  place("panes").addEventListener("touchstart", (event) => (touch = event.touches.length === 1 ? event.touches[0] : null), { passive: true });
  place("panes").addEventListener("touchend", (event) => {
    if (!touch || !matchMedia("(max-width: 48rem)").matches) return;
    const end = event.changedTouches[0];
    const across = end.clientX - touch.clientX;
    if (Math.abs(across) > 80 && Math.abs(end.clientY - touch.clientY) < 50) showPane(across < 0 ? 1 : 0, false);
  });
  addEventListener("resize", () => level?.later());
  place("pane-tabs").addEventListener("keydown", walkTabs);

  // The languages that are shown first; on a narrow screen, the interface's own.
  function start() {
    const kept = JSON.parse(browser.get("editor-languages") ?? "[]").filter((code) => languages[code]);
    const others = pageData.languages.map((language) => language.code).filter((code) => code !== page.story.original);
    shownLanguages = pageData.languages.length > 2 && kept.length === 2 ? kept : [page.story.original, ...others].slice(0, 2);
    draw();
    const first = pageData.languages.find((language) => page.drafts[language.code].exists && paneOf(language.code));
    if (first) showPane(panes.indexOf(paneOf(first.code)), false);
  }

  return {
    get panes() {
      return panes;
    },
    get level() {
      return level;
    },
    get shown() {
      return shownLanguages;
    },
    start,
    refresh,
    choose,
    paneOf,
    reveal,
    showPane,
    focusPane,
    focusedPane,
    arrange,
    moved,
    drawMarks,
  };
}
