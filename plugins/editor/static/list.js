// The list of stories.

import { announce } from "./announcements.js";
import { get, keepListQuery, listen, post, RequestError } from "./api.js";
import { field, hasSingleKeys, select, show, showKeys, toast } from "./dialogs.js";
import { letterOf, make } from "./dom.js";
import { bringKept } from "./journal.js";
import { pageData } from "./page-data.js";
import { openPublish } from "./publish.js";
import { thumbnailAddress } from "./session-key.js";
import { agoOf, dayOf, liveWords, t } from "./strings.js";
import { surroundings } from "./surroundings.js";

const rows = document.getElementById("rows");
const form = document.getElementById("filters");
const count = document.getElementById("count");
const more = document.getElementById("more");
let asked = 0;
let shown = 0;

function filters() {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
}

async function load(start = 0) {
  const number = ++asked;
  let found;
  try {
    found = await get("list", { ...filters(), start });
  } catch (error) {
    if (error instanceof RequestError) count.textContent = error.message;
    return;
  }
  if (number !== asked) return;
  const elements = found.rows.map((story) => row(story, found.where));
  const chosen = rows.contains(document.activeElement) ? document.activeElement.closest(".row") : null;
  const at = [...rows.children].indexOf(chosen);
  const asksForMore = document.activeElement === more;
  if (start) rows.append(...elements);
  else rows.replaceChildren(...elements);
  // The row that the keyboard is at stays so, wherever it stands now; where it is gone, the one in its place.
  if (chosen && !start) focusRow(elements.find((one) => one.dataset.stem === chosen.dataset.stem) ?? elements[at] ?? elements.at(-1));
  if (asksForMore) focusRow(elements[0]);
  shown = start + found.rows.length;
  more.hidden = shown >= found.total;
  document.getElementById("empty-text").textContent = form.elements.text.value.trim() ? t("nothing_found") : t("nothing_filtered");
  document.getElementById("empty").hidden = found.total > 0;
  count.textContent = found.total === found.all ? t("stories", { n: found.total }) : t("stories_of", { n: found.total, all: found.all });
  if (!start) announce(count.textContent);
  // What readers lack is known only where something was published from here.
  form.querySelector("[data-state=pending]").hidden = !found.record;
  showCounts(found.counts);
  showStrays(found.strays);
  showGone(found.gone);
  keepAddress();
}

// The address has the filters: a reload, the way back from a story and the page in another language show the same list.
function keepAddress() {
  const query = new URLSearchParams(/** @type {any} */ (filters()));
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  keepListQuery(query);
  for (const link of document.querySelectorAll(".interfaces a")) {
    const address = new URL(link.href);
    link.href = `${address.pathname}?${new URLSearchParams([...query, ["interface", address.searchParams.get("interface")]])}`;
  }
}

// Files of no story, such as a copy that Dropbox has made: what is wrong with them, and what to do.
function showStrays(strays) {
  const place = document.getElementById("strays");
  place.hidden = !strays.length;
  place.replaceChildren(...strays.map((text) => make("li", {}, text)));
}

function focusRow(element) {
  const place = element?.querySelector("a") ?? document.getElementById("main");
  place.focus({ preventScroll: true });
}

function showCounts(counts) {
  const chosen = form.elements.language.value;
  for (const badge of form.querySelectorAll("[data-count]")) {
    const state = badge.dataset.count;
    badge.textContent = counts[chosen]?.[state] || "";
  }
}

const addressOf = (stem) => `${pageData.editor}/story?${new URLSearchParams({ stem })}`;

// Unsaved work on stories whose files are gone: they have no row.
function showGone(stories) {
  const place = document.getElementById("gone");
  const key = JSON.stringify(stories);
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  const lines = stories.map(({ stem, window, moment, title }) => {
    const words = t("unsaved_gone", { when: agoOf(moment), title });
    const go = make("a", { class: "button", href: addressOf(stem), data: { kind: "primary" } }, t("recover"));
    const no = make("button", { type: "button", class: "button" }, t("forget"));
    no.addEventListener("click", async () => {
      await post("drop-journal", { stem, window });
      await load();
      focusRow(rows.firstElementChild);
    });
    return make("div", { class: "banner", role: "group", "aria-label": words, data: { kind: "warn" } }, make("p", {}, words), make("div", { class: "banner-buttons" }, go, no));
  });
  place.replaceChildren(...lines);
}

