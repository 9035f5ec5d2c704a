// The form above the panes: what belongs to the pair.

import { field, select } from "./dialogs.js";
import { make } from "./dom.js";
import { pageData } from "./page-data.js";
import { choosePicture } from "./pictures.js";
import { pictureAddress } from "./session-key.js";
import { t, writtenDayOf } from "./strings.js";

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[ T]+(\d{2}:\d{2}))?$/;
// The words that a header may say yes with.
const YES = ["yes", "true", "da", "1"];

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
  // `model` has the values; `typed` takes each that a person changes.
  constructor(place, summary, model, typed) {
    this.place = place;
    this.summary = summary;
    this.model = model;
    this.typed = typed;
    // What is done with a new picture, and with one that was chosen.
    /** @type {(file: File) => Promise<string | null>} */
    this.uploaded = async () => null;
    /** @type {(name: string) => void} */
    this.pictureChosen = () => {};
  }

  get values() {
    return this.model.shared.values;
  }

  get base() {
    return this.model.shared.base;
  }

  load(story) {
    this.slug = story.shared.category?.slug ?? "";
    this.story = story;
    this.draw();
  }

  // The values are others than before, by another program or by what was recovered.
  refresh(shared) {
    this.slug = shared.category?.slug ?? "";
    if (!this.place.contains(document.activeElement)) this.draw();
    else this.summarise();
  }

  set(name, value) {
    this.typed(name, value);
    this.summarise();
  }

  draw() {
    const article = this.story.kind === "news";
    const parts = [];
    if (article) parts.push(this.date(), this.category(), this.text("author", t("author"), "", this.story.authors));
    else parts.push(this.text("order", t("menu_order"), t("menu_order_hint")));
    parts.push(this.picture(), this.goals());
    const policies = { "": t("policy_default"), notice: t("policy_notice"), link: t("policy_link"), hide: t("policy_hide") };
    const rest = make(
      "details",
      { class: "shared-rest" },
      make("summary", {}, t("more_fields")),
      make(
        "div",
        { class: "shared-body" },
        this.choice("untranslated", t("untranslated"), policies),
        this.text("aliases", t("aliases"), t("aliases_hint")),
        article ? this.choice("preview", t("secret_preview"), { "": t("no"), yes: t("yes") }) : null,
      ),
    );
    this.place.replaceChildren(...parts, ...(article ? [this.event()] : []), rest);
    this.summarise();
  }

  summarise() {
    const { values } = this;
    const goals = goalsIn(values.sdgs ?? "");
    const marks = goals ? [...goals.keys()].flatMap((number) => [make("span", { class: "goal-mark", data: { goal: number } }, make("span", { class: "visually-hidden" }, `${t("goal")} `), String(number)), " "]) : [];
    const date = ISO.exec(values.date ?? "");
    const slug = this.categorySlug();
    const words = [date ? writtenDayOf(date[1]) : values.date, pageData.categories[slug] ?? values.category, values.author].filter(Boolean);
    this.summary.replaceChildren(words.join(" · "), words.length ? " " : "", ...marks);
  }

  text(name, label, hint = "", offered = []) {
    const input = make("input", { value: this.values[name] ?? "", autocomplete: "off" });
    input.addEventListener("input", () => this.set(name, input.value));
    const part = field(name, label, input, hint);
    if (offered.length) {
      const list = make("datalist", { id: `offered-${name}` }, offered.map((value) => make("option", { value })));
      input.setAttribute("list", list.id);
      part.append(list);
    }
    return part;
  }

  choice(name, label, options) {
    const input = select(options, this.values[name] ?? "");
    input.addEventListener("change", () => this.set(name, input.value));
    return field(name, label, input);
  }

  // The category that the header names, in whatever language; undefined for one that the site does not have.
  categorySlug() {
    const value = this.values.category ?? "";
    if (value && value === this.base.category && this.slug) return this.slug;
    return Object.keys(pageData.categories).find((one) => [one, pageData.categoryValues[one], pageData.categories[one]].some((name) => name.toLowerCase() === value.toLowerCase()));
  }

  category() {
    const value = this.values.category ?? "";
    const known = this.categorySlug();
    const options = { "": t("no_category"), ...pageData.categories };
    if (value && !known) options[value] = value;
    const input = select(options, known ?? value);
    input.addEventListener("change", () => this.set("category", pageData.categoryValues[input.value] ?? input.value));
    return field("category", t("category"), input);
  }

  // A day and, where one is known, an hour.
  moment(name, label) {
    const value = this.values[name] ?? "";
    const match = ISO.exec(value);
    if (value && !match) return this.text(name, label, t("date_hint"));
    const id = `field-${name}`;
    const day = make("input", { type: "date", value: match?.[1] ?? "", id, name });
    const time = make("input", { type: "time", value: match?.[2] ?? "", "aria-label": `${label}: ${t("time_of_day", { zone: pageData.place })}` });
    const put = () => this.set(name, day.value ? (time.value ? `${day.value} ${time.value}` : day.value) : "");
    day.addEventListener("input", put);
    time.addEventListener("input", put);
    return make("div", { class: "field" }, make("label", { for: id }, label), make("div", { class: "date-time" }, day, time));
  }

  date() {
    const part = this.moment("date", t("date"));
    if (part.querySelector("[type=date]")) part.append(make("p", { class: "hint" }, t("date_zone", { zone: pageData.place })));
    return part;
  }

  // What a press advisory and a press kit need; open where there is something of it.
  event() {
    const names = ["event-start", "event-end", "press-kit"];
    const kit = make("input", { type: "checkbox", id: "field-press-kit", checked: YES.includes((this.values["press-kit"] ?? "").toLowerCase()) });
    kit.addEventListener("change", () => this.set("press-kit", kit.checked ? "yes" : ""));
    return make(
      "details",
      { class: "shared-rest", open: names.some((name) => this.values[name]) },
      make("summary", {}, t("event_fields")),
      make(
        "div",
        { class: "shared-body" },
        this.moment("event-start", t("event_start")),
        this.moment("event-end", t("event_end")),
        make("label", { class: "check-row" }, kit, t("press_kit")),
        make("p", { class: "hint" }, t("event_hint")),
      ),
    );
  }

  picture() {
    const name = this.values.image ?? "";
    const image = name ? make("img", { src: pictureAddress(name), alt: "", class: "field-picture" }) : null;
    const choose = make("button", { type: "button", class: "button" }, name ? t("change_picture") : t("choose_picture"));
    choose.addEventListener("click", async () => {
      const chosen = await this.chosenPicture(name);
      if (chosen !== null) {
        this.set("image", chosen);
        this.draw();
        // What it shows is asked for at once.
        if (chosen) this.pictureChosen(chosen);
        else document.getElementById("choose-picture")?.focus();
      }
    });
    choose.id = "choose-picture";
    return make("div", { class: "field picture-field" }, make("span", { class: "label" }, t("picture")), make("div", { class: "picture-row" }, image, make("div", {}, choose, name ? make("p", { class: "hint" }, name) : null)));
  }

  // The name of a picture that is there already, or a new one; "" for none, null where nothing was chosen.
  async chosenPicture(present) {
    const chosen = await choosePicture({ title: t("choose_picture"), label: t("new_picture"), hint: t("new_picture_hint"), accept: "image/*,.heic,.heif", present, none: true });
    if (!chosen) return null;
    if (chosen.none) return "";
    return chosen.files.length ? this.uploaded(chosen.files[0]) : chosen.name || null;
  }

  goals() {
    const value = this.values.sdgs ?? "";
    const goals = goalsIn(value);
    if (!goals) return this.text("sdgs", t("goals"), t("goals_hint"));
    const chosen = new Map(goals);
    const targets = make("div", { class: "goal-targets" });
    const put = () => {
      this.set("sdgs", goalsValue(chosen));
      drawTargets();
    };
    const drawTargets = () => {
      const groups = [...chosen.keys()].sort((a, b) => a - b).map((number) => {
        const goal = pageData.goals[number - 1];
        const boxes = goal.targets.map((target) => {
          const box = make("input", { type: "checkbox", checked: chosen.get(number).includes(target) });
          box.addEventListener("change", () => {
            const list = chosen.get(number).filter((one) => one !== target);
            chosen.set(number, box.checked ? [...list, target].sort((a, b) => goal.targets.indexOf(a) - goal.targets.indexOf(b)) : list);
            put();
          });
          return make("label", { class: "target" }, box, target);
        });
        return make("details", {}, make("summary", {}, make("span", { class: "goal-mark", data: { goal: number } }, String(number)), ` ${goal.name}`, chosen.get(number).length ? `: ${chosen.get(number).join(", ")}` : ""), make("fieldset", { class: "targets" }, make("legend", {}, t("targets_of", { n: number })), boxes));
      });
      const open = [...targets.children].map((group) => group.open);
      targets.replaceChildren(...groups);
      groups.forEach((group, at) => (group.open = open[at] ?? false));
    };
    const buttons = pageData.goals.map((goal) => {
      const button = make("button", { type: "button", class: "goal-button", data: { goal: goal.number }, title: goal.name, "aria-pressed": String(chosen.has(goal.number)), "aria-label": `${goal.number} ${goal.name}` }, String(goal.number));
      button.addEventListener("click", () => {
        if (chosen.has(goal.number)) chosen.delete(goal.number);
        else chosen.set(goal.number, []);
        button.setAttribute("aria-pressed", String(chosen.has(goal.number)));
        put();
      });
      return button;
    });
    drawTargets();
    return make("fieldset", { class: "field goals-field" }, make("legend", {}, t("goals")), make("div", { class: "goal-buttons" }, buttons), targets);
  }
}
