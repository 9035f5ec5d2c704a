// Two states of a text side by side: those of a conflict, or a version and the present text.

import { show } from "./dialogs.js";
import { html, made } from "./drawing.js";
import { phrases } from "./panes.js";
import { t } from "./strings.js";
import { EditorState, EditorView, MergeView, keymap, defaultKeymap, history, historyKeymap, unifiedMergeView } from "./vendor/codemirror.js";

function extensions(language, readOnly, label) {
  return [
    EditorView.cspNonce.of(document.body.dataset.nonce),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ lang: language.tag, dir: language.direction, "aria-label": label, spellcheck: "true" }),
    keymap.of([...historyKeymap, ...defaultKeymap]),
    history(),
    phrases,
    readOnly ? [EditorState.readOnly.of(true)] : [],
  ];
}

// Lines that are the same are folded, but for some around each change.
const collapseUnchanged = { margin: 3, minSize: 6 };

// Two texts compared in a box: side by side, or one with its changes in it where there is no room for two. Gives what
// has the second text, as it is by then.
function compareTexts(box, [before, beforeLabel], [after, afterLabel], language, takes = false) {
  const isNarrow = matchMedia("(max-width: 48rem)").matches;
  box.dataset.narrow = isNarrow ? "yes" : "";
  // A button of the comparison listens to the mouse alone; by key it would press a button of the dialog.
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    if (event.detail === 0) {
      button.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
      if (!button.isConnected) (box.querySelector("button") ?? view.contentDOM).focus();
    }
  });
  let view;
  let merged = null;
  if (isNarrow) {
    const changes = unifiedMergeView({ original: before, mergeControls: takes, collapseUnchanged });
    view = new EditorView({ parent: box, doc: after, extensions: [extensions(language, !takes, afterLabel), changes] });
  } else {
    merged = new MergeView({
      parent: box,
      a: { doc: before, extensions: extensions(language, true, beforeLabel) },
      b: { doc: after, extensions: extensions(language, !takes, afterLabel) },
      ...(takes ? { revertControls: "a-to-b" } : {}),
      collapseUnchanged,
    });
    view = merged.b;
  }
  return { text: () => view.state.doc.toString(), destroy: () => (merged ?? view).destroy() };
}

// Two texts in a dialog, each with its label; gives the button that was pressed, and the second text as it is by then.
export async function showBoth(title, language, before, after, buttons, { note = /** @type {unknown} */ (""), takes = false, form = /** @type {any} */ (null) } = {}) {
  const box = made(html`<div class="merge" lang=${language.tag}></div>`);
  const names = html`<div class="merge-names"><span>${before[1]}</span><span>${after[1]}</span></div>`;
  /** @type {any} */
  let view;
  const opened = () => (view = compareTexts(box, before, after, language, takes));
  const kept = form && { ...form, read: () => view.text() };
  const { value, done } = await show(title, [note, names, box], buttons, { opened, size: "full", form: kept });
  const text = view.text();
  view.destroy();
  return { value, text, done };
}

// What a person chooses of a conflict: { text, done } of what is to be saved, null in it for the text on disk; null where
// nothing was decided.
/** @param {import("./forms.js").Form} [left] what was left of the merged text */
export async function resolveConflict(language, conflict, left) {
  const cancel = { value: "", label: t("cancel") };
  if (!conflict.text.exists) {
    // The file was deleted by another program: the text here is the only one.
    const buttons = [cancel, { value: "other", label: t("leave_deleted") }, { value: "own", label: t("keep_own"), kind: "primary" }];
    const opened = (dialog) => dialog.querySelector("button[value=own]").focus();
    const { value } = await show(t("conflict_gone_title", { language: language.name }), html`<p>${t("conflict_gone_hint")}</p>`, buttons, { opened });
    return chosen(value, conflict, "", () => {});
  }
  const buttons = [
    cancel,
    { value: "other", label: t("take_disk") },
    { value: "own", label: t("take_own") },
    { value: "merged", label: t("save_merged"), kind: "primary" },
  ];
  const note = html`<p class=${conflict.clean ? "success" : "warning"}>${t(conflict.clean ? "merge_clean" : "merge_doubtful")}</p>`;
  const texts = [[conflict.text.text, t("text_on_disk")], [left?.state ?? conflict.merged, t("text_merged")]];
  const form = { name: "conflict", given: { code: language.code }, left };
  const { value, text, done } = await showBoth(t("conflict_title", { language: language.name }), language, texts[0], texts[1], buttons, { note, takes: true, form });
  return chosen(value, conflict, text, done);
}

const chosen = (value, { own }, merged, done) => (value ? { text: { other: null, own, merged }[value], done } : null);
