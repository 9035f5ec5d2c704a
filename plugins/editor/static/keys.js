// The keys of a page: one table, by which they are listed and by which they do something.

import { browser } from "./browser-store.js";
import { show } from "./dialogs.js";
import { html } from "./drawing.js";
import { t } from "./strings.js";

/**
 * Keys as they are listed, "F8 Shift+F8", and what each does; those without are the browser's or the text field's own.
 * @typedef {{ keys: string, words: string, runs?: ((event: any) => unknown)[] }} Row
 */

const SINGLE_KEYS = "editor-single-keys";
const SIGNS = { ArrowDown: "↓", ArrowUp: "↑" };

// Whether keys of one letter or sign do something, outside of fields. Who speaks to the computer, or touches keys by
// chance, switches them off in the list of keys.
const hasSingleKeys = () => browser.get(SINGLE_KEYS) !== "off";

// Whether a key with Alt writes a sign: on some keyboards "@" and brackets are written so.
const isSign = ({ key }) => /^[!-/:-@[-`{-~]$/.test(key);

// The letter of a key on a keyboard of any script: with Cyrillic letters, the one that a Latin keyboard has there.
export function letterOf({ key = "", code }) {
  const isOther = /^\p{L}$/u.test(key) && !/[a-z]/i.test(key) && /^Key[A-Z]$/.test(code);
  return isOther ? code.slice(3) : key.length === 1 ? key.toUpperCase() : key;
}

// The name of a key that is pressed, as the table has it.
function nameOf(event) {
  const letter = letterOf(event);
  if (/^F\d/.test(event.key)) return event.shiftKey ? `Shift+${event.key}` : event.key;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return `Ctrl+${letter}`;
  if (!event.altKey) return SIGNS[letter] ?? letter;
  // Keyboards have more than one Enter.
  return event.ctrlKey || event.metaKey || isSign(event) ? "" : `Alt+${event.key === "Enter" ? "Enter" : event.code.replace(/^(Key|Digit)/, "")}`;
}

// The list of keys.
function list(rows) {
  const row = ({ keys, words }) =>
    html`<div><dt>${keys.split(" ").map((key) => html`<kbd>${key}</kbd> `)}<span class="visually-hidden">: </span></dt><dd>${words}</dd></div>`;
  const keep = (event) => browser.set(SINGLE_KEYS, event.target.checked ? "on" : "off");
  const content = html`<dl class="keys">${rows.map(row)}</dl>
    <label class="check-row" for="single-keys"><input type="checkbox" id="single-keys" ?checked=${hasSingleKeys()} @change=${keep}>${t("single_keys")}</label>`;
  // From its beginning: the first button stands below all keys.
  return show(t("keys"), content, undefined, { size: "wide", opened: (dialog) => dialog.querySelector("h2").focus() });
}

// `applies` says whether a key does now what the table has.
/** @param {Row[]} rows @param {(event: any, name: string) => boolean} applies */
export function makeKeys(rows, applies = () => true) {
  const runs = new Map(rows.flatMap(({ keys, runs: own = [] }) => keys.split(" ").map((key, at) => [key, own[at] ?? own[0]])));
  const showList = () => list(rows);
  for (const key of ["F1", "Shift+F1", "?"]) runs.set(key, showList);

  function take(event) {
    const name = nameOf(event);
    if (document.querySelector("dialog[open]")) {
      // The browser's own key would save the page as a file.
      if (name === "Ctrl+S") event.preventDefault();
      return;
    }
    // A block of an import takes letters as a control does.
    const isSingle = name.length === 1 && !Object.values(SIGNS).includes(name) && !event.target.closest(".block");
    if (isSingle && (!hasSingleKeys() || event.target.closest("input, textarea, select, .cm-content"))) return;
    const action = runs.get(name) ?? runs.get(name.replace("Shift+", ""));
    if (!applies(event, name) || !action) return;
    event.preventDefault();
    action(event);
  }

  document.addEventListener("keydown", take);
  return { list: showList };
}
