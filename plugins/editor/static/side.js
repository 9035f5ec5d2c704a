// The side of the page, which has one panel at a time. A panel is written in one file and named once, in `story-page.js`:
// its key, its line in the list of keys and, where the bar has no button `open-` with its name, its line in the menu follow.

import { announce } from "./announcements.js";
import { say } from "./dialogs.js";
import { make } from "./dom.js";
import { t } from "./strings.js";

/**
 * `draw` gives what the panel shows, or `open` draws it into the side; `said` gives the words that are read out when it is
 * opened.
 * @typedef {{ name: string, title: string, key: string, draw?: () => any, open?: (side: HTMLElement) => void,
 *   close?: () => void, said?: () => string }} Panel
 */

const place = (id) => document.getElementById(id);
const buttonOf = (panel) => place(`open-${panel.name}`);

/** @param {import("./story-page.js").Page} page @param {Panel[]} panels */
export function sideOf(page, panels) {
  const element = place("side");
  let name = "";

  const panelOf = (one) => panels.find((panel) => panel.name === one);

  // Opens a panel, or closes it where it is open; `again` draws it anew, or opens it.
  async function open(asked, again = false) {
    const panel = panelOf(asked);
    name = name === asked && !again ? "" : asked;
    for (const one of panels) {
      buttonOf(one)?.setAttribute("aria-expanded", String(one.name === name));
      if (one.name !== name) one.close?.();
    }
    place("workspace").dataset.side = name;
    element.hidden = !name;
    if (!name) {
      // The keyboard is not left in what is gone.
      if (element.contains(document.activeElement) || document.activeElement === document.body) page.writing.focusPane(page.writing.focusedPane());
      announce(t("side_closed", { side: panel.title }), "side");
      page.writing.level?.later();
      return;
    }
    const close = make("button", { type: "button", class: "button", data: { kind: "quiet" }, "aria-label": t("close"), onclick: () => open(name) }, "×");
    const heading = make("header", { class: "side-head" }, make("h2", { tabindex: "-1" }, panel.title), close);
    const scroll = again ? element.scrollTop : 0;
    const before = element.contains(document.activeElement) ? document.activeElement : null;
    if (panel.open) {
      if (!again) {
        element.replaceChildren(heading);
        panel.open(element);
      }
    } else {
      const parts = await panel.draw();
      // Another side was opened meanwhile.
      if (name !== asked) return;
      const items = itemsOf(element);
      const at = items.indexOf(before?.closest("li, article"));
      element.replaceChildren(heading, make("div", { class: "side-body" }, parts));
      element.scrollTop = scroll;
      if (before && again) focusAgain(element, before.textContent, at);
    }
    if (before && !again) heading.querySelector("h2").focus();
    if (!again) announce(`${panel.title}. ${panel.said?.() ?? t("side_opened")}`, "side");
    page.writing.level?.later();
  }

  // From the text to what is above it and asks for a decision, into the side, and back.
  function walk() {
    const heading = name ? element.querySelector("h2") : null;
    const places = [place("banners").querySelector("button"), heading, place("toasts").querySelector("button")].filter(Boolean);
    if (!places.length) return say(t("no_side"));
    const at = places.findLastIndex((one) => one.closest("#banners, #side, #toasts").contains(document.activeElement));
    const next = places[at + 1];
    return next ? next.focus() : page.writing.focusPane(page.writing.focusedPane());
  }

  for (const panel of panels) buttonOf(panel)?.addEventListener("click", () => open(panel.name));

  return {
    get name() {
      return name;
    },
    open,
    // Draws a panel anew if it is the one that is open.
    again: (one) => void (name === one && open(one, true)),
    walk,
    keys: panels.map((panel) => ({ keys: panel.key, words: panel.title, runs: [() => open(panel.name)] })),
    // The panels that are opened from the menu only.
    menu: panels.filter((panel) => !buttonOf(panel)).map((panel) => ({ label: panel.title, run: () => open(panel.name, true) })),
  };
}

// The entries of a side that are in sight.
const itemsOf = (element) => [...element.querySelectorAll("li, article")].filter((one) => one.checkVisibility());

// Where the keyboard was in a list that is drawn anew: at the same button of the entry that stands there now.
function focusAgain(element, label, at) {
  const items = itemsOf(element);
  const within = at < 0 ? element : items[Math.min(at, items.length - 1)];
  const buttons = [...(within?.querySelectorAll("button") ?? [])];
  (buttons.find((one) => one.textContent === label) ?? buttons[0] ?? element.querySelector("h2")).focus();
}
