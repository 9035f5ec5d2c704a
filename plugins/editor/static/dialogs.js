// Dialogs: questions, forms and the list of keys, all as <dialog> elements.

import { RequestError } from "./api.js";
import { make, t } from "./words.js";

// Shows a dialog; gives its return value, "" where it was dismissed.
export function show(title, content, buttons = [{ value: "", label: t("close") }], options = {}) {
  const heading = make("h2", { id: "dialog-title", class: "dialog-title", tabindex: "-1" }, title);
  const row = make(
    "div",
    { class: "dialog-buttons" },
    buttons.map((button) =>
      make("button", { class: "button", value: button.value, type: "submit", data: { kind: button.kind ?? "" }, formnovalidate: button.value === "" ? "" : null }, button.label),
    ),
  );
  const form = make("form", { method: "dialog", class: "dialog-form" }, heading, make("div", { class: "dialog-body" }, content), row);
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
    form.querySelector(".dialog-body :is(input, textarea, select)")?.focus();
    options.opened?.(dialog);
  });
}

export async function ask(title, text, label, kind = "primary") {
  const buttons = [
    { value: "", label: t("cancel") },
    { value: "yes", label, kind },
  ];
  return (await show(title, make("p", {}, text), buttons)).value === "yes";
}

export function field(name, label, input, hint = "") {
  input.id ||= `field-${name}`;
  input.name = name;
  const more = hint ? make("p", { class: "hint", id: `${input.id}-hint` }, hint) : null;
  if (more) input.setAttribute("aria-describedby", more.id);
  return make("div", { class: "field" }, make("label", { for: input.id }, label), input, more);
}

export function select(options, chosen = "") {
  return make("select", {}, Object.entries(options).map(([value, label]) => make("option", { value, selected: value === chosen }, label)));
}

// The list of keys; rows are [keys, what they do].
export function showKeys(rows) {
  const list = make(
    "dl",
    { class: "keys" },
    rows.map(([keys, text]) => make("div", {}, make("dt", {}, keys.split(" ").flatMap((key) => [make("kbd", {}, key), " "]), make("span", { class: "visually-hidden" }, ": ")), make("dd", {}, text))),
  );
  // From its beginning: the first button stands below all keys.
  return show(t("keys"), list, undefined, { size: "wide", opened: (dialog) => dialog.querySelector("h2").focus() });
}

// Lines at the foot of the window at most; older ones go.
const MOST_TOASTS = 4;

// A line at the foot of the window, with an action such as "Undo"; a long one stays until it can be read. What is said
// again replaces its line. Screen readers read what is put into the place of these lines, which every page has.
export function toast(text, label = "", action = null, seconds = Math.max(12, text.length / 10)) {
  const place = document.getElementById("toasts");
  for (const older of place.children) if (older.dataset.text === text || older.dataset.kind === "passing") older.remove();
  while (place.children.length >= MOST_TOASTS) place.firstChild.remove();
  const button = label ? make("button", { class: "button", type: "button" }, label) : null;
  const line = make("div", { class: "toast", data: { text } }, make("span", {}, text), button);
  button?.addEventListener("click", () => {
    line.remove();
    action();
  });
  place.append(line);
  setTimeout(() => line.remove(), seconds * 1000);
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
  addEventListener(kind, (event) => {
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
