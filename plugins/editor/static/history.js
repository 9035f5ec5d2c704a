// Versions and conflicts: two states of a text side by side.

import { get } from "./api.js";
import { show } from "./dialogs.js";
import { phrases } from "./phrases.js";
import { agoOf, list, make, t } from "./words.js";
import { EditorState, EditorView, MergeView, keymap, defaultKeymap, history, historyKeymap } from "./vendor/codemirror.js";

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

// Both texts of a conflict and a merge; gives the text that is to be saved, null where nothing was decided.
export async function resolveConflict(language, conflict) {
  if (conflict.gone) return resolveDeletion(language, conflict);
  const box = make("div", { class: "merge", lang: language.tag });
  const note = make("p", { class: conflict.clean ? "success" : "warning" }, t(conflict.clean ? "merge_clean" : "merge_doubtful"));
  const names = make("div", { class: "merge-names" }, make("span", {}, t("text_on_disk")), make("span", {}, t("text_merged")));
  let view = null;
  const opened = () => {
    view = new MergeView({
      parent: box,
      a: { doc: conflict.other, extensions: extensions(language, true, t("text_on_disk")) },
      b: { doc: conflict.merged, extensions: extensions(language, false, t("text_merged")) },
      revertControls: "a-to-b",
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
  };
  const buttons = [
    { value: "", label: t("cancel") },
    { value: "other", label: t("take_disk") },
    { value: "own", label: t("take_own") },
    { value: "merged", label: t("save_merged"), kind: "primary" },
  ];
  const answer = await show(t("conflict_title", { language: language.name }), [note, names, box], buttons, { opened, size: "full" });
  const merged = view?.b.state.doc.toString() ?? conflict.merged;
  view?.destroy();
  return { other: conflict.other, own: conflict.own, merged }[answer.value] ?? null;
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
  return { other: conflict.other, own: conflict.own }[answer.value] ?? null;
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
  let view = null;
  const opened = () => {
    view = new MergeView({
      parent: box,
      a: { doc: found.text, extensions: extensions(pane.language, true, agoOf(version.moment)) },
      b: { doc: found.present, extensions: extensions(pane.language, true, t("text_now")) },
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
  };
  const buttons = [
    { value: "", label: t("close") },
    { value: "restore", label: t("restore_version"), kind: "primary" },
  ];
  const answer = await show(t("version_of", { when: agoOf(version.moment) }), [names, box], buttons, { opened, size: "full" });
  view?.destroy();
  if (answer.value === "restore") restore(pane.code, found.text);
}
