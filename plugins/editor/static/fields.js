// The form above the panes: what belongs to the pair.

import { get, pictureAddress, upload } from "./api.js";
import { choice, line } from "./dialogs.js";
import { draw, goalMark, hint, html, live, repeat } from "./drawing.js";
import { choosePicture } from "./pictures.js";
import { pageData, t, writtenDayOf } from "./strings.js";

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[ T]+(\d{2}:\d{2}))?$/;

// "16, 10.7" as a table from goal numbers to targets; null where it is written in other words.
export function goalsIn(value) {
  const goals = new Map();
  for (const part of value.split(",").map((piece) => piece.trim()).filter(Boolean)) {
    const match = part.match(/^(\d{1,2})(?:\.([0-9a-e]+))?$/);
    if (!match || +match[1] < 1 || +match[1] > 17) return null;
    const targets = goals.get(+match[1]) ?? [];
    if (match[2]) targets.push(`${match[1]}.${match[2]}`);
    goals.set(+match[1], targets);
  }
  return goals;
}

const goalsValue = (goals) => [...goals].sort(([a], [b]) => a - b).flatMap(([number, targets]) => (targets.length ? targets : [String(number)])).join(", ");

export class SharedForm {
  /** @param {import("./story-page.js").Page} page @param {HTMLElement} place @param {HTMLElement} summary */
  constructor(page, place, summary) {
    this.page = page;
    this.place = place;
    this.summary = summary;
  }

  get values() {
    return this.page.model.shared.values;
  }

  get base() {
    return this.page.model.shared.base;
  }

  get story() {
    return this.page.story;
  }

  set(name, value) {
    this.page.session.typeShared(name, value);
    this.summarise();
  }

  draw() {
    const isNews = this.story.kind === "news";
    const policies = { "": t("policy_default"), notice: t("policy_notice"), link: t("policy_link"), hide: t("policy_hide") };
    const first = isNews
      ? [this.moment("date", t("date"), t("date_zone", { zone: pageData.place })), this.category(), this.text("author", t("author"), "", this.story.authors)]
      : this.text("order", t("menu_order"), t("menu_order_hint"));
    draw(this.place, html`
      ${first}${this.picture()}${this.goals()}
      ${isNews ? [["topics", "places"].filter((name) => pageData.subjects[name]).map((name) => this.subjects(name)), this.event()] : ""}
      <details class="shared-rest">
        <summary>${t("more_fields")}</summary>
        <div class="shared-body">
          ${this.choice("untranslated", t("untranslated"), policies)}
          ${this.text("aliases", t("aliases"), t("aliases_hint"))}
          ${isNews ? this.choice("preview", t("secret_preview"), { "": t("no"), yes: t("yes") }) : ""}
        </div>
      </details>`);
    this.summarise();
  }

  summarise() {
    const { date = "", category, author, sdgs = "" } = this.values;
    const day = ISO.exec(date);
    const words = [day ? writtenDayOf(day[1]) : date, pageData.categories[this.categorySlug()] ?? category, author].filter(Boolean);
    draw(this.summary, [words.join(" · "), words.length ? " " : "", [...(goalsIn(sdgs)?.keys() ?? [])].map((number) => goalMark(number))]);
  }

  text(name, label, hint = "", offered = []) {
    return line(name, label, { value: this.values[name], hint, offered, typed: (value) => this.set(name, value) });
  }

  choice(name, label, options) {
    return choice(name, label, options, this.values[name], (value) => this.set(name, value));
  }

  // The category that the header names, in whatever language; "" for one that the site does not have.
  categorySlug() {
    const { category = "" } = this.values;
    const chosen = Object.keys(pageData.categories).find((slug) => pageData.categoryValues[slug] === category);
    return chosen ?? (category === this.base.category ? this.story.category : "");
  }

  category() {
    const { category = "" } = this.values;
    const known = this.categorySlug();
    const options = { "": t("no_category"), ...pageData.categories, ...(category && !known ? { [category]: category } : {}) };
    return choice("category", t("category"), options, known || category, (value) => this.set("category", pageData.categoryValues[value] ?? value));
  }

  // A day and, where one is known, an hour. What is being written in them is not put back.
  moment(name, label, more = "") {
    const value = this.values[name] ?? "";
    const match = ISO.exec(value);
    if (value && !match) return this.text(name, label, t("date_hint"));
    const put = ({ target }) => {
      const inputs = [...target.parentElement.children];
      // What is half typed is no value yet: the one before stays, and nothing is drawn in its place.
      if (inputs.some((input) => input.validity.badInput)) return;
      const [day, time] = inputs.map((input) => input.value);
      this.set(name, day && time ? `${day} ${time}` : day);
    };
    return html`
      <div class="field">
        <label for="field-${name}">${label}</label>
        <div class="date-time">
          <input type="date" id="field-${name}" name=${name} .value=${match?.[1] ?? ""} @input=${put}>
          <input type="time" aria-label="${label}: ${t("time_of_day", { zone: pageData.place })}" .value=${match?.[2] ?? ""} @input=${put}>
        </div>
        ${more && hint(more)}
      </div>`;
  }

