// Dialogs: questions, forms and the list of keys, all as <dialog> elements.

import { announce } from "./announcements.js";
import { RequestError } from "./api.js";
import { make } from "./dom.js";
import { t } from "./strings.js";

// Shows a dialog; gives its return value, "" where it was dismissed. Enter in a field presses the button of the decision,
// never "Cancel", wherever that stands. The keyboard is at the first field; where there is none, at the title, from which
// the rest is read.
export function show(title, content, buttons = [{ value: "", label: t("close") }], options = {}) {
  const heading = make("h2", { id: "dialog-title", class: "dialog-title", tabindex: "-1" }, title);
  const main = buttons.find((button) => button.kind) ?? buttons.at(-1);
  const row = make(
    "div",
    { class: "dialog-buttons" },
    buttons.map((button) => make("button", { class: "button", value: button.value, type: button === main ? "submit" : "button", data: { kind: button.kind ?? "" }, onclick: button === main ? () => {} : () => dialog.close(button.value) }, button.label)),
  );
  const body = make("div", { class: "dialog-body" }, content);
  const form = make("form", { method: "dialog", class: "dialog-form" }, heading, body, row);
  const dialog = make("dialog", { class: "dialog", "aria-labelledby": "dialog-title", data: { size: options.size ?? "" } }, form);
  // Enter in a field does what is asked for; by itself it would press the first button, which closes the dialog.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || !event.target.matches("input:not([type=file])")) return;
    event.preventDefault();
    const chosen = row.lastElementChild;
    if (chosen.value && !chosen.disabled) form.requestSubmit(chosen);
  });
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve({ value: dialog.returnValue, data: new FormData(form) });
    });
    // What is asked for can be typed at once.
    const first = body.querySelector("input, textarea, select");
    (first ?? heading).focus();
    const words = body.querySelector("p");
    if (!first && words) {
      words.id ||= "dialog-text";
      dialog.setAttribute("aria-describedby", words.id);
    }
    options.opened?.(dialog);
  });
}

// A question that is answered by a button: what cannot be taken back easily is not the one under the keyboard.
export async function ask(title, text, label, kind = "primary") {
  const buttons = [
    { value: "", label: t("cancel") },
    { value: "yes", label, kind },
  ];
  const opened = (dialog) => dialog.querySelector(kind === "danger" ? "button[value='']" : "button[value=yes]").focus();
  return (await show(title, make("p", {}, text), buttons, { opened })).value === "yes";
}

export function field(name, label, input, hint = "") {
  input.id ||= `field-${name}`;
  input.name = name;
  const more = hint ? make("p", { class: "hint", id: `${input.id}-hint` }, hint) : null;
  if (more) input.setAttribute("aria-describedby", more.id);
  // A browser says in its own language what is missing.
  input.addEventListener("input", () => input.setCustomValidity(""));
  input.addEventListener("invalid", () => {
    input.setCustomValidity("");
    if (input.validity.valueMissing) input.setCustomValidity(t("field_needed"));
    else if (!input.validity.valid) input.setCustomValidity(hint);
  });
  return make("div", { class: "field" }, make("label", { for: input.id }, label), input, more);
}

export function select(options, chosen = "") {
  return make("select", {}, Object.entries(options).map(([value, label]) => make("option", { value, selected: value === chosen }, label)));
}

const SINGLE_KEYS = "editor-single-keys";

// Whether keys of one letter or sign do something, outside of fields. Who speaks to the computer, or touches keys by
// chance, switches them off in the list of keys.
export const hasSingleKeys = () => localStorage.getItem(SINGLE_KEYS) !== "off";

// The list of keys; rows are [keys, what they do].
export function showKeys(rows) {
  const list = make(
    "dl",
    { class: "keys" },
    rows.map(([keys, text]) => make("div", {}, make("dt", {}, keys.split(" ").flatMap((key) => [make("kbd", {}, key), " "]), make("span", { class: "visually-hidden" }, ": ")), make("dd", {}, text))),
  );
  const single = make("input", { type: "checkbox", id: "single-keys", checked: hasSingleKeys() });
  single.addEventListener("change", () => localStorage.setItem(SINGLE_KEYS, single.checked ? "on" : "off"));
  const choice = make("label", { class: "check-row", for: "single-keys" }, single, t("single_keys"));
  // From its beginning: the first button stands below all keys.
  return show(t("keys"), [list, choice], undefined, { size: "wide", opened: (dialog) => dialog.querySelector("h2").focus() });
}

// Lines at the foot of the window at most; older ones go.
const MOST_TOASTS = 4;

// A line at the foot of the window, with an action such as "Undo"; a long one stays until it can be read. What is said
// again replaces its line. Screen readers read it once the page rests.
export function toast(text, label = "", action = null, seconds = Math.max(12, text.length / 10)) {
  const place = document.getElementById("toasts");
  for (const older of place.children) if (older.dataset.text === text || older.dataset.kind === "passing") older.remove();
  while (place.children.length >= MOST_TOASTS) place.firstChild.remove();
  const button = label ? make("button", { class: "button", type: "button" }, label) : null;
  const line = make("div", { class: "toast", data: { text } }, make("span", {}, text), button);
  let before = null;
  button?.addEventListener("focus", (event) => (before = event.relatedTarget ?? before));
  button?.addEventListener("click", () => {
    line.remove();
    if (before?.isConnected) before.focus();
    action();
  });
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
export function copyButton(button, text) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    say(t("copied"));
  });
}

// Arrow keys lead from one tab to the next, and show it.
export function walkTabs(list) {
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const tabs = [...list.querySelectorAll("[role=tab]")];
    const at = tabs.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = tabs[(at + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  });
}
