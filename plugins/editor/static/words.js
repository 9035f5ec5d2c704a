// The interface's words, and small pieces of HTML.

import { given } from "./given.js";

const plural = new Intl.PluralRules(given.locale);
const number = new Intl.NumberFormat(given.locale);
// "the title, the summary and the goals"
export const list = new Intl.ListFormat(given.locale, { type: "conjunction" });

// The string of a key, with its places filled in; `n` chooses the plural form.
export function t(key, values = {}) {
  let entry = given.strings[key];
  if (entry && typeof entry === "object") entry = entry[plural.select(values.n)] ?? entry.other;
  if (entry === undefined) return key;
  return entry.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? number.format(values[name]) : values[name] ?? ""));
}

// Days and hours are those of the site's zone, wherever the computer is: readers get the same.
const timeZone = given.zone;
const day = new Intl.DateTimeFormat(given.locale, { dateStyle: "medium", timeZone });
const writtenDay = new Intl.DateTimeFormat(given.locale, { dateStyle: "medium", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat(given.locale, { dateStyle: "medium", timeStyle: "short", timeZone });
const clock = new Intl.DateTimeFormat(given.locale, { timeStyle: "short", timeZone });
const weekday = new Intl.RelativeTimeFormat(given.locale, { numeric: "auto" });
const calendar = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone });

export const dayOf = (iso) => (iso ? day.format(new Date(iso)) : "");
export const momentOf = (iso) => (iso ? moment.format(new Date(iso)) : "");
export const clockOf = (iso) => clock.format(new Date(iso));

// A day as a header has it, "2026-11-22"; as it is written where there is no such day.
export function writtenDayOf(text) {
  const date = new Date(`${text}T00:00Z`);
  return Number.isNaN(date.getTime()) ? text : writtenDay.format(date);
}

// "yesterday at 14.20", or the day for what is longer ago.
export function agoOf(iso) {
  const date = new Date(iso);
  const midnight = (value) => Date.parse(calendar.format(value));
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86400000);
  if (days > 6) return momentOf(iso);
  return t("day_at_time", { day: weekday.format(-days, "day"), time: clock.format(date) });
}

// A folder of another computer, "host:/folder".
const REMOTE = /^(?:[^/@:]*@)?([\w.-]{2,}):\//;

// What people call an address or a folder: the host, or the folder's name; the release within it has the same in each.
export function placeOf(where) {
  const host = (/^[a-z]+:\/\/(?:[^/@]*@)?([^/:]+)/i.exec(where) ?? REMOTE.exec(where))?.[1];
  return host ?? where.replace(/[\\/]+$/, "").replace(/[\\/]current([\\/]site)?$/, "").split(/[\\/]/).pop();
}

// Whether readers have a text, and where: at an address, or in a folder of this computer.
export function liveWords(live, where) {
  const folder = live === "same" && !/^[a-z]+:\/\//i.test(where) && !REMOTE.test(where);
  return folder ? t("live_in_folder") : t(`live_${live}`, { where: placeOf(where) });
}

// An element with attributes and children; strings become text, never HTML.
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key in element && typeof value === "boolean") element[key] = value;
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// The letter of a key on a keyboard of any script: with Cyrillic letters, the one that a Latin keyboard has there.
export function letterOf(event) {
  const { key, code } = event;
  if (key?.length === 1 && /\p{L}/u.test(key) && !/[a-z]/i.test(key) && /^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  return key?.length === 1 ? key.toLowerCase() : key;
}

// Milliseconds without a key and without a change of the page after which words are said, and at most: screen readers
// leave out what changes together with the rest (Orca, what comes within a tenth of a second of another change).
const QUIET = 250;
const LONGEST_QUIET = 3000;
let unsaid = new Map();
let sayTimer = 0;
let unsaidSince = 0;
let lastChange = 0;
const noteChange = () => (lastChange = performance.now());
addEventListener("keydown", noteChange, true);
const changes = new MutationObserver((records) => records.some((one) => !one.target.closest?.("#announcements")) && noteChange());

// Words for those who hear the page. What is said of one subject takes the place of what was to be said of it.
export function announce(text, subject = text) {
  const place = document.getElementById("announcements");
  if (!place) return;
  if (!unsaid.size) {
    unsaidSince = performance.now();
    changes.observe(document.body, { childList: true, characterData: true, subtree: true });
  }
  unsaid.delete(subject);
  unsaid.set(subject, text);
  // The same words are read again only where they are new to the page.
  place.textContent = "";
  clearTimeout(sayTimer);
  sayTimer = setTimeout(sayAll, QUIET);
}

function sayAll() {
  const now = performance.now();
  const quiet = now - lastChange;
  if (quiet < QUIET && now - unsaidSince < LONGEST_QUIET) {
    sayTimer = setTimeout(sayAll, QUIET - quiet);
    return;
  }
  changes.disconnect();
  const texts = [...unsaid.values()];
  unsaid = new Map();
  document.getElementById("announcements").textContent = texts.map((text, at) => (at < texts.length - 1 && !/[.!?:]$/.test(text) ? `${text}.` : text)).join(" ");
}

// The words that differ between two versions, as <del> and <ins>.
export function difference(words) {
  const names = { gone: "del", new: "ins" };
  return words.map(([kind, text]) => (names[kind] ? make(names[kind], {}, text) : text));
}
