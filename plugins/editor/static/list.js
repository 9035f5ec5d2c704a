// The list of stories.

import { announce } from "./announcements.js";
import { get, keepListQuery, listen, post, RequestError, storyAddress, surroundings, thumbnailAddress } from "./api.js";
import { bannerOf } from "./banners.js";
import { inPause } from "./delays.js";
import { choice, goOn, line, openAgain, show } from "./dialogs.js";
import { button, draw, goalMark, html, made, pill, place, repeat, statePill } from "./drawing.js";
import { bringKept } from "./journal.js";
import { makeKeys } from "./keys.js";
import { openPublish } from "./publish.js";
import { agoOf, dayOf, pageData, t } from "./strings.js";
const [rows, form, count, more, search] = ["rows", "filters", "count", "more", "text"].map(place);
const { languages } = pageData;
// What is shown; `asked` counts the requests: what an older one brings is not shown.
const list = { stories: [], where: "", timed: false, asked: 0 };

const filters = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));

async function load(start = 0) {
  const number = ++list.asked;
  let answer;
  try {
    answer = await get("list", { ...filters(), start });
  } catch (error) {
    if (error instanceof RequestError) count.textContent = error.message;
    return;
  }
  if (number !== list.asked) return;
  const asksForMore = document.activeElement === more;
  list.stories = start ? [...list.stories, ...answer.rows] : answer.rows;
  Object.assign(list, { where: answer.where, timed: answer.timed });
  draw(rows, repeat(list.stories, (story) => story.stem, row), () => place("main").focus({ preventScroll: true }));
  if (asksForMore) focusRow(rows.children[start]);
  more.hidden = list.stories.length >= answer.total;
  place("empty-text").textContent = search.value.trim() ? t("nothing_found") : t("nothing_filtered");
  place("empty").hidden = answer.total > 0;
  count.textContent = answer.total === answer.all ? t("stories", { n: answer.total }) : t("stories_of", { n: answer.total, all: answer.all });
  if (!start) announce(count.textContent);
  for (const badge of form.querySelectorAll("[data-count]")) badge.textContent = answer.counts[form.elements.language.value]?.[badge.dataset.count] || "";
  // Files of no story, such as a copy that Dropbox has made: what is wrong with them, and what to do.
  place("strays").hidden = !answer.strays.length;
  draw(place("strays"), answer.strays.map((text) => html`<li>${text}</li>`));
  draw(place("gone"), answer.gone.map(leftover), () => focusRow(rows.firstElementChild));
  keepAddress();
}

// The address has the filters: a reload, the way back from a story and the page in another language show the same list.
function keepAddress() {
  const query = new URLSearchParams(/** @type {any} */ (filters()));
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  keepListQuery(query);
  for (const other of document.querySelectorAll(".interfaces a")) {
    const address = new URL(other.href);
    other.href = `${address.pathname}?${new URLSearchParams([...query, ["interface", address.searchParams.get("interface")]])}`;
  }
}

const focusRow = (element) => (element?.querySelector("a") ?? place("main")).focus({ preventScroll: true });

// Unsaved work on a story whose files are gone: it has no row.
function leftover({ stem, known, window, number, moment, title }) {
  const forget = async () => {
    await post("journal", { stem: known, window, number, state: null });
    await load();
  };
  const buttons = [{ label: t("recover"), main: true, address: storyAddress(stem) }, { label: t("forget"), run: forget }];
  return bannerOf({ id: stem, text: t("unsaved_gone", { when: agoOf(moment), title }), kind: "warn", buttons });
}

function row(story) {
  const [first, ...others] = languages.filter((language) => language.code in story.titles);
  const category = story.kind === "page" ? t("page") : (pageData.categories[story.category] ?? t("no_category"));
  const picture = story.image
    ? html`<img src=${thumbnailAddress(story.image)} alt="" loading="lazy" decoding="async">`
    : html`<span class="row-blank" aria-hidden="true"></span>`;
  return html`
    <li class="row" data-stem=${story.stem}>
      <div class="row-picture">${picture}</div>
      <div class="row-text">
        <p class="row-meta">
          <span class="kicker">${category}</span>
          ${story.date && html`<span>${dayOf(story.date)}</span>`}
          ${story.author && html`<span>${story.author}</span>`}
          ${story.unsaved ? pill("unsaved", t("state_unsaved")) : ""}
        </p>
        <h2 class="row-title" lang=${first.tag}><a href=${storyAddress(story.stem)}>${story.titles[first.code]}</a></h2>
        ${others.map((language) => html`<p class="row-other" lang=${language.tag}>${story.titles[language.code]}</p>`)}
        ${story.goals.length ? html`<p class="row-goals">${story.goals.map((number) => goalMark(number, pageData.goals[number - 1].name))}</p>` : ""}
      </div>
      <ul class="row-states">${languages.map((language) => html`<li>${state(language, story.states[language.code], story)}</li>`)}</ul>
    </li>`;
}

