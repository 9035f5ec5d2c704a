// How the page is drawn: a place shows one template, which is drawn anew whenever what it shows is another. Elements that
// stay are the same ones as before, with the keyboard, the cursor and the scrolling that they have.

import { publishedWords, t } from "./strings.js";
import { html, nothing, render } from "./vendor/lit-html.js";

export { html, keyed, live, nothing, ref, repeat } from "./vendor/lit-html.js";

// An element of the page, by its id.
export const place = (id) => document.getElementById(id);

const ENTRY = "li, article, .banner";
const TAKES_KEYS = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]";

const seen = (place, selector) => [...place.querySelectorAll(selector)].filter((element) => element.checkVisibility());

// Draws a place. Where the keyboard was at something that is gone, it goes to the entry that stands there now, else to
// what the place begins with; where that has nothing either, `leave` takes it.
/** @param {any} place @param {unknown} template @param {() => void} leave */
export function draw(place, template, leave = () => {}) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const at = focused ? seen(place, ENTRY).indexOf(focused.closest(ENTRY)) : -1;
  render(template, place);
  if (!focused || document.activeElement === focused) return;
  // An entry that moved.
  if (focused.isConnected) focused.focus({ preventScroll: true });
  if (document.activeElement === focused) return;
  const entries = seen(place, ENTRY);
  const next = (at >= 0 && entries[Math.min(at, entries.length - 1)]) || place;
  const [first] = seen(next, TAKES_KEYS);
  if (first) first.focus({ preventScroll: true });
  else leave();
}

// An element of its own, such as a dialog.
/** @param {unknown} template @returns {any} */
export function made(template) {
  const place = document.createDocumentFragment();
  render(template, place);
  return place.firstElementChild;
}

// A field's value, as it is typed at this moment: spaces that a save leaves out stay.
export function asTyped(id, value) {
  const at = /** @type {any} */ (document.activeElement);
  const words = (text) => text.trim().replace(/\s+/g, " ");
  return at?.id === id && words(at.value) === words(value) ? at.value : value;
}

// What stands in an attribute or between others only where there is something to say.
export const when = (value) => value || nothing;

/** @param {unknown} label @param {(event: any) => unknown} run @param {{ kind?: string, name?: string }} more */
export const button = (label, run, { kind, name } = {}) =>
  html`<button type="button" class="button" data-kind=${when(kind)} aria-label=${when(name)} @click=${run}>${label}</button>`;

export const closeButton = (run) => button("×", run, { kind: "quiet", name: t("close") });

export const link = (address, label, kind = "") => html`<a class="button" href=${address} data-kind=${when(kind)}>${label}</a>`;

/** @param {string} state @param {unknown} words @param {{ title?: string }} more */
export const pill = (state, words, { title } = {}) =>
  html`<span class="pill" data-state=${when(state)} title=${when(title)}>${words}</span>`;

// The state of a text: what readers have of it, or from which day on they will, and how many paragraphs it is behind.
export function statePill(state, { where, timed }, date, n = 0) {
  const key = state === "scheduled" && !timed ? "state_waits" : `state_${state}`;
  const words = state === "published" ? publishedWords(where) : t(key, { date, n });
  return pill(state, words, { title: state === "published" ? where : "" });
}

export const hint = (words) => html`<p class="hint">${words}</p>`;

export const warning = (words) => html`<p class="warning">${words}</p>`;

// The number of a goal in its colour.
export const goalMark = (number, name = "") =>
  html`<span class="goal-mark" data-goal=${number} title=${name ? `${number} ${name}` : nothing}><span class="visually-hidden">${t("goal")} </span>${number}</span> `;

// The element to which a key leads from the one that has the keyboard, in a ring of them: an arrow, Home or End.
/** @param {any} event @param {any[]} elements @param {string} back @param {string} on */
export function reachedBy(event, elements, back, on) {
  const at = elements.indexOf(document.activeElement);
  const next = { [back]: at - 1, [on]: at + 1, Home: 0, End: elements.length - 1 }[event.key];
  if (at < 0 || next === undefined) return undefined;
  event.preventDefault();
  return elements[(next + elements.length) % elements.length];
}
