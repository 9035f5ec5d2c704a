// Dialogs: questions and forms, as <dialog> elements; their fields; and lines at the foot of the window.

import { announce } from "./announcements.js";
import { pagePlace, RequestError, surroundings } from "./api.js";
import { tab } from "./browser-store.js";
import { asTyped, html, live, made, nothing, reachedBy, when } from "./drawing.js";
import { KeptForm, leftForms } from "./forms.js";
import { t } from "./strings.js";

// Shows a dialog; gives its return value, "" where it was dismissed. Enter in a field presses the button of the decision,
// the one that submits. The keyboard is at the first field; where there is none, at the title, from which the rest is
// read. `opened` takes the dialog. What a decision does is `take`, with what was entered: a dialog closes only once that is
// done, and says why where it is not.
//
// What is typed into a dialog with a `form` is kept: after the page is gone the dialog is opened again. `done` of the
// answer, which `take` is given too, says that what was decided is carried out.
/**
 * @typedef {{ name: string, given?: any, left?: import("./forms.js").Form, read?: () => any }} FormOptions
 * @param {string} title @param {unknown} content
 * @param {{ value: string, label: string, kind?: string }[]} buttons
 * @param {{ size?: string, opened?: (dialog: any) => void, take?: (data: FormData, done: () => unknown) => unknown, form?: FormOptions }} options
 */
export function show(title, content, buttons = [{ value: "", label: t("close") }], options = {}) {
  const main = buttons.find((button) => button.kind) ?? buttons.at(-1);
  const dialog = made(html`
    <dialog class="dialog" aria-labelledby="dialog-title" data-size=${options.size ?? ""}>
      <form method="dialog" class="dialog-form">
        <h2 id="dialog-title" class="dialog-title" tabindex="-1">${title}</h2>
        <div class="dialog-body">${content}</div>
        <p class="warning" role="alert" hidden></p>
        <div class="dialog-buttons">${buttons.map(
          (button) => html`<button class="button" value=${button.value} type=${button === main ? "submit" : "button"} data-kind=${button.kind ?? ""}
            @click=${button === main ? nothing : () => dialog.close(button.value)}>${button.label}</button>`,
        )}</div>
      </form>
    </dialog>`);
  const form = dialog.firstElementChild;
  sayWhatIsWrong(form);
  const kept = options.form && keep(form, options.form);
  // Where the page keeps texts, it is forgotten once these have it.
  const done = () => (kept && dispatchEvent(new CustomEvent("decided", { cancelable: true, detail: () => kept.forget() })) ? kept.forget() : undefined);
  if (options.take) form.addEventListener("submit", (event) => take(event, (data) => options.take(data, done)));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (!dialog.returnValue) kept?.forget();
      resolve({ value: dialog.returnValue, data: new FormData(form), done });
    });
    // What is asked for can be typed at once.
    const body = form.querySelector(".dialog-body");
    const first = body.querySelector("input, textarea, select");
    (first ?? form.querySelector("h2")).focus();
    const words = body.querySelector("p");
    if (!first && words) {
      words.id ||= "dialog-text";
      dialog.setAttribute("aria-describedby", words.id);
    }
    options.opened?.(dialog);
  });
}

// What stood in dialogs of this window that were left by Escape, by what they were about: it stands there when one is opened
// again. A dialog that is cancelled by its button is not wanted.
const escaped = () => JSON.parse(tab.get("editor-escaped") ?? "{}");
const keyOf = (/** @type {{ name: string, given?: any }} */ { name, given }) => JSON.stringify([pagePlace, name, given?.added ? (given.added.file ?? given.added.name) : given]);

// What stood in a dialog when its page, or a person by Escape, left it.
/** @param {{ name: string, given?: any, left?: import("./forms.js").Form }} form */
export const stateLeft = (form) => form.left?.state ?? escaped()[keyOf(form)];

