// The strings of CodeMirror, in the language of the interface.

import { t } from "./strings.js";
import { EditorState } from "./vendor/codemirror.js";

const KEYS = {
  Find: "find",
  Replace: "replace",
  next: "find_next",
  previous: "find_previous",
  all: "find_all",
  "match case": "match_case",
  regexp: "find_pattern",
  "by word": "by_word",
  replace: "replace_one",
  "replace all": "replace_all",
  close: "close",
  "current match": "find_current",
  "on line": "find_on_line",
  "replaced match on line $": "find_replaced",
  "replaced $ matches": "find_replaced_all",
  "Go to line": "go_to_line",
  go: "go",
  "Control character": "control_character",
  "Selection deleted": "selection_deleted",
  Diagnostics: "checks",
  "No diagnostics": "all_well",
  "$ unchanged lines": "unchanged_lines",
  "Revert this chunk": "take_this_part",
  Accept: "keep_this_part",
  Reject: "leave_this_part",
};

export const phrases = EditorState.phrases.of(Object.fromEntries(Object.entries(KEYS).map(([phrase, key]) => [phrase, t(key)])));