  // What a press advisory and a press kit need; open where there is something of it.
  event() {
    const isKit = pageData.yes.includes((this.values["press-kit"] ?? "").toLowerCase());
    const isOpen = ["event-start", "event-end", "event-link", "press-kit"].some((name) => this.values[name]);
    return html`
      <details class="shared-rest" ?open=${isOpen}>
        <summary>${t("event_fields")}</summary>
        <div class="shared-body">
          ${this.moment("event-start", t("event_start"))}${this.moment("event-end", t("event_end"))}
          ${this.text("event-link", t("event_link"), t("event_link_hint"))}
          <label class="check-row"><input type="checkbox" id="field-press-kit" .checked=${isKit} @change=${({ target }) => this.set("press-kit", target.checked ? "yes" : "")}>${t("press_kit")}</label>
          ${hint(t("event_hint"))}
        </div>
      </details>`;
  }

  picture() {
    const { image = "" } = this.values;
    return html`
      <div class="field picture-field">
        <span class="label">${t("picture")}</span>
        <div class="picture-row">
          ${image && html`<img src=${pictureAddress(image)} alt="" class="field-picture">`}
          <div><button type="button" class="button" id="choose-picture" @click=${() => this.choosePicture(image)}>${t(image ? "change_picture" : "choose_picture")}</button>${image && hint(image)}</div>
        </div>
      </div>`;
  }

  // A picture that is there already, a new one, or none.
  async choosePicture(present) {
    const chosen = await choosePicture({ title: t("choose_picture"), label: t("new_picture"), hint: t("new_picture_hint"), accept: "image/*,.heic,.heif", present, none: true });
    if (!chosen || !(chosen.none || chosen.name || chosen.files.length)) return;
    const name = chosen.files.length ? (await upload(this.page.stem, chosen.files[0])).name : chosen.name;
    this.set("image", name);
    this.draw();
    if (name) await this.askForWords(name);
  }

  // What a picture shows is asked for at once; what other stories say of it stands there already.
  async askForWords(name) {
    const { writing, drafts, session, insertion } = this.page;
    for (const pane of writing.panes) pane.fields.querySelector(".pane-more")?.setAttribute("open", "");
    const known = await get("picture-words", { name }).catch(() => ({}));
    for (const [field, words] of [["image-alt", known.alt], ["image-credit", known.credit]]) {
      for (const { code } of insertion.languages()) {
        if (drafts[code].whole !== null || drafts[code].fields[field] || !words?.[code]) continue;
        session.type(code, { fields: { [field]: words[code] } });
        writing.paneOf(code)?.refresh();
      }
    }
    const inputs = writing.panes.map((pane) => document.getElementById(`${pane.code}-image-alt`)).filter(Boolean);
    (inputs.find((input) => !input.value) ?? inputs[0])?.focus();
  }

  goals() {
    const goals = goalsIn(this.values.sdgs ?? "");
    if (!goals) return this.text("sdgs", t("goals"), t("goals_hint"));
    const put = (number, targets) => {
      if (targets) goals.set(number, targets);
      else goals.delete(number);
      this.set("sdgs", goalsValue(goals));
      this.draw();
    };
    const buttonOf = ({ number, name }) => html`
      <button type="button" class="goal-button" data-goal=${number} title=${name} aria-pressed=${goals.has(number)} aria-label="${number} ${name}"
        @click=${() => put(number, goals.has(number) ? null : [])}>${number}</button>`;
    const numbers = [...goals.keys()].sort((a, b) => a - b);
    return html`
      <fieldset class="field goals-field">
        <legend>${t("goals")}</legend>
        <div class="goal-buttons">${pageData.goals.map(buttonOf)}</div>
        <div class="goal-targets">${repeat(numbers, (number) => number, (number) => this.targets(pageData.goals[number - 1], goals.get(number), put))}</div>
      </fieldset>`;
  }

  // The topics or places of a table, each a button; in words where the header names one that the table lacks.
  subjects(name) {
    const known = pageData.subjects[name];
    const written = (this.values[name] ?? "").split(",").map((part) => part.trim()).filter(Boolean);
    const chosen = written.map((part) => known.find((subject) => subject.names.some((each) => each.toLowerCase() === part.toLowerCase())));
    if (chosen.includes(undefined)) return this.text(name, t(name), known.map((subject) => subject.label).join(", "));
    const put = (subject) => {
      const rest = chosen.filter((other) => other !== subject);
      this.set(name, (chosen.includes(subject) ? rest : [...rest, subject]).map(({ value }) => value).join(", "));
      this.draw();
    };
    const buttonOf = (subject) => html`<button type="button" class="subject-button" aria-pressed=${chosen.includes(subject)} @click=${() => put(subject)}>${subject.label}</button>`;
    return html`
      <fieldset class="field goals-field" id="field-${name}"><legend>${t(name)}</legend><div class="goal-buttons">${known.map(buttonOf)}</div></fieldset>`;
  }

  targets({ number, name, targets }, chosen, put) {
    const change = (target, isChosen) => put(number, targets.filter((listed) => (listed === target ? isChosen : chosen.includes(listed))));
    const box = (target) => html`
      <label class="target"><input type="checkbox" .checked=${live(chosen.includes(target))} @change=${(event) => change(target, event.target.checked)}>${target}</label>`;
    return html`
      <details>
        <summary><span class="goal-mark" data-goal=${number}>${number}</span> ${name}${chosen.length ? `: ${chosen.join(", ")}` : ""}</summary>
        <fieldset class="targets"><legend>${t("targets_of", { n: number })}</legend>${targets.map(box)}</fieldset>
      </details>`;
  }
}
