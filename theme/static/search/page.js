/** The search page at work: what is typed and chosen, its address, and what is said and shown. */

import { chosen, editionLinks, Elsewhere } from "./other-editions.js";
import { Filters } from "./filters.js";
import { SearchIndex } from "./index.js";
import { Results } from "./results.js";

const SHOWN_AT_ONCE = 10;
const PAUSE = 120;

const language = document.documentElement.lang;
const number = new Intl.NumberFormat(language);
const plural = new Intl.PluralRules(language);

export class SearchPage {
  constructor(form) {
    const part = (name) => document.querySelector(`[data-search-${name}]`);
    this.form = form;
    this.input = form.querySelector("input[name=q]");
    this.status = part("status");
    this.elsewhere = new Elsewhere(part("elsewhere"), { number, plural });
    this.more = part("more");
    this.filters = new Filters(part("filters"), number);
    this.results = new Results(part("results"), part("result"), part("places"));
    this.meant = part("meant");
    this.title = document.title;
    this.turn = 0;
    this.found = null;
    form.addEventListener("input", () => this.later());
    this.more.addEventListener("click", () => this.showMore());
    document.addEventListener("keydown", (event) => this.walk(event));
    window.addEventListener("popstate", () => this.read());
    this.start().catch(() => {});
    if (location.search) this.read();
    else if (this.wanted) this.search();
  }

  /** Load the index, once; a load that failed is tried again by the next search. */
  start(fresh = false) {
    if (fresh || !this.index) {
      this.index = SearchIndex.load(new URL(".", location.href), fresh);
      this.index.catch(() => { this.index = null; });
    }
    return this.index;
  }

  /** Search for what the address says. */
  read() {
    const parameters = new URLSearchParams(location.search);
    this.input.value = parameters.get("q") ?? "";
    this.filters.read(parameters);
    if (this.wanted || this.found) this.search();
  }

  get wanted() {
    return Boolean(this.input.value.trim()) || this.filters.any;
  }

