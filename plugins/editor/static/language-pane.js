// One language of the story: its head, its fields and its text.

import { afterPaint, throttled } from "./delays.js";
import { select, toast } from "./dialogs.js";
import { make } from "./dom.js";
import { pageData } from "./page-data.js";
import { Pane } from "./panes.js";
import { takeDrop, takePaste } from "./pasting.js";
import { fieldLabel, t } from "./strings.js";

// Milliseconds between two counts of the words of a text that is being written.
const COUNTING = 250;

export class LanguagePane {
  /** @param {import("./story-page.js").Page} page @param {string} code @param {number} at */
  constructor(page, code, at) {
    this.page = page;
    this.code = code;
    this.at = at;
    this.language = this.page.languages[code];
    this.element = make("section", { class: "pane", "aria-label": this.language.label, data: { language: code } });
    this.head = make("header", { class: "pane-head" });
    this.fields = make("div", { class: "pane-fields" });
    this.body = make("div", { class: "pane-text", lang: this.language.tag, dir: this.language.direction });
    this.countSoon = throttled(() => this.count(), COUNTING);
    this.element.append(this.head, this.fields, this.body);
    this.draw();
  }

  get draft() {
    return this.page.drafts[this.code];
  }

  // What the pane is drawn for: no text, fields and a text, a whole file, or one with a header that cannot be read.
  get shape() {
    return [this.draft.exists, this.draft.whole !== null, this.draft.base.error].join();
  }

  draw() {
    this.pane?.destroy();
    this.pane = null;
    this.drawn = this.shape;
    this.drawHead();
    if (!this.draft.exists) {
      this.drawMissing();
      return;
    }
    this.drawFields();
    this.body.replaceChildren();
    this.pane = new Pane(this.body, this.language, {
      label: t("text_in", { language: this.language.name }),
      changed: (pane) => {
        this.page.session.type(this.code, this.draft.whole === null ? { body: pane.text } : { whole: pane.text });
        this.countSoon();
      },
      moved: afterPaint(() => this.page.writing.moved(this)),
      paste: (_, event) => takePaste(this, event, this.page.insertion),
      drop: (_, event) => takeDrop(this, event, this.page.insertion),
    });
    this.refresh();
  }

  drawHead() {
    const others = Object.fromEntries(pageData.languages.map((one) => [one.code, one.label]));
    const chooser = select(others, this.code);
    chooser.setAttribute("aria-label", t("language_of_pane", { n: this.at + 1 }));
    chooser.className = "pane-language";
    chooser.addEventListener("change", () => this.page.writing.choose(this.at, chooser.value));
    const original = this.page.story.original === this.code ? make("span", { class: "pill" }, t("original")) : null;
    this.states = make("span", { class: "pane-state" });
    this.counter = make("span", { class: "pane-count" });
    const parts = [pageData.languages.length > 2 ? chooser : make("h2", { class: "pane-name" }, this.language.label), original, this.states, this.counter];
    if (this.draft.exists) {
      const status = select({ "": t("status_published"), draft: t("status_draft") }, (this.draft.fields.status ?? "").toLowerCase() === "draft" ? "draft" : "");
      status.setAttribute("aria-label", t("status_of", { language: this.language.name }));
      status.className = "pane-status";
      status.addEventListener("change", () => this.setField("status", status.value));
      this.status = status;
      const raw = make("button", { type: "button", class: "button", data: { kind: "quiet" }, "aria-pressed": String(this.draft.whole !== null), title: t("whole_file_hint") }, t("whole_file"));
      raw.addEventListener("click", () => this.toggleWhole());
      this.raw = raw;
      parts.push(make("span", { class: "pane-tools" }, status, raw));
    }
    this.head.replaceChildren(...parts.filter(Boolean));
    this.count();
  }

  drawMissing() {
    const button = make("button", { type: "button", class: "button", data: { kind: "primary" } }, t("begin_translation", { language: this.language.name }));
    button.addEventListener("click", () => this.page.commands.beginTranslation(this.code));
    this.fields.replaceChildren();
    this.body.replaceChildren(make("div", { class: "pane-missing" }, make("p", {}, t("not_translated", { language: this.language.name })), make("p", { class: "hint" }, t("not_translated_hint")), button));
  }