function row(story, where) {
  const language = pageData.languages.find((one) => one.code === story.original) ?? pageData.languages[0];
  const title = story.titles[language.code] ?? Object.values(story.titles)[0];
  const others = pageData.languages.filter((one) => one.code !== language.code && story.titles[one.code]);
  const address = addressOf(story.stem);
  const picture = story.image
    ? make("img", { src: thumbnailAddress(story.image), alt: "", loading: "lazy", decoding: "async" })
    : make("span", { class: "row-blank", "aria-hidden": "true" });
  const goals = story.goals.flatMap((number) => {
    const goal = pageData.goals[number - 1];
    return [make("span", { class: "goal-mark", data: { goal: number }, title: `${number} ${goal.name}` }, make("span", { class: "visually-hidden" }, `${t("goal")} `), String(number)), " "];
  });
  return make(
    "li",
    { class: "row", data: { stem: story.stem } },
    make("div", { class: "row-picture" }, picture),
    make(
      "div",
      { class: "row-text" },
      make(
        "p",
        { class: "row-meta" },
        make("span", { class: "kicker" }, story.kind === "page" ? t("page") : pageData.categories[story.category] ?? t("no_category")),
        story.date ? make("span", {}, dayOf(story.date)) : null,
        story.author ? make("span", {}, story.author) : null,
        story.unsaved ? make("span", { class: "pill", data: { state: "unsaved" } }, t("state_unsaved")) : null,
      ),
      make("h2", { class: "row-title", lang: language.tag }, make("a", { href: address }, title)),
      others.map((one) => make("p", { class: "row-other", lang: one.tag }, story.titles[one.code])),
      goals.length ? make("p", { class: "row-goals" }, goals) : null,
    ),
    make("ul", { class: "row-states" }, pageData.languages.map((one) => make("li", {}, state(one, story.states[one.code], story, where)))),
  );
}

function state(language, found, story, where) {
  const kind = found.state;
  let text = t(`state_${kind}`);
  if (kind === "behind") text = t("state_behind", { n: found.behind });
  if (kind === "published" && story.live) text = liveWords(story.live, where);
  if (kind === "scheduled") text = t("state_scheduled", { date: dayOf(story.date) });
  const problems = ["errors", "warnings"].map((one) => (found[one] ? make("span", { class: "pill", data: { state: one } }, t(one, { n: found[one] })) : null));
  return [make("span", { class: "row-language" }, language.label), make("span", { class: "pill", data: { state: kind, live: kind === "published" ? story.live : "" }, title: kind === "published" && story.live ? where : null }, text), ...problems];
}

async function create() {
  const title = make("input", { required: true, maxlength: 200, autocomplete: "off" });
  const languages = Object.fromEntries(pageData.languages.map((one) => [one.code, one.label]));
  const categories = { "": t("no_category"), ...pageData.categories };
  const content = [
    field("title", t("title"), title, t("new_title_hint")),
    field("language", t("written_in"), select(languages)),
    field("category", t("category"), select(categories)),
  ];
  const answer = await show(t("new_story"), content, [
    { value: "", label: t("cancel") },
    { value: "yes", label: t("begin"), kind: "primary" },
  ]);
  if (answer.value !== "yes") return;
  try {
    const data = Object.fromEntries(answer.data);
    data.category = pageData.categoryValues[data.category] ?? "";
    const { stem } = await post("create", data);
    location.href = addressOf(stem);
  } catch (error) {
    toast(error.message);
  }
}

