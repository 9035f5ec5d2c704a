// The menu of the bar: what is done with the story, and what a narrow screen has no room for beside it.

import { html, made, place, reachedBy } from "./drawing.js";

// Buttons for which a narrow screen has no room in the bar.
function hidden() {
  const buttons = [...document.querySelectorAll("[data-narrow=menu]")].filter((button) => !button.checkVisibility());
  return buttons.map((button) => ({ label: button.textContent, run: () => button.click() }));
}

/** @param {{ label: string, run: () => unknown }[]} rows */
export function makeMenu(rows) {
  // Whether the menu was open when its button was pressed: the press has closed it by the time that it is a click.
  let menuWasOpen = false;

  function open() {
    const closes = menuWasOpen;
    menuWasOpen = false;
    if (closes) return;
    const button = place("open-menu");
    const press = (run) => {
      menu.hidePopover();
      run();
    };
    const take = (event) => {
      reachedBy(event, [...menu.children], "ArrowUp", "ArrowDown")?.focus();
      if (event.key !== "Tab") return;
      menu.hidePopover();
      button.focus();
    };
    // At once: "toggle" comes only after what a key did has been read out.
    const turn = (event) => button.setAttribute("aria-expanded", String(event.newState === "open"));
    const leave = (event) => {
      if (event.newState !== "closed") return;
      menu.remove();
      if (document.activeElement === document.body) button.focus();
    };
    const item = ({ label, run }) => html`<button type="button" role="menuitem" class="menu-item" @click=${() => press(run)}>${label}</button>`;
    const menu = made(html`<div class="menu" role="menu" popover="auto" @keydown=${take} @beforetoggle=${turn} @toggle=${leave}>${[...hidden(), ...rows].map(item)}</div>`);
    button.parentElement.append(menu);
    menu.showPopover();
    const box = button.getBoundingClientRect();
    menu.style.insetBlockStart = `${box.bottom + 4}px`;
    menu.style.insetInlineEnd = `${Math.max(8, Math.min(innerWidth - box.right, innerWidth - menu.offsetWidth - 8))}px`;
    menu.firstElementChild.focus();
  }

  place("open-menu").addEventListener("pointerdown", () => (menuWasOpen = document.querySelector(".menu") !== null));
  place("open-menu").addEventListener("click", open);
}
