// What a translation has not seen of its original: marks in the text, states above it, and the panel.

import { post } from "./api.js";
import { say } from "./dialogs.js";
import { button, draw as drawIn, hint, html, statePill } from "./drawing.js";
import { agoOf, t, writtenDayOf } from "./strings.js";

// The words that differ between two versions.
const difference = (words) => words.map(([kind, text]) => ({ gone: html`<del>${text}</del>`, new: html`<ins>${text}</ins>` })[kind] ?? text);

/** @param {import("./story-page.js").Page} page */
export function changesOf(page) {
  const { stem, languages, session } = page;

  let shownOutdated = null;

  function show() {
    shownOutdated = page.story.outdated;
    const outdated = page.story.outdated ?? {};
    for (const pane of page.writing.panes) {
      const behind = outdated[pane.code]?.changes.length ?? 0;
      const open = () => page.side.open("changes");
      const late = behind ? html`<button type="button" class="pill" data-state="behind" @click=${open}>${t("state_behind", { n: behind })}</button>` : "";
      drawIn(pane.states, [liveOf(page.story.states?.[pane.code]), late]);
      pane.outdatedLines = pane.code === page.story.original ? Object.values(outdated).flatMap((late) => late.changes.map((entry) => entry.line)) : [];
      page.writing.drawMarks(pane);
    }
    page.side.again("changes");
  }

  // Whether readers have a text, or when they will.
  const liveOf = (state) =>
    ["published", "scheduled", "changed", "ready"].includes(state) ? statePill(state, page.story.readers, writtenDayOf((page.shared.base.date ?? "").slice(0, 10))) : "";

  function draw() {
    const late = Object.entries(page.story.outdated ?? {});
    return late.length ? late.map(([code, behind]) => lateOf(code, behind)) : hint(t("nothing_outdated"));
  }

  const lateOf = (code, { since, changes }) => html`
    <h3>${t("changed_since", { language: languages[code].name, when: agoOf(since) })}</h3>
    ${hint(t("changed_hint"))}
    ${button(t("up_to_date"), () => accept(code), { kind: "primary" })}
    ${changes.map(({ words, line }) => html`
      <article class="change"><p lang=${languages[page.story.original].tag}>${difference(words)}</p>${button(t("go_there"), () => goToChange(code, line), { kind: "quiet" })}</article>`)}`;

  // Shows a paragraph of the original that has changed, and leads to its present translation, or to where one is missing.
  function goToChange(code, line) {
    const { writing, story } = page;
    writing.reveal(story.original, code);
    const target = writing.reveal(code, story.original);
    const source = writing.paneOf(story.original);
    page.checks.goToLine(story.original, line);
    if (!source.pane || !target.pane || !writing.level) return;
    for (let index = source.pane.paragraph; index >= 0; index -= 1) {
      const block = target.pane.blocks[writing.level.beside(source.pane, index)];
      if (!block) continue;
      writing.reveal(code);
      target.pane.go(block.to);
      return;
    }
  }

  // Of what is written now: it is saved first.
  async function accept(code) {
    if (page.model.isChanged && !(await page.state.save())) return;
    session.follow(await post("accept", { stem, language: code }));
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
    const code = Object.keys(page.story.outdated ?? {}).find((language) => page.writing.shown.includes(language) && page.story.outdated[language].changes.length);
    if (code) await accept(code);
    else say(t("nothing_outdated"));
  }

  return { name: "changes", title: t("original_changed"), key: "Alt+O", draw, show, follow, acceptNext };
}
