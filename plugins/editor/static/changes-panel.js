// What a translation has not seen of its original: marks in the text, states above it, and the panel.

import { post } from "./api.js";
import { say } from "./dialogs.js";
import { difference, make } from "./dom.js";
import { agoOf, liveWords, t, writtenDayOf } from "./strings.js";

/** @param {import("./story-page.js").Page} page */
export function changesOf(page) {
  const { stem, languages, session } = page;

  let shownOutdated = null;

  function show() {
    shownOutdated = page.story.outdated;
    const outdated = page.story.outdated ?? {};
    for (const pane of page.writing.panes) {
      const late = outdated[pane.code];
      const change = late?.changes.length ?? 0;
      const stateOf = page.story.states?.[pane.code];
      const label = change ? t("state_behind", { n: change }) : "";
      const { live, where } = page.story.readers ?? {};
      const waits = stateOf === "scheduled" ? make("span", { class: "pill", data: { state: "scheduled" } }, t("state_scheduled", { date: writtenDayOf((page.shared.base.date ?? "").slice(0, 10)) })) : "";
      const out = live && !["draft", "missing", "scheduled"].includes(stateOf) ? make("span", { class: "pill", data: { state: "published", live }, title: where }, liveWords(live, where)) : waits;
      pane.states.replaceChildren(out, label ? make("button", { type: "button", class: "pill", data: { state: change ? "behind" : stateOf }, disabled: !change, onclick: () => page.side.open("changes") }, label) : "");
      pane.outdatedLines = pane.code === page.story.original ? Object.values(outdated).flatMap((one) => one.changes.map((entry) => entry.line)) : [];
      page.writing.drawMarks(pane);
    }
    page.side.again("changes");
  }

  function draw() {
    const parts = [];
    for (const [code, late] of Object.entries(page.story.outdated ?? {})) {
      const accept = make("button", { type: "button", class: "button", data: { kind: "primary" } }, t("up_to_date"));
      accept.addEventListener("click", () => accept(code));
      parts.push(make("h3", {}, t("changed_since", { language: languages[code].name, when: agoOf(late.since) })), make("p", { class: "hint" }, t("changed_hint")), accept);
      for (const change of late.changes) {
        const go = make("button", { type: "button", class: "button", data: { kind: "quiet" } }, t("go_there"));
        go.addEventListener("click", () => goToChange(code, change.line));
        parts.push(make("article", { class: "change" }, make("p", { lang: languages[page.story.original].tag }, difference(change.words)), go));
      }
    }
    if (!parts.length) parts.push(make("p", { class: "hint" }, t("nothing_outdated")));
    return parts;
  }

  // Shows a paragraph of the original that has changed, and leads to its present translation, or to where one is missing.
  function goToChange(code, line) {
    if (!page.writing.paneOf(page.story.original)) page.writing.choose(page.writing.panes[0].code === code ? 1 : 0, page.story.original);
    if (!page.writing.paneOf(code)) page.writing.choose(page.writing.panes[0].code === page.story.original ? 1 : 0, code);
    page.checks.goToLine(page.story.original, line);
    const [source, target] = [page.writing.paneOf(page.story.original), page.writing.paneOf(code)];
    if (!source.pane || !target.pane || !page.writing.level) return;
    for (let index = source.pane.paragraph; index >= 0; index -= 1) {
      const block = target.pane.blocks[page.writing.level.beside(source.pane, index)];
      if (!block) continue;
      page.writing.showPane(page.writing.panes.indexOf(target), false);
      target.pane.go(block.to);
      return;
    }
  }

  async function accept(code) {
    const outcome = await post("accept", { stem, language: code });
    session.follow(outcome);
    show();
    page.checks.soon(0);
    say(t("accepted"));
  }

  // What is shown follows where it is another than before.
  function follow() {
    if (page.story.outdated !== shownOutdated) show();
  }

  // The first of the shown translations that is behind.
  async function acceptNext() {
    const code = Object.keys(page.story.outdated ?? {}).find((one) => page.writing.shown.includes(one) && page.story.outdated[one].changes.length);
    if (code) await accept(code);
    else say(t("nothing_outdated"));
  }

  return { name: "changes", title: t("original_changed"), key: "Alt+O", draw, show, follow, accept, acceptNext };
}
