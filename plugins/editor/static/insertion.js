// Pictures and files that are put into the texts of a story.

import { paragraphsOf } from "./align.js";
import { say, toast } from "./dialogs.js";
import { asBlock } from "./formatting.js";
import { addLeft, chooseFiles, clipboardOf, takeDrop } from "./pasting.js";
import { pageData, t } from "./strings.js";
import { undo } from "./vendor/codemirror.js";

/** @param {import("./story-page.js").Page} page */
export function insertionOf(page) {
  const { session, drafts } = page;

  const insertion = {
    add,
    again: (pane, forms) => addLeft(pane, forms, insertion),
    clipboard: clipboardOf(),
    pasted: (pane) => page.checks.pasted(pane.code),
    languages: () => pageData.languages.filter((one) => drafts[one.code].exists),
    put(pane, parts) {
      const { doc, selection } = pane.pane.view.state;
      const at = selection.main.head;
      const blocks = pane.pane.blocks;
      // The paragraph that the cursor is in, or the one before an empty line.
      const empty = !doc.lineAt(at).text.trim();
      const within = empty ? -1 : blocks.findIndex((one) => at <= one.to);
      const index = within >= 0 ? within : blocks.findLastIndex((one) => one.to <= at);
      // Asked for before this text changes.
      const beside = page.writing.level ? page.writing.level.beside(pane.pane, index) : -1;
      const joined = (code) => parts.map((part) => part.texts[code]).join("\n\n");
      const undos = [];
      for (const { code } of insertion.languages()) {
        const other = page.writing.paneOf(code);
        if (other === pane) {
          const alone = parts.length === 1 && !parts[0].block;
          const place = alone ? at : empty ? at : (blocks[index]?.to ?? 0);
          pane.pane.insert(alone ? joined(code) : asBlock(pane.pane.text, joined(code), place), place, alone ? selection.main.to : place);
          undos.push(() => undo(pane.pane.view));
        } else if (other?.pane) {
          const place = index < 0 ? 0 : (other.pane.blocks[beside]?.to ?? other.pane.text.length);
          other.pane.insert(asBlock(other.pane.text, joined(code), place), place, place);
          undos.push(() => undo(other.pane.view));
        } else {
          undos.push(putIntoDraft(code, joined(code), index));
        }
      }
      toast(undos.length > 1 ? t("put_into_texts") : t("put_into_text"), t("undo"), () => {
        for (const back of undos) back();
      });
    },
  };

  // A text that is not shown: after the same paragraph, or at its end.
  function putIntoDraft(code, text, index) {
    const draft = drafts[code];
    const name = draft.whole === null ? "body" : "whole";
    const before = draft[name];
    const place = name === "body" && index >= 0 ? (paragraphsOf(before)[index]?.to ?? before.trimEnd().length) : before.trimEnd().length;
    const after = before.slice(0, place) + asBlock(before, text, place) + before.slice(place);
    session.type(code, { [name]: after });
    return () => {
      if (draft[name] === after) session.type(code, { [name]: before });
    };
  }

  // Files that come over the page: the texts that take them are marked. Beside these, the text takes them that was written
  // in last.
  let dragging = 0;
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    clearTimeout(dragging);
    document.body.dataset.dragging = "yes";
    dragging = setTimeout(() => delete document.body.dataset.dragging, 300);
  });
  document.addEventListener("drop", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const pane = page.writing.focusedPane();
    if (pane?.pane) takeDrop(pane, event, insertion);
  });

  function add(pane = page.writing.focusedPane()) {
    if (pane?.pane) return chooseFiles(pane, insertion);
    return say(t("not_translated", { language: pane.language.name }));
  }

  return insertion;
}
