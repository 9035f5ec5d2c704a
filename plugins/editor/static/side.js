// The side of the page, which has one panel at a time. A panel is written in one file and named once, in `story-page.js`:
// its key, its line in the list of keys and, where the bar has no button `open-` with its name, its line in the menu follow.

import { announce } from "./announcements.js";
import { say } from "./dialogs.js";
import { closeButton, draw, html, keyed, nothing, place } from "./drawing.js";
import { t } from "./strings.js";

/**
 * `draw` gives what the panel shows now; `opened` is called once it is there, and `said` gives the words that are then
 * read out.
 * @typedef {{ name: string, title: string, key: string, draw: () => any, opened?: () => void, said?: () => string }} Panel
 */
const buttonOf = (panel) => place(`open-${panel.name}`);

/** @param {import("./story-page.js").Page} page @param {Panel[]} panels */
export function sideOf(page, panels) {
  const element = place("side");
  /** @type {Panel | null} */
  let shown = null;

  const toText = () => page.writing.focusPane(page.writing.focusedPane());

  // Opens a panel, or closes it where it is open.
  async function open(name) {
    const panel = /** @type {Panel} */ (panels.find((candidate) => candidate.name === name));
    const hadKeyboard = element.contains(document.activeElement);
    shown = shown === panel ? null : panel;
    for (const listed of panels) buttonOf(listed)?.setAttribute("aria-expanded", String(listed === shown));
    place("workspace").dataset.side = shown?.name ?? "";
    element.hidden = !shown;
    if (shown && !(await redraw())) return;
    if (!shown) {
      draw(element, nothing);
      // The keyboard is not left in what is gone.
      if (hadKeyboard || document.activeElement === document.body) toText();
      announce(t("side_closed", { side: panel.title }), "side");
    } else {
      if (hadKeyboard) element.querySelector("h2").focus();
      panel.opened?.();
      announce(`${panel.title}. ${panel.said?.() ?? t("side_opened")}`, "side");
    }
    page.writing.level?.later();
  }

  // Draws the panel that is open; whether it is still the one when it is drawn.
  async function redraw() {
    const panel = shown;
    const parts = await panel?.draw();
    if (!panel || shown !== panel) return false;
    const whole = html`
      <header class="side-head"><h2 tabindex="-1">${panel.title}</h2>${closeButton(() => open(panel.name))}</header>
      <div class="side-body">${parts}</div>`;
    draw(element, keyed(panel, whole));
    page.writing.level?.later();
    return true;
  }

  // From the text to what is above it and asks for a decision, into the side, and back.
  function walk() {
    const places = [place("banners").querySelector("button"), element.querySelector("h2"), place("toasts").querySelector("button")].filter(Boolean);
    if (!places.length) return say(t("no_side"));
    const at = places.findLastIndex((stop) => stop.closest("#banners, #side, #toasts").contains(document.activeElement));
    return places[at + 1] ? places[at + 1].focus() : toText();
  }

  for (const panel of panels) buttonOf(panel)?.addEventListener("click", () => open(panel.name));

  return {
    get name() {
      return shown?.name ?? "";
    },
    open,
    // Draws a panel anew if it is the one that is open.
    again: (name) => void (shown?.name === name && redraw()),
    walk,
    keys: panels.map((panel) => ({ keys: panel.key, words: panel.title, runs: [() => open(panel.name)] })),
    // The panels that are opened from the menu only.
    menu: panels.filter((panel) => !buttonOf(panel)).map((panel) => ({ label: panel.title, run: () => shown === panel || open(panel.name) })),
  };
}
