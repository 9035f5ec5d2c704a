// The text fields: CodeMirror set up for Markdown in one language, and two of them with their paragraphs level.

import { alignedRows, paragraphsOf, placesOf } from "./align.js";
import { thumbnailAddress } from "./api.js";
import { html, made } from "./drawing.js";
import { picturesOf } from "./formatting.js";
import { Steps } from "./steps.js";
import { pageData, t } from "./strings.js";
import {
  Annotation,
  Decoration,
  EditorSelection,
  EditorState,
  EditorView,
  HighlightStyle,
  Language,
  StateEffect,
  StateField,
  Transaction,
  WidgetType,
  defaultKeymap,
  defineLanguageFacet,
  highlightSpecialChars,
  history,
  historyKeymap,
  isolateHistory,
  keymap,
  markdownParser,
  placeholder,
  search,
  searchKeymap,
  setDiagnostics,
  syntaxHighlighting,
  tags,
} from "./vendor/codemirror.js";

// What CodeMirror says, by its own words.
export const phrases = EditorState.phrases.of(pageData.strings.phrases);

const markdown = new Language(defineLanguageFacet(), markdownParser, [], "markdown");
const highlighting = HighlightStyle.define([
  { tag: tags.heading, class: "md-heading" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.url, class: "md-url" },
  { tag: tags.quote, class: "md-quote" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.processingInstruction, class: "md-mark" },
  { tag: tags.comment, class: "md-comment" },
]);

// Changes that the page makes and the person did not.
export const byPage = Annotation.define();
const putSpacers = StateEffect.define();
const putMarks = StateEffect.define();

// What is drawn in the text by its `key`: two with the same one are the same. Clicks on it lead into the text where it is
// `clickable`.
class Shown extends WidgetType {
  constructor(key, draw, { height = -1, clickable = true } = {}) {
    super();
    this.key = key;
    this.draw = draw;
    this.height = height;
    this.clickable = clickable;
  }

  eq(other) {
    return other.key === this.key;
  }

  toDOM(view) {
    return this.draw(view);
  }

  get estimatedHeight() {
    return this.height;
  }

  ignoreEvent() {
    return !this.clickable;
  }
}

// Empty space of a height in pixels.
const spacerOf = (height) =>
  new Shown(`space ${height.toFixed(1)}`, () => {
    const element = made(html`<div class="spacer"></div>`);
    element.style.height = `${height}px`;
    return element;
  }, { height });

// Decorations that an effect puts, and that move with the text until it puts others.
const putBy = (put) =>
  StateField.define({
    create: () => Decoration.none,
    update: (value, transaction) => transaction.effects.find((effect) => effect.is(put))?.value ?? value.map(transaction.changes),
    provide: (field) => EditorView.decorations.from(field),
  });
const spacers = putBy(putSpacers);
// Paragraphs of the original that a translation has not seen, the paragraph beside the cursor, paragraphs translated before.
const marks = putBy(putMarks);

// A comment that holds the original's paragraph is one small sign before its translation, or before the empty field of it.
const signOf = (words, place) =>
  new Shown(`sign ${place} ${words}`, (view) => {
    const element = made(html`<span class="comment-sign" title=${words} aria-label=${t("original_here")}>¶</span>`);
    // Where a click on a sign that is no text leads is left to the browser otherwise, and that may be another paragraph.
    element.addEventListener("mousedown", (event) => {
      event.preventDefault();
      view.focus();
      view.dispatch({ selection: { anchor: place }, scrollIntoView: true });
    });
    return element;
  }, { clickable: false });

const fieldWords = new Shown("field", () => made(html`<span class="cm-placeholder" aria-hidden="true">${t("translate_here")}</span>`));

// What is found in a text, once for each state of it.
function foundOnce(find) {
  const known = new WeakMap();
  return (doc) => {
    if (!known.has(doc)) known.set(doc, find(doc.toString()));
    return known.get(doc);
  };
}

const placesIn = foundOnce(placesOf);
const blocksIn = foundOnce(paragraphsOf);