function state(language, listed, story) {
  return html`<span class="row-language">${language.label}</span>${statePill(listed.state, list, dayOf(story.date), listed.behind)}${
    ["errors", "warnings"].map((level) => (listed[level] ? pill(level, t(level, { n: listed[level] })) : ""))}`;
}

/** @param {import("./forms.js").Form} [left] */
async function create(left) {
  const content = [
    line("title", t("title"), { required: true, hint: t("new_title_hint") }),
    choice("language", t("written_in"), Object.fromEntries(languages.map((language) => [language.code, language.label])), languages[0].code),
    choice("category", t("category"), { "": t("no_category"), ...pageData.categories }),
  ];
  const begin = async (data, done) => {
    const { category, ...more } = Object.fromEntries(data);
    const { stem } = await post("create", { ...more, category: pageData.categoryValues[category] ?? "" });
    await done();
    location.href = storyAddress(stem);
  };
  await show(t("new_story"), content, goOn(t("begin")), { take: begin, form: { name: "create", left } });
}

// What was deleted, each with a button that brings it back.
async function showDeleted() {
  let { deleted } = await get("deleted");
  const box = made(html`<div></div>`);
  const redraw = (said) => {
    const titles = (entry) => languages.filter((language) => language.code in entry.titles).map((language) => html`<span lang=${language.tag}>${entry.titles[language.code]}</span>`);
    const item = (entry) => html`
      <li><p>${titles(entry)}<span class="hint">${t("deleted_when", { when: agoOf(entry.moment) })}</span></p>${button(t("bring_back"), () => bringBack(entry))}</li>`;
    draw(box, html`<p role="status" class="hint">${said}</p><ul class="plain-rows">${repeat(deleted, (entry) => entry.key, item)}</ul>`, () =>
      box.closest("dialog").querySelector(".dialog-buttons button").focus(),
    );
  };
  const bringBack = async (entry) => {
    try {
      await post("restore", { key: entry.key });
    } catch (error) {
      redraw(error.message);
      return;
    }
    deleted = deleted.filter((kept) => kept !== entry);
    redraw(t("is_back", { title: entry.titles[languages.find((language) => language.code in entry.titles)?.code] }));
    load();
  };
  redraw(deleted.length ? "" : t("nothing_deleted"));
  await show(t("deleted_stories"), box, undefined, { size: "wide" });
}

// Rows are walked with the arrow keys, as in any list.
function walk(step) {
  const links = [...rows.querySelectorAll(".row-title a")];
  const next = links[Math.max(0, Math.min(links.length - 1, links.indexOf(document.activeElement) + step))];
  next?.focus();
  next?.closest(".row").scrollIntoView({ block: "nearest" });
}

const isTyped = ({ target }, name) => target.closest("input, select, textarea") && !(name === "↓" && target === search);
const keys = makeKeys(
  [
    { keys: "/", words: t("key_search"), runs: [() => search.focus()] },
    { keys: "↓ ↑ J K", words: t("key_walk"), runs: [1, -1, 1, -1].map((step) => () => walk(step)) },
    { keys: "Enter", words: t("key_open") },
    { keys: "N", words: t("new_story"), runs: [() => create()] },
    { keys: "F1 ?", words: t("key_keys") },
  ],
  (event, name) => /F1$/.test(name) || !isTyped(event, name),
);
// The first time out of the words, then out of the search.
search.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  if (!search.value) focusRow(rows.firstElementChild);
  else {
    search.value = "";
    load();
  }
});

for (const [name, value] of new URLSearchParams(location.search)) {
  const control = form.elements[name];
  if (!control) continue;
  control.value = value;
  // What the site no longer has.
  if (control.selectedIndex < 0) control.selectedIndex = 0;
}

const loadSoon = inPause(load, 60);
form.addEventListener("input", () => loadSoon());
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(async () => {
  await load();
  // The button below an empty list is gone with it.
  if (document.activeElement === document.body) focusRow(rows.firstElementChild);
}));
const loadMore = () => load(list.stories.length);
more.addEventListener("click", loadMore);
new IntersectionObserver((entries) => entries[0].isIntersecting && !more.hidden && loadMore()).observe(more);
place("new-story").addEventListener("click", () => create());
place("deleted").addEventListener("click", showDeleted);
place("keys").addEventListener("click", keys.list);
place("publish")?.addEventListener("click", () => openPublish());
// On a narrow screen, the filters and the rest of the bar stand under a button each.
const opens = (button, part) => button.addEventListener("click", () => button.setAttribute("aria-expanded", String(part.toggleAttribute("data-open"))));
const barMore = place("bar-more");
opens(place("show-filters"), form);
opens(barMore, place("bar-rest"));
place("bar-rest").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.currentTarget.hasAttribute("data-open")) return;
  barMore.click();
  barMore.focus();
});

// What somebody has opened further down stays as it is.
listen("", inPause(() => list.stories.length <= 60 && scrollY < 400 && load(), 400));
load();
// What this browser kept while the server was not reached is offered with all else.
bringKept(surroundings).then(({ brought }) => brought && load());
openAgain({ create });
