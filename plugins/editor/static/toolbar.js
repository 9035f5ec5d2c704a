// The buttons above a text: what its words are, links, lists, tables and pictures.

import { paragraphsOf } from "./align.js";
import { line, show } from "./dialogs.js";
import { html, made, nothing, reachedBy } from "./drawing.js";
import { asBlock, HEADING, ITEM, linkAt, QUOTATION, toggleEmphasis, toggleLines, writeLink } from "./formatting.js";
import { t } from "./strings.js";
import { askTable } from "./table-dialog.js";
import { tableAt, writeTable } from "./tables.js";

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const written = (key) => (isMac ? `⌘${key}` : `Ctrl+${key}`);

/** @param {import("./language-pane.js").LanguagePane} pane */
export function toolbarOf(pane) {
  // The text that is written now: the pane draws another one where its form changes.
  const text = () => pane.pane;

  // The keyboard goes on in the text.
  function edit(changed) {
    text().edit(changed);
    text().view.focus();
  }

  // Puts words in place of a range of the text that was `before`; where it is another since, by a merge or another window,
  // at the cursor. `wordsAt` gives them for a place.
  function put(range, wordsAt, before) {
    const { doc, selection } = pane.present.view.state;
    const { from, to } = doc === before ? range : { from: selection.main.head, to: selection.main.head };
    const insert = wordsAt(doc.toString(), from);
    edit({ changes: [{ from, to, insert }], selection: { anchor: from + insert.length, head: from + insert.length } });
  }

  const change = (edited) => () => {
    const { from, to } = text().place;
    edit(edited(text().text, from, to));
  };

  // The form of a dialog, by its name, with the place in the text that it is about.
  const formOf = (name, left) => ({ name, given: { code: pane.code, ...text().place }, left });

  /** @param {import("./forms.js").Form} [left] */
  async function link(left) {
    const { from, to } = text().place;
    const target = linkAt(text().text, from, to);
    const before = text().view.state.doc;
    const content = [
      line("address", t("link_address"), { value: target.address, required: true, spellcheck: false, hint: t("link_address_hint") }),
      line("words", t("link_words"), { value: target.words, spellcheck: true, language: pane.language }),
    ];
    const buttons = [{ value: "", label: t("cancel") }, ...(target.isThere ? [{ value: "none", label: t("link_remove") }] : []), { value: "yes", label: t("link_put"), kind: "primary" }];
    const take = (data) => put(target, () => writeLink(data.get("words"), data.get("address")), before);
    const { value, done } = await show(t("link"), content, buttons, { take, form: formOf("link", left) });
    if (value === "none") put(target, () => target.words, before);
    if (value) await ended(done);
  }

  function ended(done) {
    text()?.view.focus();
    return done();
  }

  /** @param {import("./forms.js").Form} [left] */
  async function table(left) {
    const at = text().view.state.selection.main.head;
    const before = text().view.state.doc;
    const there = tableAt(text().text, at);
    const line = before.lineAt(at);
    const place = line.text.trim() ? (paragraphsOf(before.toString()).find((paragraph) => at <= paragraph.to)?.to ?? before.length) : line.from;
    const wordsOf = (filled) => (doc, from) => (there?.from === from ? writeTable(filled) : asBlock(doc, writeTable(filled), from));
    const { value, done } = await askTable(there, pane.language, formOf("table", left), (filled) => put(there ?? { from: place, to: place }, wordsOf(filled), before));
    if (value) await ended(done);
  }

  const emphasis = (sign) => change((all, from, to) => toggleEmphasis(all, from, to, sign));
  const lines = (kind) => change((all, from, to) => toggleLines(all, from, to, kind));
  const rows = [
    { name: "bold", run: emphasis("**"), letter: "B" },
    { name: "italic", run: emphasis("*"), letter: "I" },
    { name: "link", run: () => link(), letter: "K" },
    { name: "heading", run: lines(HEADING) },
    { name: "list", run: lines(ITEM) },
    { name: "quotation", run: lines(QUOTATION) },
    { name: "table", run: () => table() },
    { name: "picture", run: () => pane.page.insertion.add(pane) },
  ];
  const tool = ({ name, run, letter }, at) => html`
    <button type="button" class="tool" title=${letter ? `${t(name)} (${written(letter)})` : t(name)} aria-label=${t(name)} tabindex=${at ? -1 : 0} data-tool=${name}
      aria-keyshortcuts=${letter ? `${isMac ? "Meta" : "Control"}+${letter}` : nothing} @click=${run}></button>`;
  // The place in the text stays where it is when a button is clicked.
  const element = made(html`
    <div class="pane-toolbar" role="toolbar" aria-label=${t("formatting", { language: pane.language.name })} @keydown=${walk} @mousedown=${(event) => event.preventDefault()}>
      ${rows.map(tool)}<button type="button" class="button tool-script" hidden tabindex="-1" @click=${() => pane.page.checks.convert(pane.code)}></button>
    </div>`);
  const buttons = [...element.children];
  // Shown while there are words in another script.
  const script = buttons.at(-1);

  // One of the buttons is reached by Tab, the others from there by arrow keys.
  const shown = () => buttons.filter((button) => !button.hidden);
  function reach(button) {
    for (const tool of shown()) tool.tabIndex = tool === button ? 0 : -1;
    button.focus();
  }
  function walk(event) {
    const next = reachedBy(event, shown(), "ArrowLeft", "ArrowRight");
    if (next) reach(next);
  }

  return {
    element,
    // The dialogs that may be opened again.
    dialogs: { link, table },
    keys: rows.flatMap(({ letter, run }) => (letter ? [{ key: `Mod-${letter.toLowerCase()}`, run }] : [])),
    // What the checks have found in another script: `words` is what the button says, "" where there is nothing.
    showScript(words) {
      const isLeft = !words && document.activeElement === script;
      script.textContent = words;
      script.hidden = !words;
      if (script.tabIndex === 0 && !words) buttons[0].tabIndex = 0;
      if (isLeft) text()?.view.focus();
    },
  };
}
