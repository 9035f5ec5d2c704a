// What the server puts into a page, such as the interface's strings; numbers, days and places in its language.

export const pageData = JSON.parse(document.getElementById("page-data").textContent);

const plural = new Intl.PluralRules(pageData.locale);
const number = new Intl.NumberFormat(pageData.locale);
// "the title, the summary and the goals"
export const list = new Intl.ListFormat(pageData.locale, { type: "conjunction" });

// The string of a key, with its places filled in; `n` chooses the plural form.
export function t(key, values = {}) {
  let entry = pageData.strings[key];
  if (entry && typeof entry === "object") entry = entry[plural.select(values.n)] ?? entry.other;
  if (entry === undefined) return key;
  return entry.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? number.format(values[name]) : values[name] ?? ""));
}

// The name of a field of a header, in words where the strings have it.
export function fieldLabel(name) {
  const key = `field_${name.replaceAll("-", "_")}`;
  return key in pageData.strings ? t(key) : name;
}

// Days and hours are those of the site's zone, wherever the computer is: readers get the same.
const timeZone = pageData.zone;
const day = new Intl.DateTimeFormat(pageData.locale, { dateStyle: "medium", timeZone });
const writtenDay = new Intl.DateTimeFormat(pageData.locale, { dateStyle: "medium", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat(pageData.locale, { dateStyle: "medium", timeStyle: "short", timeZone });
const clock = new Intl.DateTimeFormat(pageData.locale, { timeStyle: "short", timeZone });
const weekday = new Intl.RelativeTimeFormat(pageData.locale, { numeric: "auto" });
const calendar = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone });

const headerMoment = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone });

// Now, as a header has a moment: "2026-11-22 14:05".
export const nowInZone = () => headerMoment.format(new Date());

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

// Whether a place is a folder of this computer: readers have what is in it only once a server serves it.
export const isFolder = (where) => /^(?:\/|[a-z]:[\\/])/i.test(where);

// What people call a folder, an address or "host:/folder": the folder's name, which the release within it has too, or the
// host. Others, such as a branch, are called what they are.
export function placeOf(where) {
  if (isFolder(where)) return where.replace(/[\\/]+$/, "").replace(/[\\/]current([\\/]site)?$/, "").split(/[\\/]/).pop();
  return /^(?:[a-z\d]+:\/\/)?(?:[^/@\s]*@)?([^/:@\s]+)(?::|\/|$)/i.exec(where)?.[1] ?? where;
}

// Where a published text is: at an address, or in a folder.
export const publishedWords = (where) => t(isFolder(where) ? "published_in_folder" : "published_at", { where: placeOf(where) });