function foldedSources(state) {
  const drawn = [];
  const places = placesIn(state.doc);
  for (const [at, { from, to, words, place, isEmpty }] of places.entries()) {
    const isOpen = state.selection.ranges.some((range) => !range.empty && range.from < to && range.to > from);
    if (isEmpty) drawn.push(Decoration.line({ class: "empty-place" }).range(isOpen ? place : state.doc.lineAt(from).from));
    // That of the header's words has no field, and a line of its own.
    const end = places[at + 1]?.from === place ? to : place;
    if (!isOpen) drawn.push(Decoration.replace({ widget: signOf(words, place) }).range(from, end));
    if (isEmpty) drawn.push(Decoration.widget({ widget: fieldWords, side: 1 }).range(place));
  }
  return Decoration.set(drawn, true);
}

const sources = StateField.define({
  create: foldedSources,
  update: (value, transaction) => (transaction.docChanged || transaction.selection ? foldedSources(transaction.state) : value),
  provide: (field) => [EditorView.decorations.from(field), EditorView.atomicRanges.of((view) => view.state.field(field))],
});

// The place that a cursor within a source, or before its sign, stands for: the field of it or of the next one.
function fieldAt(places, head) {
  const at = places.findIndex((place) => place.from <= head && head < place.place);
  if (at < 0) return null;
  return places.slice(at).find((place, next, all) => place.place !== all[next + 1]?.from) ?? places[at];
}

// Nothing is written before a sign, on its line, and no key by itself deletes one: what is typed there is of the field.
const keepSources = EditorState.transactionFilter.of((transaction) => {
  const { startState, selection } = transaction;
  const before = startState.selection.main;
  if (transaction.docChanged) {
    if (before.empty && transaction.isUserEvent("input.type")) {
      const field = fieldAt(placesIn(startState.doc), before.head);
      let typed = "";
      transaction.changes.iterChanges((_from, _to, _start, _end, inserted) => (typed += inserted));
      return field ? { changes: { from: field.place, insert: typed }, selection: EditorSelection.cursor(field.place + typed.length), userEvent: "input.type" } : transaction;
    }
    const isKey = before.empty && (transaction.isUserEvent("delete.backward") || transaction.isUserEvent("delete.forward"));
    if (!isKey) return transaction;
    let isSource = false;
    const places = placesIn(startState.doc);
    transaction.changes.iterChangedRanges((from, to) => (isSource ||= places.some((place) => from <= place.from && to >= place.to)));
    return isSource ? [] : transaction;
  }
  if (!selection?.main.empty) return transaction;
  const { head } = selection.main;
  const places = placesIn(startState.doc);
  const field = fieldAt(places, head);
  if (!field) return transaction;
  // From the field back, to the end of what stands above it.
  const { from } = places.find((place) => place.from <= head && head < place.place);
  const isBack = before.empty && before.head === field.place && from > 0;
  return [transaction, { selection: EditorSelection.cursor(isBack ? from - 1 : field.place) }];
});

// A picture stands small below the line that it is written in.
const PICTURE_HEIGHT = 104;
const thumbnailOf = (name) =>
  new Shown(`picture ${name}`, () => made(html`<div class="text-picture"><img src=${thumbnailAddress(name)} alt="" loading="lazy" @error=${({ target }) => target.remove()}></div>`), { height: PICTURE_HEIGHT });

function shownPictures(state) {
  const hidden = placesIn(state.doc);
  const shown = picturesOf(state.doc.toString()).filter(({ at }) => !hidden.some(({ from, to }) => from < at && at < to));
  return Decoration.set(shown.map(({ at, name }) => Decoration.widget({ widget: thumbnailOf(name), block: true, side: 1 }).range(state.doc.lineAt(at).to)), true);
}

const pictures = StateField.define({
  create: shownPictures,
  update: (value, transaction) => (transaction.docChanged ? shownPictures(transaction.state) : value),
  provide: (field) => EditorView.decorations.from(field),
});

// Pixels between the place that is written at and what lies over the page.
const CLEAR = 8;

// What lies over the page, so that the place that is written at is never beneath it: the bar, the buttons and, on a
// narrow screen, the tabs above and a side below.
function coveredMargins() {
  const [bar, tabs, tools, side] = [".bar", "#pane-tabs", ".pane-toolbar:not([hidden])", "#side"].map((selector) => document.querySelector(selector)?.getBoundingClientRect());
  const above = Math.max(0, bar.bottom) + tabs.height + (tools?.height ?? 0);
  const below = side.width === document.documentElement.clientWidth ? innerHeight - side.top : 0;
  return { top: above + CLEAR, bottom: below + CLEAR };
}

