// Versions and conflicts: two states of a text side by side.

import { get } from "./api.js";
import { phrases } from "./codemirror-strings.js";
import { show } from "./dialogs.js";
import { make } from "./dom.js";
import { agoOf, list, t } from "./strings.js";
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
  return { get text() { return view.state.doc.toString(); }, destroy: () => (merged ?? view).destroy() };
}

// Both texts of a conflict and a merge; gives "other", or { text } of what is to be saved, null where nothing was decided.
export async function resolveConflict(language, conflict) {
  if (conflict.gone) return resolveDeletion(language, conflict);
  const box = make("div", { class: "merge", lang: language.tag });
  const note = make("p", { class: conflict.clean ? "success" : "warning" }, t(conflict.clean ? "merge_clean" : "merge_doubtful"));
  const names = make("div", { class: "merge-names" }, make("span", {}, t("text_on_disk")), make("span", {}, t("text_merged")));
  /** @type {any} */
  let view = null;
  const opened = () => {
    view = compareTexts(box, [conflict.other, t("text_on_disk")], [conflict.merged, t("text_merged")], language, true);
  };
  const buttons = [
    { value: "", label: t("cancel") },
    { value: "other", label: t("take_disk") },
    { value: "own", label: t("take_own") },
    { value: "merged", label: t("save_merged"), kind: "primary" },
  ];
  const answer = await show(t("conflict_title", { language: language.name }), [note, names, box], buttons, { opened, size: "full" });
  const merged = view?.text ?? conflict.merged;
  view?.destroy();
  return { other: "other", own: { text: conflict.own }, merged: { text: merged } }[answer.value] ?? null;
}

// The file was deleted by another program: the text here is the only one.
async function resolveDeletion(language, conflict) {
  const buttons = [
    { value: "", label: t("cancel") },
    { value: "other", label: t("leave_deleted") },
    { value: "own", label: t("keep_own"), kind: "primary" },
  ];
  const opened = (dialog) => dialog.querySelector("button[value=own]").focus();
  const answer = await show(t("conflict_gone_title", { language: language.name }), make("p", {}, t("conflict_gone_hint")), buttons, { opened });
  return { other: "other", own: { text: conflict.own } }[answer.value] ?? null;
}

// The side with the versions of each shown text.
export async function showVersions(panes, restore) {
  const parts = [];
  for (const pane of panes.filter((one) => one.draft.exists)) {
    const { name } = pane.draft.base;
    const { versions } = await get("versions", { name });
    const items = versions.map((version) => {
      const what = version.fields.length ? t("before_field", { n: version.fields.length, fields: list.format(version.fields.map((one) => t(`field_${one.replaceAll("-", "_")}`))) }) : t("before_text", { n: version.paragraphs || 1 });
      const open = make("button", { type: "button", class: "check-text" }, `${agoOf(version.moment)}, ${what}`);
      open.addEventListener("click", () => compare(pane, name, version, restore));
      return make("li", {}, open);
    });
    parts.push(make("h3", {}, pane.language.label), items.length ? make("ol", { class: "versions" }, items) : make("p", { class: "hint" }, t("no_versions")));
  }
  return parts;
}

async function compare(pane, name, version, restore) {
  const found = await get("versions", { name, id: version.id });
  const box = make("div", { class: "merge", lang: pane.language.tag });
  const names = make("div", { class: "merge-names" }, make("span", {}, agoOf(version.moment)), make("span", {}, t("text_now")));
  /** @type {any} */
  let view = null;
  const opened = () => {
    view = compareTexts(box, [found.text, agoOf(version.moment)], [found.present, t("text_now")], pane.language);
  };
  const buttons = [
    { value: "", label: t("close") },
    { value: "restore", label: t("restore_version"), kind: "primary" },
  ];
  const answer = await show(t("version_of", { when: agoOf(version.moment) }), [names, box], buttons, { opened, size: "full" });
  view?.destroy();
  if (answer.value === "restore") restore(pane.code, found);
}