  /** Put what is searched for in the address, so that it can be linked. */
  write() {
    const parameters = new URLSearchParams();
    if (this.input.value.trim()) parameters.set("q", this.input.value.trim());
    this.filters.write(parameters);
    const address = parameters.size ? `?${parameters}` : location.pathname;
    if (address !== (location.search || location.pathname)) history.replaceState(null, "", address);
    document.title = [this.input.value.trim(), this.title].filter(Boolean).join(" · ");
    for (const link of editionLinks()) link.search = location.search;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  /** Search at once and lead to the first result. */
  async submit() {
    clearTimeout(this.timer);
    await this.search();
    this.results.links[0]?.focus();
  }

  async search() {
    const turn = ++this.turn;
    clearTimeout(this.waiting);
    this.write();
    if (!this.wanted) return this.empty();
    this.results.busy = true;
    this.waiting = setTimeout(() => this.say(this.status.dataset.loading), 2 * PAUSE);
    try {
      await this.attempt(turn).catch(() => this.start(true).then(() => this.attempt(turn)));
    } catch {
      if (turn === this.turn) this.fail();
    } finally {
      if (turn === this.turn) {
        clearTimeout(this.waiting);
        this.results.busy = false;
      }
    }
    if (turn === this.turn && this.found && !this.found.exact) await this.lookElsewhere(turn);
  }

  /** Find and show; what a later search has overtaken is dropped. */
  async attempt(turn) {
    const index = await this.start();
    const found = await index.find(this.input.value);
    if (turn !== this.turn) return;
    const left = this.filters.apply(found.stories, index);
    const coming = left.slice(0, SHOWN_AT_ONCE).map((story) => index.story(story));
    for (const story of coming) story.catch(() => {});
    const first = await coming[0];
    if (turn !== this.turn) return;
    this.found = { ...found, index, stories: left, exact: found.exact && left.length > 0 };
    this.clear();
    this.results.lead(found.places);
    // The stories that follow may take their time: what was found is said until then.
    clearTimeout(this.waiting);
    this.say(this.said(found.stories.length));
    if (first) this.suggest(first);
    for (const story of coming) {
      const next = await story;
      if (turn !== this.turn) return;
      this.add([next]);
    }
    this.more.hidden = this.results.count >= left.length;
  }

  /** What the search has to say: how many stories have all that was typed, or that none has. */
  said(without) {
    const { stories, meant, lacking } = this.found;
    if (!stories.length) return this.found.places.length && !without ? "" : this.none(without);
    if (lacking.size) return this.status.dataset.partly;
    return meant.length ? this.named(this.status.dataset.none) : this.counted(stories.length);
  }

  /** The query with the words that were meant, as the first story spells them, and the number of its stories. */
  suggest({ title, text }) {
    const { index, meant, lacking } = this.found;
    const corrected = meant.map(({ typed, keys }) => [typed, index.words.written(`${title}\n${text}`, keys)]).filter(([, word]) => word);
    if (!corrected.length) return;
    const question = corrected.reduce((query, [typed, word]) => query.replace(typed, () => word), this.input.value.trim());
    const parameters = new URLSearchParams(location.search);
    parameters.set("q", question);
    const link = Object.assign(document.createElement("a"), { href: `?${parameters}`, textContent: question });
    const [before, after] = this.meant.dataset.meant.split("{name}");
    this.meant.append(before, link, after, lacking.size ? "" : ` ${this.counted(this.found.stories.length)}`);
  }

  /** Links to the other editions that have an answer; an edition that cannot be asked is left out. */
  async lookElsewhere(turn) {
    const count = async (index) => this.filters.fitting((await index.find(this.input.value, false)).stories, index).length;
    const found = await this.elsewhere.count(count);
    if (turn === this.turn) this.elsewhere.show(found, location.search);
  }

  add(stories) {
    const { index, keys, lacking } = this.found;
    const lacks = this.found.stories.slice(this.results.count).map((story) => lacking.get(story) ?? []);
    this.results.add(stories, index.words, keys, lacks);
  }

  async showMore() {
    const { index, stories } = this.found;
    const shown = this.results.count;
    const turn = this.turn;
    const next = await Promise.all(stories.slice(shown, shown + SHOWN_AT_ONCE).map((story) => index.story(story))).catch(() => null);
    if (turn !== this.turn) return;
    if (!next) return this.say(this.status.dataset.failed);
    this.add(next);
    this.more.hidden = this.results.count >= stories.length;
    this.results.links[this.results.links.length - next.length].focus();
  }

  counted(count) {
    return chosen(this.status.dataset, "results", plural.select(count)).replace("{n}", number.format(count));
  }

  /** That nothing was found, and what may help: another choice where the filters alone are to blame, else other words. */
  none(without) {
    const { none, noneFilters, noneWord, noneWords } = this.status.dataset;
    const typed = this.input.value.trim();
    const help = !typed || without ? noneFilters : /\s/.test(typed) ? noneWords : noneWord;
    return `${this.named(none)} ${help}`;
  }

  /** A sentence about what is typed, or chosen. */
  named(sentence) {
    return sentence.replace("{name}", () => this.input.value.trim() || this.filters.named);
  }

  say(text) {
    this.status.textContent = text;
  }

  clear() {
    this.results.clear();
    this.elsewhere.clear();
    this.meant.replaceChildren();
    this.more.hidden = true;
  }

  empty() {
    this.found = null;
    this.clear();
    this.filters.clear();
    this.results.busy = false;
    this.say("");
  }

  fail() {
    this.empty();
    this.say(this.status.dataset.failed);
  }

  /** Arrow keys walk from the field through the results and back; Escape leads back to the field. */
  walk(event) {
    const stops = [this.input, ...this.results.links];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = event.key === "Escape" && at > 0 ? this.input : step && at >= 0 ? stops[at + step] : undefined;
    if (!next || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    next.focus();
  }
}