export class Pane {
  // `language` is { code, name, tag, direction }; `changed` is called after each change of the person, `paste` and `drop`
  // take what is pasted and dropped; `keys` are what keys do in this text, as { key, run }.
  constructor(parent, language, { changed, moved, paste, drop, label, keys }) {
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc: "",
        extensions: [
          EditorView.cspNonce.of(document.body.dataset.nonce),
          history(),
          highlightSpecialChars(),
          EditorView.lineWrapping,
          EditorView.scrollMargins.of(coveredMargins),
          markdown,
          syntaxHighlighting(highlighting),
          search({ top: true }),
          keymap.of([...keys.map(({ key, run }) => ({ key, run: () => run() !== false })), ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
          spacers,
          marks,
          sources,
          keepSources,
          pictures,
          // As an element: a text would be said to screen readers also where something is written.
          placeholder(() => made(html`<span aria-hidden="true">${t("write_here", { language: language.name })}</span>`)),
          EditorView.contentAttributes.of((view) => (view.state.doc.length ? {} : { "aria-placeholder": t("write_here", { language: language.name }) })),
          phrases,
          EditorView.perLineTextDirection.of(true),
          EditorView.contentAttributes.of({ spellcheck: "true", autocorrect: "on", autocapitalize: "sentences", lang: language.tag, dir: language.direction, "aria-label": label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(byPage))) changed(this, update);
            this.steps?.follow(update.changes);
            if (update.docChanged) this.level?.edited(this, update.changes);
            else if (update.geometryChanged || update.viewportChanged) this.level?.later();
            if (update.selectionSet || update.focusChanged) moved(this, update);
          }),
          EditorView.domEventHandlers({ paste: (event) => paste(this, event), drop: (event) => drop(this, event) }),
        ],
      }),
    });
    this.steps = new Steps(this.view);
  }

  get text() {
    return this.view.state.doc.toString();
  }

  // Puts a text in place of the present one, keeping what is the same, and the cursor where it was: no step that a person
  // could undo.
  put(text) {
    const before = this.text;
    if (text === before) return;
    let start = 0;
    while (start < Math.min(text.length, before.length) && text[start] === before[start]) start += 1;
    let end = 0;
    while (end < Math.min(text.length, before.length) - start && text[text.length - 1 - end] === before[before.length - 1 - end]) end += 1;
    this.view.dispatch({
      changes: { from: start, to: before.length - end, insert: text.slice(start, text.length - end) },
      annotations: [byPage.of(true), Transaction.addToHistory.of(false)],
    });
  }

  // The range that is selected.
  get place() {
    const { from, to } = this.view.state.selection.main;
    return { from, to };
  }

  // Changes of a command, as one step that a person can undo.
  edit({ changes, selection = undefined }, userEvent = "input.format") {
    return changes.length ? this.steps.make({ changes, selection, userEvent, annotations: isolateHistory.of("full"), scrollIntoView: selection !== undefined }) : null;
  }

  insert(text, from = this.view.state.selection.main.from, to = this.view.state.selection.main.to, userEvent = "input.paste") {
    const insert = this.view.state.toText(text);
    return this.steps.make({ changes: { from, to, insert }, selection: EditorSelection.cursor(from + insert.length), userEvent, scrollIntoView: true }, { from, to, words: insert.toString() });
  }

  // Marks ranges with classes: [{ from, to, class, line }].
  mark(ranges) {
    const length = this.view.state.doc.length;
    const decorations = ranges
      .filter((range) => range.from <= length)
      .flatMap((range) => {
        if (!range.line) return range.to > range.from ? [Decoration.mark({ class: range.class, attributes: range.attributes }).range(range.from, Math.min(range.to, length))] : [];
        const lines = [];
        for (let at = range.from; at <= Math.min(range.to, length); ) {
          const line = this.view.state.doc.lineAt(at);
          lines.push(Decoration.line({ class: range.class }).range(line.from));
          at = line.to + 1;
        }
        return lines;
      });
    this.view.dispatch({ effects: putMarks.of(Decoration.set(decorations, true)) });
  }

  diagnose(diagnostics) {
    const length = this.view.state.doc.length;
    const within = diagnostics.map((diagnostic) => ({ ...diagnostic, from: Math.min(diagnostic.from, length), to: Math.min(Math.max(diagnostic.to, diagnostic.from), length) }));
    this.view.dispatch(setDiagnostics(this.view.state, within));
  }

  go(from, to = from, focus = true) {
    const length = this.view.state.doc.length;
    this.view.dispatch({ selection: { anchor: Math.min(from, length), head: Math.min(to, length) }, effects: EditorView.scrollIntoView(Math.min(from, length), { y: "center" }) });
    if (focus) this.view.focus();
  }

  get blocks() {
    return blocksIn(this.view.state.doc);
  }

  get paragraph() {
    const at = this.view.state.selection.main.head;
    const blocks = this.blocks;
    const index = blocks.findIndex((block) => at <= block.to);
    return index < 0 ? blocks.length - 1 : index;
  }

  destroy() {
    this.level = null;
    this.view.destroy();
  }
}

