// Two states of a text side by side: those of a conflict, or a version and the present text.

import { RequestError } from "./api.js";
import { show } from "./dialogs.js";
import { draw, html, made, repeat } from "./drawing.js";
import { phrases } from "./panes.js";
import { fieldLabel, t } from "./strings.js";
import { EditorState, EditorView, MergeView, presentableDiff, unifiedMergeView } from "./vendor/codemirror.js";

function extensions(language, label) {
  return [
    EditorView.cspNonce.of(document.body.dataset.nonce),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ lang: language.tag, dir: language.direction, "aria-label": label }),
    phrases,
    EditorState.readOnly.of(true),
  ];
}

// Lines that are the same are folded, but for some around each change.
const collapseUnchanged = { margin: 3, minSize: 6 };

// Two texts compared in a box: side by side, or one with its changes in it where there is no room for two. Gives what ends
// the comparison.
function compareTexts(box, before, after, language) {
  const isNarrow = matchMedia("(max-width: 48rem)").matches;
  box.dataset.narrow = isNarrow ? "yes" : "";
  const view = isNarrow
    ? new EditorView({ parent: box, doc: after[0], extensions: [extensions(language, after[1]), unifiedMergeView({ original: before[0], mergeControls: false, collapseUnchanged })] })
    : new MergeView({ parent: box, a: { doc: before[0], extensions: extensions(language, before[1]) }, b: { doc: after[0], extensions: extensions(language, after[1]) }, collapseUnchanged });
  return () => view.destroy();
}

const comparison = (language, before, after) => [
  html`<div class="merge-names"><span>${before[1]}</span><span>${after[1]}</span></div>`,
  html`<div class="merge" lang=${language.tag}></div>`,
];

// Two texts in a dialog, each with its label; gives the button that was pressed.
export async function showBoth(title, language, before, after, buttons) {
  let end = () => {};
  const opened = (dialog) => (end = compareTexts(dialog.querySelector(".merge"), before, after, language));
  const { value } = await show(title, comparison(language, before, after), buttons, { opened, size: "full" });
  end();
  return value;
}

// The words of a value; those that differ from what both began with are marked.
function wordsOf(before, value) {
  if (!value) return t("merge_nothing");
  const parts = [];
  let at = 0;
  for (const { fromB, toB } of presentableDiff(before, value)) {
    parts.push(value.slice(at, fromB), html`<ins>${value.slice(fromB, toB)}</ins>`);
    at = toB;
  }
  return [...parts, value.slice(at)];
}

const statusOf = (value) => t(value.toLowerCase() === "draft" ? "status_draft" : "status_published");

// What both have changed, with both values. Nothing is chosen until a person does.
function questionOf({ key, kind, name, before, mine, theirs }, language) {
  const values = { mine, theirs };
  const shown = (value) => (name === "status" ? statusOf(value) : html`<span lang=${language.tag} dir=${language.direction}>${wordsOf(before, value)}</span>`);
  const sides = kind === "paragraph" && mine && theirs ? ["mine", "theirs", "both"] : ["mine", "theirs"];
  const choiceOf = (side) => html`
    <label class="merge-choice"><input type="radio" name=${key} value=${side} required><span><b>${t(`merge_${side}`)}</b> ${side in values ? shown(values[side]) : ""}</span></label>`;
  return html`<fieldset class="merge-question"><legend>${kind === "field" ? fieldLabel(name) : t(`merge_${kind}`)}</legend>${sides.map(choiceOf)}</fieldset>`;
}

// What a person chooses of a conflict: { conflict, text }, with the text that is to be saved, null for the one on
// disk; null where nothing was decided. `ask` gives the conflict as it is now, by the answers to what both have changed.
/** @param {(answers: Record<string, string>) => Promise<any>} ask */
export async function resolveConflict(language, ask) {
  let conflict = await ask({});
  const cancel = { value: "", label: t("cancel") };
  const other = { value: "other", label: t("take_disk") };
  if (!conflict.text.exists) {
    // The file was deleted by another program: the text here is the only one.
    const buttons = [cancel, { ...other, label: t("leave_deleted") }, { value: "own", label: t("keep_own"), kind: "primary" }];
    const opened = (dialog) => dialog.querySelector("button[value=own]").focus();
    const { value } = await show(t("conflict_gone_title", { language: language.name }), html`<p>${t("conflict_gone_hint")}</p>`, buttons, { opened });
    return value ? { conflict, text: value === "own" ? conflict.own : null } : null;
  }
  const buttons = [cancel, other, { value: "own", label: t("take_own") }, { value: "merged", label: t("save_merged"), kind: "primary" }];
  let [end, asked] = [() => {}, ""];
  /** @type {any} */
  let form;
  const box = made(html`<div class="merge-questions"></div>`);
  const answers = () => /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
  const compare = () => {
    end();
    end = compareTexts(form.querySelector(".merge"), [conflict.text.text, t("text_on_disk")], [conflict.merged, t("text_merged")], language);
  };
  const keysOf = ({ questions }) => questions.map(({ key }) => key).join();
  const drawQuestions = () => {
    const { questions } = conflict;
    asked = keysOf(conflict);
    const note = html`<p class=${questions.length ? "warning" : "success"}>${t(questions.length ? "merge_questions" : "merge_clean")}</p>`;
    draw(box, [note, repeat(questions, ({ key }) => key, (question) => questionOf(question, language))]);
  };
  const again = async () => {
    conflict = await ask(answers());
    if (keysOf(conflict) !== asked) drawQuestions();
    compare();
  };
  // Where a text has changed meanwhile, what is not answered by now is asked first.
  const take = async () => {
    await again();
    if (!form.reportValidity()) throw new RequestError(t("field_needed"));
  };
  const opened = (dialog) => {
    form = dialog.firstElementChild;
    form.addEventListener("change", again);
    compare();
  };
  drawQuestions();
  const content = [box, comparison(language, ["", t("text_on_disk")], ["", t("text_merged")])];
  const { value } = await show(t("conflict_title", { language: language.name }), content, buttons, { opened, take, size: "full" });
  end();
  const text = { other: null, own: conflict.own, merged: conflict.merged };
  return value ? { conflict, text: text[value] } : null;
}
