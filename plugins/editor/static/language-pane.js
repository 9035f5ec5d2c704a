// One language of the story: its head, its fields and its text.

import { RequestError } from "./api.js";
import { afterPaint, throttled } from "./delays.js";
import { choices, toast } from "./dialogs.js";
import { asTyped, button, draw, hint, html, live, made, nothing, warning, when } from "./drawing.js";
import { Pane } from "./panes.js";
import { fieldLabel, pageData, t } from "./strings.js";
import { toolbarOf } from "./toolbar.js";

// Milliseconds between two counts of the words of a text that is being written.
const COUNTING = 250;

export class LanguagePane {
  /** @param {import("./story-page.js").Page} page @param {string} code @param {number} at */
  constructor(page, code, at) {
    this.page = page;
    this.code = code;
    this.at = at;
    this.language = this.page.languages[code];
    this.toolbar = toolbarOf(this);
    this.element = made(html`
      <section class="pane" aria-label=${this.language.label} data-language=${code}>
        <header class="pane-head"></header><div class="pane-fields"></div>${this.toolbar.element}
        <div class="pane-text" lang=${this.language.tag} dir=${this.language.direction}></div>
      </section>`);
    this.head = this.element.querySelector(".pane-head");
    this.fields = this.element.querySelector(".pane-fields");
    this.body = this.element.querySelector(".pane-text");
    // What was found in its fields.
    this.problems = [];
    this.countSoon = throttled(() => this.drawHead(), COUNTING);
    this.draw();
  }

  get draft() {
    return this.page.drafts[this.code];
  }

  // The text that a dialog writes into; throws where another program or window has deleted it meanwhile.
  get present() {
    if (!this.pane) throw new RequestError(t("text_is_gone", { language: this.language.name }));
    return this.pane;
  }

  // What the pane is drawn for: no text, fields and a text, a whole file, or one with a header that cannot be read.
  get shape() {
    return [this.draft.exists, this.draft.whole !== null, this.draft.base.error].join();
  }

  // The line of the file that the shown text begins with.
  get firstLine() {
    return this.draft.whole === null ? this.draft.bodyLine : 1;
  }

  // Characters of the shown text before its body: the header, where the whole file is shown.
  get shift() {
    if (this.draft.whole === null) return 0;
    const lines = this.pane.text.split("\n").slice(0, this.draft.bodyLine - 1);
    return lines.reduce((sum, line) => sum + line.length + 1, 0);
  }

  draw() {
    this.pane?.destroy();
    this.pane = null;
    this.drawn = this.shape;
    this.drawHead();
    this.toolbar.element.hidden = !this.draft.exists;
    draw(this.body, this.draft.exists ? nothing : this.missing());
    this.drawFields();
    if (!this.draft.exists) return;
    this.pane = new Pane(this.body, this.language, {
      label: t("text_in", { language: this.language.name }),
      changed: (pane) => {
        this.page.session.type(this.code, this.draft.whole === null ? { body: pane.text } : { whole: pane.text });
        this.countSoon();
      },
      moved: afterPaint(() => this.page.writing.moved(this)),
      paste: (_, event) => this.page.insertion.takePaste(this, event),
      drop: (_, event) => this.page.insertion.takeDrop(this, event),
      keys: this.toolbar.keys,
    });
    this.refresh();
  }

  drawHead() {
    const { page, code, language, draft, at } = this;
    const others = Object.fromEntries(pageData.languages.map((listed) => [listed.code, listed.label]));
    const choose = ({ target }) => page.writing.choose(at, target.value);
    const name = html`<h2 class="pane-name">${language.label}</h2>`;
    const chooser = html`<select class="pane-language" aria-label=${t("language_of_pane", { n: at + 1 })} @change=${choose}>${choices(others, code)}</select>`;
    const chosen = (draft.fields.status ?? "").toLowerCase() === "draft" ? "draft" : "";
    // In the whole file it is a line of its own.
    const status = html`<select class="pane-status" aria-label=${t("status_of", { language: language.name })} @change=${({ target }) => this.setField("status", target.value)}>
          ${choices({ "": t("status_published"), draft: t("status_draft") }, chosen)}
        </select>`;
    const tools = html`
      <span class="pane-tools">
        ${draft.whole === null ? status : ""}
        <button type="button" class="button" data-kind="quiet" aria-pressed=${draft.whole !== null} title=${t("whole_file_hint")} @click=${() => this.toggleWhole()}>${t("whole_file")}</button>
      </span>`;
    draw(this.head, html`
      ${pageData.languages.length > 2 ? chooser : name}${page.story.original === code ? html`<span class="pill">${t("original")}</span>` : ""}
      <span class="pane-state"></span><span class="pane-count">${this.counted()}</span>${draft.exists ? tools : ""}`);
  }