// Keeps what stands in the fields of a form, or what `read` gives, and puts back what was left.
/** @param {any} form @param {FormOptions} options */
function keep(form, { name, given, left, read }) {
  const fields = () => [...form.elements].filter((field) => field.name && field.type !== "file");
  const isBox = ({ type }) => type === "checkbox" || type === "radio";
  const valueIn = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const state = read ?? (() => Object.fromEntries(fields().filter((field) => field.type !== "radio" || field.checked).map((field) => [field.name, valueIn(field)])));
  const known = stateLeft({ name, given, left });
  for (const field of known && !read ? fields() : []) {
    if (isBox(field)) field.checked = known[field.name] === (field.type === "radio" ? field.value : true);
    else field.value = known[field.name] ?? "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const kept = new KeptForm(surroundings, { place: pagePlace, name, given, left });
  let isTyped = known !== undefined;
  const typed = ({ type }) => {
    isTyped ||= type === "input";
    kept.typed(state());
  };
  for (const kind of ["input", "keyup", "click"]) form.addEventListener(kind, typed);
  let byEscape;
  form.parentElement.addEventListener("cancel", () => isTyped && (byEscape = state()));
  form.parentElement.addEventListener("close", () => tab.set("editor-escaped", JSON.stringify({ ...escaped(), [keyOf({ name, given })]: byEscape })));
  addEventListener("pagehide", () => kept.closed());
  return kept;
}

// Opens the dialogs again that were left here, by the function of each name; `former` are earlier stems of the story.
export async function openAgain(functions, former = []) {
  const left = await leftForms(surroundings, [pagePlace, ...former]);
  for (const [name, forms] of Object.entries(Object.groupBy(left, (form) => form.name))) await functions[name]?.(...forms);
}

async function take(event, work) {
  event.preventDefault();
  const form = event.target;
  const [button, problem] = [form.querySelector("button[type=submit]"), form.querySelector(":scope > .warning")];
  button.disabled = true;
  try {
    await work(new FormData(form));
    form.parentElement.close(button.value);
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    if (!(error instanceof RequestError)) throw error;
  } finally {
    button.disabled = false;
  }
}

// The buttons of a dialog that asks whether to go on.
export const goOn = (label, kind = "primary") => [{ value: "", label: t("cancel") }, { value: "yes", label, kind }];

// A question that is answered by a button: what cannot be taken back easily is not the one under the keyboard.
export async function ask(title, text, label, kind = "primary") {
  const opened = (dialog) => dialog.querySelector(kind === "danger" ? "button[value='']" : "button[value=yes]").focus();
  return (await show(title, html`<p>${text}</p>`, goOn(label, kind), { opened })).value === "yes";
}

// A browser says in its own language what is missing or wrong in a field of a form.
export function sayWhatIsWrong(form) {
  // Of radio buttons each is wrong until one is chosen.
  form.addEventListener("input", ({ target }) => {
    for (const field of form.elements) if (field === target || (field.name && field.name === target.name)) field.setCustomValidity?.("");
  });
  const say = ({ target }) => {
    target.setCustomValidity("");
    if (target.validity.valueMissing) target.setCustomValidity(t("field_needed"));
    else if (!target.validity.valid) target.setCustomValidity(document.getElementById(`${target.id}-hint`)?.textContent ?? "");
  };
  form.addEventListener("invalid", say, true);
}

// A label with its control, whose id is `field-` and the name, and a hint.
export const labelled = (name, label, control, hint = "") =>
  html`<div class="field"><label for="field-${name}">${label}</label>${control}${hint && html`<p class="hint" id="field-${name}-hint">${hint}</p>`}</div>`;

/**
 * A line of text in a form; `typed` takes each value.
 * @param {string} name @param {string} label
 * @param {{ value?: string, hint?: string, type?: string, required?: boolean, pattern?: string,
 *   spellcheck?: boolean, language?: { tag: string, direction: string }, offered?: string[], typed?: (value: string) => void }} more
 */
export function line(name, label, { value = "", hint = "", type = "text", required, pattern, spellcheck, language, offered = [], typed } = {}) {
  const control = html`<input id="field-${name}" name=${name} type=${type} .value=${live(asTyped(`field-${name}`, value))} autocomplete="off" ?required=${required}
    pattern=${when(pattern)} spellcheck=${spellcheck ?? nothing} lang=${when(language?.tag)} dir=${when(language?.direction)}
    list=${offered.length ? `offered-${name}` : nothing} aria-describedby=${hint ? `field-${name}-hint` : nothing}
    @input=${(event) => typed?.(event.target.value)}>`;
  const offers = offered.length ? html`<datalist id="offered-${name}">${offered.map((words) => html`<option value=${words}></option>`)}</datalist>` : "";
  return labelled(name, label, [control, offers], hint);
}

// The last part of a story's address.
export const addressLine = (value, typed = undefined) =>
  line("slug", t("address"), { value, required: true, pattern: "[a-z0-9]+(-[a-z0-9]+)*", spellcheck: false, hint: t("address_hint"), typed });

export const choices = (options, chosen) =>
  Object.entries(options).map(([value, label]) => html`<option value=${value} .selected=${live(value === chosen)}>${label}</option>`);

// A choice in a form; `options` are labels by value.
export const choice = (name, label, options, chosen = "", taken = (_value) => {}) =>
  labelled(name, label, html`<select id="field-${name}" name=${name} @change=${(event) => taken(event.target.value)}>${choices(options, chosen)}</select>`);

// Lines at the foot of the window at most; older ones go.
const MOST_TOASTS = 4;

// A line at the foot of the window, with an action such as "Undo"; a long one stays until it can be read. What is said
// again replaces its line. Screen readers read it once the page rests.
export function toast(text, label = "", action = null, seconds = Math.max(12, text.length / 10)) {
  const place = document.getElementById("toasts");
  for (const older of place.children) if (older.dataset.text === text || older.dataset.kind === "passing") older.remove();
  while (place.children.length >= MOST_TOASTS) place.firstChild.remove();
  let before = null;
  const press = () => {
    line.remove();
    if (before?.isConnected) before.focus();
    action();
  };
  const line = made(html`
    <div class="toast" data-text=${text}><span>${text}</span>${
      label && html`<button class="button" type="button" @focus=${(event) => (before = event.relatedTarget ?? before)} @click=${press}>${label}</button>`
    }</div>`);
  place.append(line);
  announce(text);
  // Not while somebody is at its button.
  const end = () => (line.contains(document.activeElement) ? setTimeout(end, 1000) : line.remove());
  setTimeout(end, seconds * 1000);
  return line;
}

// What a key has done, or why it has done nothing; the next one takes its place.
export function say(text) {
  toast(text, "", null, 6).dataset.kind = "passing";
}

// A request that failed is always reported, whatever asked for it.
addEventListener("unhandledrejection", (event) => {
  if (!(event.reason instanceof RequestError)) return;
  event.preventDefault();
  toast(event.reason.message);
});

// A file that is dropped beside its place is not opened instead of the page.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (/** @type {any} */ event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}

// A button that copies a text, such as what a maintainer is sent.
export async function copy(text) {
  await navigator.clipboard.writeText(text);
  say(t("copied"));
}

// Arrow keys lead from one tab of a list to the next, and show it.
export function walkTabs(event) {
  const next = reachedBy(event, [...event.currentTarget.querySelectorAll("[role=tab]")], "ArrowLeft", "ArrowRight");
  next?.focus();
  next?.click();
}