// Milliseconds after a change until paragraphs are compared: at once for their number and kinds, in a pause for their words.
const RESHAPE = 80;
const REALIGN = 400;
// How often places outside the panes are guessed at before the person does something else.
const GUESSES = 8;
// The space in pixels that one paragraph and its counterpart may differ by.
const FAR = 60;
// What ends the guesses' count: a person goes elsewhere or types.
const ACTIONS = ["keydown", "wheel", "touchmove", "pointerdown"];

// Keeps the paragraphs of two panes level, by empty space above those that stand higher than their counterpart. Only
// lines that are drawn have heights that are known, so that only those are made level; others when they are drawn.
export class Level {
  constructor(left, right) {
    this.panes = [left, right];
    this.asked = false;
    this.places = [];
    this.first = Infinity;
    this.guesses = GUESSES;
    this.docs = [];
    // The paragraphs of both, their kinds, and which belong together.
    this.ours = [];
    this.theirs = [];
    this.shape = "";
    this.found = [];
    for (const pane of this.panes) pane.level = this;
    this.acted = () => (this.guesses = GUESSES);
    for (const action of ACTIONS) addEventListener(action, this.acted, { capture: true, passive: true });
    this.reshape();
  }

  stop() {
    for (const action of ACTIONS) removeEventListener(action, this.acted, { capture: true });
    clearTimeout(this.shaping);
    clearTimeout(this.pause);
    this.clear();
    for (const pane of this.panes) pane.level = null;
    this.panes = [];
  }

  // Takes all spaces away.
  clear() {
    for (const { view } of this.panes) if (view.state.field(spacers).size) view.dispatch({ effects: putSpacers.of(Decoration.none) });
  }