  drawFields() {
    if (this.draft.whole !== null) {
      this.fields.replaceChildren(this.draft.base.error ? make("p", { class: "warning" }, this.draft.base.error) : make("p", { class: "hint" }, t("whole_file_hint")));
      return;
    }
    const title = this.input("title", t("title"), { class: "field-title", max: 110 });
    const summary = this.input("summary", t("summary"), { class: "field-summary", max: 200, hint: t("summary_hint") });
    const alt = this.input("image-alt", t("image_alt"), { max: 250, hint: t("image_alt_hint") });
    const credit = this.input("image-credit", t("image_credit"), { offered: this.page.story.credits });
    const modified = this.input("modified", t("modified"), { hint: t("modified_hint") });
    const more = this.page.story.words.map((name) => this.input(name, fieldLabel(name)));
    const parts = [title, summary, ...more, this.fold("picture", t("picture_words"), [alt, credit, modified])];
    if (this.page.story.kind === "news") parts.push(this.fold("event", t("event_fields"), [this.input("event-place", t("event_place"), { hint: t("event_place_hint") })]));
    this.fields.replaceChildren(...parts);
  }

  // Fields that few stories need, under a line that opens them.
  fold(name, label, inputs) {
    const part = make("details", { class: "pane-more" }, make("summary", {}, label), make("div", { class: "pane-more-body" }, inputs));
    part.open = Boolean(this.open?.[name]);
    part.addEventListener("toggle", () => {
      this.open = { ...this.open, [name]: part.open };
      this.page.writing.level?.later();
    });
    return part;
  }

  input(name, label, { max = 0, hint = "", offered = [], ...more }) {
    const id = `${this.code}-${name}`;
    const input = make("textarea", { id, rows: 1, lang: this.language.tag, dir: this.language.direction, spellcheck: "true", class: more.class ?? "", data: { field: name } });
    input.value = this.draft.fields[name] ?? "";
    const counter = max ? make("span", { class: "counter", "aria-hidden": "true" }) : null;
    const count = () => {
      if (!counter) return;
      counter.textContent = `${input.value.length}/${max}`;
      counter.dataset.over = input.value.length > max ? "yes" : "";
    };
    input.addEventListener("input", () => {
      input.value = input.value.replace(/\n+/g, " ");
      this.setField(name, input.value);
      count();
    });
    input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    count();
    const words = make("p", { class: "field-problem", id: `${id}-problem`, hidden: true });
    input.setAttribute("aria-describedby", `${words.id}`);
    if (hint) input.title = hint;
    const take = (text) => {
      input.value = text;
      this.setField(name, text);
    };
    const offers = offered.length ? make("div", { class: "offers" }, offered.slice(0, 4).map((text) => make("button", { type: "button", class: "offer", onclick: () => take(text) }, text))) : null;
    return make("div", { class: "field" }, make("label", { for: id }, label, counter ? " " : null, counter), input, words, offers);
  }

  setField(name, value) {
    this.page.session.type(this.code, { fields: { [name]: value } });
  }

  refresh() {
    if (!this.pane) return;
    this.pane.put(this.draft.whole ?? this.draft.body);
    for (const input of this.fields.querySelectorAll("[data-field]")) {
      const value = this.draft.fields[input.dataset.field] ?? "";
      if (input.value !== value && document.activeElement !== input) input.value = value;
    }
    if (this.status) this.status.value = (this.draft.fields.status ?? "").toLowerCase() === "draft" ? "draft" : "";
    this.count();
  }

  count() {
    const text = this.pane ? this.pane.text : this.draft.body;
    const written = text.replace(/<!--[\s\S]*?-->/g, "").trim();
    const words = written ? written.split(/\s+/).length : 0;
    this.counter.textContent = words ? `${t("words", { n: words })} · ${t("letters", { n: written.length })} · ${t("minutes", { n: Math.max(1, Math.round(words / 200)) })}` : "";
  }

  async toggleWhole() {
    if (this.draft.base.error) return;
    const problem = await this.page.session.reshape(this.code);
    if (problem) {
      toast(problem);
      return;
    }
    // Who went on writing meanwhile goes on in the same place.
    const { view } = this.pane;
    const place = view.hasFocus ? view.state.doc.length - view.state.selection.main.head : -1;
    this.draw();
    this.page.writing.arrange();
    this.page.checks.soon();
    if (place < 0) this.raw.focus();
    else this.pane.go(this.pane.view.state.doc.length - place);
  }
}