  // Where it is shown whether readers have the text, and what it has not seen of its original.
  get states() {
    return this.head.querySelector(".pane-state");
  }

  missing() {
    const begin = () => this.page.commands.beginTranslation(this.code);
    return html`
      <div class="pane-missing">
        <p>${t("not_translated", { language: this.language.name })}</p>${hint(t("not_translated_hint"))}
        ${button(t("begin_translation", { language: this.language.name }), begin, { kind: "primary" })}
      </div>`;
  }

  drawFields() {
    const { draft } = this;
    if (!draft.exists) draw(this.fields, nothing);
    else if (draft.whole === null) draw(this.fields, this.form());
    else draw(this.fields, draft.base.error ? warning(draft.base.error) : hint(t("whole_file_hint")));
  }

  form() {
    const { notes, words, kind, credits } = this.page.story;
    const more = [
      this.input("image-alt", t("image_alt"), { max: 250, hint: t("image_alt_hint") }),
      this.input("image-credit", t("image_credit"), { offered: credits }),
      this.input("modified", t("modified"), { hint: t("modified_hint") }),
      notes.map((name) => this.input(name, t(`note_${name}`), { max: 300, hint: t("note_hint") })),
    ];
    return html`
      ${this.input("title", t("title"), { kind: "field-title", max: 110 })}
      ${this.input("summary", t("summary"), { kind: "field-summary", max: 200, hint: t("summary_hint") })}
      ${words.map((name) => this.input(name, fieldLabel(name)))}
      ${this.fold(t("picture_words"), more)}
      ${kind === "news" ? this.fold(t("event_fields"), this.input("event-place", t("event_place"), { hint: t("event_place_hint") })) : ""}`;
  }

  // Fields that few stories need, under a line that opens them.
  fold(label, inputs) {
    return html`<details class="pane-more" @toggle=${() => this.page.writing.level?.later()}><summary>${label}</summary><div class="pane-more-body">${inputs}</div></details>`;
  }

  input(name, label, { max = 0, hint: title = "", offered = [], kind = "" } = {}) {
    const id = `${this.code}-${name}`;
    const value = asTyped(id, this.draft.fields[name] ?? "");
    const problems = this.problems.filter((problem) => problem.field === name);
    const typed = ({ target }) => {
      if (target.value.includes("\n")) target.value = target.value.replace(/\n+/g, " ");
      this.setField(name, target.value);
      this.drawFields();
    };
    const counter = html` <span class="counter" aria-hidden="true" data-over=${value.length > max ? "yes" : ""}>${value.length}/${max}</span>`;
    const offer = (text) => html`<button type="button" class="offer" @click=${() => this.putFields({ [name]: text })}>${text}</button>`;
    return html`
      <div class="field">
        <label for=${id}>${label}${max ? counter : ""}</label>
        <textarea id=${id} rows="1" lang=${this.language.tag} dir=${this.language.direction} spellcheck="true" class=${kind} data-field=${name} title=${when(title)}
          aria-describedby="${id}-problem" aria-invalid=${problems.some((problem) => problem.level === "error")} .value=${live(value)}
          @input=${typed} @keydown=${(event) => event.key === "Enter" && event.preventDefault()}></textarea>
        <p class="field-problem" id="${id}-problem" ?hidden=${!problems.length}>${problems.map((problem) => problem.message).join(" ")}</p>
        ${offered.length ? html`<div class="offers">${offered.slice(0, 4).map(offer)}</div>` : ""}
      </div>`;
  }

  showProblems(problems) {
    this.problems = problems;
    this.drawFields();
  }

  setField(name, value) {
    this.page.session.type(this.code, { fields: { [name]: value } });
  }

  // Opens the part that a field is in; gives the field.
  openFold(name) {
    const input = this.fields.querySelector(`[data-field="${CSS.escape(name)}"]`);
    const fold = input?.closest("details");
    if (fold) fold.open = true;
    return input;
  }

  // Values that are given to fields, also to one that is written in.
  putFields(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const input = this.fields.querySelector(`[data-field="${CSS.escape(name)}"]`);
      if (input) input.value = value;
      this.setField(name, value);
    }
    this.drawFields();
  }

  refresh() {
    if (!this.pane) return;
    this.pane.put(this.draft.whole ?? this.draft.body);
    this.drawHead();
    this.drawFields();
  }

  counted() {
    const written = (this.pane ? this.pane.text : this.draft.body).replace(/<!--[\s\S]*?-->/g, "").trim();
    const n = written ? written.split(/\s+/).length : 0;
    return n ? `${t("words", { n })} · ${t("letters", { n: written.length })} · ${t("minutes", { n: Math.max(1, Math.round(n / 200)) })}` : "";
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
    if (place >= 0) this.pane.go(this.pane.view.state.doc.length - place);
  }
}
