export { EditorState, StateField, StateEffect, Compartment, RangeSetBuilder, Annotation, Transaction, EditorSelection, Prec } from "@codemirror/state";
export { EditorView, Decoration, WidgetType, ViewPlugin, keymap, drawSelection, highlightSpecialChars, placeholder, lineNumbers } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, undo, redo, isolateHistory } from "@codemirror/commands";
export { setDiagnostics, forEachDiagnostic, lintGutter, nextDiagnostic, previousDiagnostic, forceLinting } from "@codemirror/lint";
export { search, searchKeymap, openSearchPanel } from "@codemirror/search";
export { MergeView, unifiedMergeView, presentableDiff } from "@codemirror/merge";
export { Language, LanguageSupport, syntaxHighlighting, HighlightStyle, defineLanguageFacet, languageDataProp } from "@codemirror/language";
export { parser as markdownParser, GFM } from "@lezer/markdown";
export { tags } from "@lezer/highlight";
