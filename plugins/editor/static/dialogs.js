// Dialogs: questions, forms and the list of keys, all as <dialog> elements.

import { make, t } from "./words.js";

// Shows a dialog; gives its return value, "" where it was dismissed.
export function show(title, content, buttons = [{ value: "", label: t("close") }], options = {}) {
  const heading = make("h2", { id: "dialog-title", class: "dialog-title" }, title);
  const row = make(
    "div",
    { class: "dialog-buttons" },
    buttons.map((button) =>
      make("button", { class: "button", value: button.value, type: "submit", data: { kind: button.kind ?? "" }, formnovalidate: button.value === "" ? "" : null }, button.label),
    ),
  );
  const form = make("form", { method: "dialog", class: "dialog-form" }, heading, make("div", { class: "dialog-body" }, content), row);
  const dialog = make("dialog", { class: "dialog", "aria-labelledby": "dialog-title", data: { size: options.size ?? "" } }, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve({ value: dialog.returnValue, data: new FormData(form) });
    });
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
    rows.map(([keys, text]) => make("div", {}, make("dt", {}, keys.split(" ").map((key) => make("kbd", {}, key))), make("dd", {}, text))),
  );
  return show(t("keys"), list, undefined, { size: "wide" });
}

let toastTimer = 0;

// A line at the foot of the window, with an action such as "Undo"; a long one stays until it can be read.
export function toast(text, label = "", action = null, seconds = Math.max(12, text.length / 10)) {
  document.querySelector(".toast")?.remove();
  const button = label ? make("button", { class: "button", type: "button" }, label) : null;
  const line = make("div", { class: "toast", role: "status" }, make("span", {}, text), button);
  button?.addEventListener("click", () => {
    line.remove();
    action();
  });
  document.body.append(line);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => line.remove(), seconds * 1000);
}