  later() {
    if (this.asked || !this.panes.length) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      if (this.panes.length) this.arrange();
    });
  }

  // A text was changed: its paragraphs move with it, and are found anew once that is painted.
  edited(pane, changes) {
    const side = this.panes.indexOf(pane);
    for (const place of this.places) place[side] = changes.mapPos(place[side], -1);
    this.guesses = GUESSES;
    // It would take places of the text as it was.
    clearTimeout(this.pause);
    this.shaping ||= setTimeout(() => this.reshape(), RESHAPE);
    this.later();
  }

  get rows() {
    this.reshape();
    return this.found;
  }

  // Finds the paragraphs anew. While words of a paragraph change, its place does not; whether it still belongs there is
  // looked at in a pause.
  reshape() {
    clearTimeout(this.shaping);
    this.shaping = 0;
    const docs = this.panes.map((pane) => pane.view.state.doc);
    if (!docs.length || (docs[0] === this.docs[0] && docs[1] === this.docs[1])) return;
    this.docs = docs;
    [this.ours, this.theirs] = this.panes.map((pane) => pane.blocks);
    const shape = [this.ours, this.theirs].map((side) => side.map((paragraph) => paragraph.kind).join()).join("|");
    clearTimeout(this.pause);
    if (shape !== this.shape) this.realign();
    else this.pause = setTimeout(() => this.realign(), REALIGN);
    this.shape = shape;
  }

  realign() {
    this.found = alignedRows(this.ours, this.theirs);
    const places = this.found.filter(([, own, , other]) => own && other).map(([a, , b]) => [this.ours[a].from, this.theirs[b].from]);
    const before = this.places;
    const differs = places.findIndex((place, at) => place[0] !== before[at]?.[0] || place[1] !== before[at]?.[1]);
    this.places = places;
    // Up to the first that is not where it was, nothing moves.
    if (differs >= 0) this.first = Math.min(this.first, differs);
    else if (before.length > places.length) this.first = Math.min(this.first, Math.max(0, places.length - 1));
    this.later();
  }

  // The paragraph of the other pane that stands beside one, as its number; -1 where none does.
  beside(pane, index) {
    const left = pane === this.panes[0];
    for (const [a, own, b, other] of this.rows) {
      const [start, count, there, many] = left ? [a, own, b, other] : [b, other, a, own];
      if (index >= start && index < start + count) return many ? there + Math.min(index - start, many - 1) : -1;
    }
    return -1;
  }

  // Whether the counterparts of a place are so far apart that one space above it would be in sight.
  isFar(views, at) {
    const [top, other] = views.map((view, side) => view.lineBlockAt(this.places[at][side]).top);
    return at > 0 && Math.abs(top - other) > FAR;
  }

  // The places that are looked at now, as numbers of the first and the last.
  range(views) {
    const drawn = views.map((view) => view.viewport);
    const within = (place, side) => place[side] >= drawn[side].from && place[side] <= drawn[side].to;
    let first = this.places.findIndex((place) => within(place, 0) && within(place, 1));
    let last = this.places.findLastIndex((place) => within(place, 0) && within(place, 1));
    if (first >= 0 && !this.isFar(views, first)) this.guesses = GUESSES;
    else if (this.guesses) {
      // Far from what was drawn before, counterparts may be so far apart that the panes show other paragraphs, or that
      // all the space between two that are drawn would be in sight.
      this.guesses -= 1;
      first = this.places.findIndex((place) => within(place, 0) || within(place, 1));
      last = this.places.findLastIndex((place) => within(place, 0) || within(place, 1));
    }
    if (this.first < Infinity) {
      first = first < 0 ? this.first : Math.min(first, this.first);
      last = this.places.length - 1;
    }
    this.first = Infinity;
    return [first, last];
  }

  arrange() {
    const views = this.panes.map((pane) => pane.view);
    // Where one text is shown at a time nothing stands beside it, and what is hidden has no heights: spaces that follow
    // from them would change with every frame.
    if (!views.every((view) => view.dom.checkVisibility())) {
      this.clear();
      return;
    }
    const [first, last] = this.range(views);
    if (first < 0 || (last < first && this.places.length)) return;
    const whole = last === this.places.length - 1;
    const spans = views.map((view, side) => [first ? this.places[first][side] : 0, whole ? view.state.doc.length : this.places[last][side]]);
    const before = views.map((view, side) => view.state.field(spacers).iter(spans[side][0]));
    const offsets = [0, 0];
    const added = [[], []];
    for (const places of this.places.slice(first, last + 1)) {
      const tops = views.map((view, side) => {
        while (before[side].value && before[side].from < places[side]) {
          offsets[side] -= before[side].value.spec.widget.height;
          before[side].next();
        }
        return view.lineBlockAt(places[side]).top + offsets[side];
      });
      const height = Math.abs(tops[0] - tops[1]);
      if (height < 1) continue;
      const side = tops[0] < tops[1] ? 0 : 1;
      offsets[side] += height;
      added[side].push(Decoration.widget({ widget: spacerOf(height), block: true, side: -1 }).range(places[side]));
    }
    views.forEach((view, side) => {
      const present = view.state.field(spacers);
      const [filterFrom, filterTo] = spans[side];
      const arranged = present.update({ filterFrom, filterTo, filter: () => false, add: added[side] });
      if (!sameSpacers(arranged, present)) view.dispatch({ effects: putSpacers.of(arranged) });
    });
  }
}

function sameSpacers(arranged, present) {
  if (arranged.size !== present.size) return false;
  const a = arranged.iter();
  const b = present.iter();
  while (a.value) {
    if (a.from !== b.from || Math.abs(a.value.spec.widget.height - b.value.spec.widget.height) > 1) return false;
    a.next();
    b.next();
  }
  return true;
}
