// Translations used before: marked in the original, put in place by a key.

import { placesOf } from "./align.js";
import { post } from "./api.js";
import { inPause } from "./delays.js";
import { say, toast } from "./dialogs.js";
import { t } from "./strings.js";

// Whether a paragraph was used as it is, and not only a similar one.
const isSame = (match) => match?.score >= 0.999;

/** @param {import("./story-page.js").Page} page */
export function usedBeforeOf(page) {
  const { stem } = page;

  const soon = inPause(markKnown, 600);

  async function markKnown() {
    const source = page.writing.paneOf(page.story.original);
    const target = page.writing.panes.find((pane) => pane.code !== page.story.original && pane.pane);
    if (!source?.pane || !target || source.draft.whole !== null) return;
    const blocks = source.pane.blocks;
    try {
      const matches = await post("used-before", { stem, source: source.code, target: target.code, paragraphs: blocks.map((block) => block.text) });
      source.known = matches.flatMap((match, at) => (isSame(match) ? [{ from: blocks[at].from, to: blocks[at].to, class: "known", attributes: { title: match.translation } }] : []));
      page.writing.drawMarks(source);
    } catch {
      // The marks are a help, and nothing waits for them.
    }
  }

  async function insert() {
    const pane = page.writing.panes.find((candidate) => candidate.pane?.view.hasFocus) ?? page.writing.panes[1];
    const other = page.writing.panes.find((candidate) => candidate !== pane);
    const index = pane?.pane && page.writing.level ? pane.pane.paragraph : -1;
    const there = index >= 0 ? page.writing.level.beside(pane.pane, index) : -1;
    const sourceBlock = there >= 0 ? other.pane.blocks[there] : null;
    if (!sourceBlock) return say(t("nothing_beside"));
    const [match] = await post("used-before", { stem, source: other.code, target: pane.code, paragraphs: [sourceBlock.text] });
    if (!match) return say(t("not_used_before"));
    const block = pane.pane.blocks[index];
    const empty = block && block.kind === "empty";
    const at = (empty && placesOf(pane.pane.text).find((place) => place.from === block.from)?.place) || pane.pane.view.state.selection.main.head;
    pane.pane.insert(match.translation, at, at, "input.memory");
    return isSame(match) ? say(t("used_before")) : toast(t("used_similar", { text: match.source }));
  }

  return { soon, insert };
}
