// The keys of the page of a story: one table, by which they are listed and by which they do something.

import { hasSingleKeys, showKeys } from "./dialogs.js";
import { letterOf } from "./dom.js";

/**
 * Keys as they are listed, "F8 Shift+F8", and what each does; those without are the browser's or the text field's own.
 * @typedef {{ keys: string, words: string, runs?: (() => unknown)[] }} Row
 */

// Whether a key with Alt writes a sign: on some keyboards "@" and brackets are written so.
const isSign = ({ key }) => /^[!-/:-@[-`{-~]$/.test(key);

// The name of a key that is pressed, as the table has it.
function nameOf(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && letterOf(event) === "s") return "Ctrl+S";
  if (/^F\d/.test(event.key)) return event.shiftKey ? `Shift+${event.key}` : event.key;
  if (!event.altKey || event.ctrlKey || event.metaKey || isSign(event)) return event.key === "?" ? "?" : "";
  // Keyboards have more than one Enter.
  return `Alt+${event.key === "Enter" ? "Enter" : event.code.replace(/^(Key|Digit)/, "")}`;
}

/** @param {Row[]} rows @param {() => boolean} isOpen whether there is a story to do something with */
export function makeKeys(rows, isOpen) {
  const runs = new Map(rows.flatMap(({ keys, runs: own = [] }) => keys.split(" ").map((key, at) => [key, own[at] ?? own[0]])));
  const list = () => showKeys(rows.map(({ keys, words }) => [keys, words]));

  function take(event) {
    const name = nameOf(event);
    const run = (action) => {
      event.preventDefault();
      action?.();
    };
    // The browser's own key would save the page as a file.
    if (document.querySelector("dialog[open]")) return name === "Ctrl+S" ? run() : undefined;
    if (!isOpen()) return name === "Ctrl+S" || event.altKey ? run() : undefined;
    if (name === "?" && (!hasSingleKeys() || event.target.closest("input, textarea, select, .cm-content"))) return undefined;
    if (/^(Shift\+)?F1$/.test(name) || name === "?") return run(list);
    const action = runs.get(name) ?? runs.get(name.replace("Shift+", ""));
    return action ? run(action) : undefined;
  }

  document.addEventListener("keydown", take);
  return { take, list };
}