// What was deleted, each with a button that brings it back.
async function showDeleted() {
  const { deleted } = await get("deleted");
  const status = make("p", { role: "status", class: "hint" }, deleted.length ? "" : t("nothing_deleted"));
  const list = make("ul", { class: "plain-rows" }, deleted.map((entry) => {
    const titles = pageData.languages.filter((one) => one.code in entry.titles).map((one) => make("span", { lang: one.tag }, entry.titles[one.code]));
    const back = make("button", { type: "button", class: "button" }, t("bring_back"));
    const item = make("li", {}, make("p", {}, titles, make("span", { class: "hint" }, t("deleted_when", { when: agoOf(entry.moment) }))), back);
    back.addEventListener("click", async () => {
      try {
        await post("restore", { key: entry.key });
      } catch (error) {
        status.textContent = error.message;
        return;
      }
      status.textContent = t("is_back", { title: Object.values(entry.titles)[0] });
      const next = item.nextElementSibling ?? item.previousElementSibling;
      item.remove();
      (next?.querySelector("button") ?? status.closest("dialog").querySelector(".dialog-buttons button")).focus();
      load();
    });
    return item;
  }));
  await show(t("deleted_stories"), [status, list], undefined, { size: "wide" });
}

// Rows are walked with the arrow keys, as in any list.
function walk(step) {
  const links = [...rows.querySelectorAll(".row-title a")];
  const at = links.indexOf(document.activeElement);
  const next = links[Math.max(0, Math.min(links.length - 1, at + step))];
  next?.focus();
  next?.closest(".row").scrollIntoView({ block: "nearest" });
}

const KEYS = [
  ["/", t("key_search")],
  ["↓ ↑ J K", t("key_walk")],
  ["Enter", t("key_open")],
  ["N", t("new_story")],
  ["F1 ?", t("key_keys")],
];

document.addEventListener("keydown", (/** @type {any} */ event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input, select, textarea");
  // The first time out of the words, then out of the search.
  if (event.key === "Escape" && event.target === form.elements.text) {
    event.preventDefault();
    if (!event.target.value) return focusRow(rows.firstElementChild);
    event.target.value = "";
    return load();
  }
  if (event.key === "F1") {
    event.preventDefault();
    return showKeys(KEYS);
  }
  if (event.key === "ArrowDown" && (!typing || event.target.type === "search")) {
    event.preventDefault();
    return walk(1);
  }
  if (event.key === "ArrowUp" && !typing) {
    event.preventDefault();
    return walk(-1);
  }
  if (typing || !hasSingleKeys()) return undefined;
  const actions = {
    "/": () => form.elements.text.focus(),
    j: () => walk(1),
    k: () => walk(-1),
    n: create,
    "?": () => showKeys(KEYS),
  };
  const action = actions[letterOf(event)];
  if (action) {
    event.preventDefault();
    action();
  }
  return undefined;
});

for (const [name, value] of new URLSearchParams(location.search)) {
  const control = form.elements[name];
  if (!control) continue;
  control.value = value;
  // What the site no longer has.
  if (control.selectedIndex < 0) control.selectedIndex = 0;
}

let pause = 0;
form.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(load, 60);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(async () => {
  await load();
  // The button below an empty list is gone with it.
  if (document.activeElement === document.body) focusRow(rows.firstElementChild);
}));
more.addEventListener("click", () => load(shown));
new IntersectionObserver((entries) => entries[0].isIntersecting && !more.hidden && load(shown)).observe(more);
document.getElementById("new-story").addEventListener("click", create);
document.getElementById("deleted").addEventListener("click", showDeleted);
document.getElementById("keys").addEventListener("click", () => showKeys(KEYS));
document.getElementById("publish")?.addEventListener("click", () => openPublish());
document.getElementById("show-filters").addEventListener("click", (event) => {
  const open = form.toggleAttribute("data-open");
  event.currentTarget.setAttribute("aria-expanded", String(open));
});
// On a narrow screen, the rest of the bar stands under a button of its own.
const barMore = document.getElementById("bar-more");
const openBar = (open) => {
  document.getElementById("bar-rest").toggleAttribute("data-open", open);
  barMore.setAttribute("aria-expanded", String(open));
};
barMore.addEventListener("click", () => openBar(barMore.getAttribute("aria-expanded") === "false"));
document.getElementById("bar-rest").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || barMore.getAttribute("aria-expanded") === "false") return;
  openBar(false);
  barMore.focus();
});

let refresh = 0;
listen("", () => {
  clearTimeout(refresh);
  // What somebody has opened further down stays as it is.
  refresh = setTimeout(() => shown <= 60 && scrollY < 400 && load(), 400);
});
load();
// What this browser kept while the server was not reached is offered with all else.
bringKept(surroundings).then(({ brought }) => brought && load());
