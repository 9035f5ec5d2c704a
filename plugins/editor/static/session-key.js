// The key of the session, which every request needs beside the cookie. The address that opens the editor has it behind
// "#", and the browser keeps it for the other windows of this origin: no other one, also of this computer, reads it.

import { pageData } from "./page-data.js";

const KEPT = "editor-key";
let own = "";

const brought = /^#key=([\w-]+)$/.exec(location.hash);
if (brought) {
  own = brought[1];
  try {
    localStorage.setItem(KEPT, own);
  } catch {
    // The browser has no room for it: this window has it, others are opened by an address of their own.
  }
  history.replaceState(history.state, "", location.pathname + location.search);
}

// A new session on the same port brings a new key, whichever window it is opened in.
export const sessionKey = () => localStorage.getItem(KEPT) || own;

export function onNewKey(changed) {
  addEventListener("storage", (event) => event.key === KEPT && changed());
}

const encoded = (name) => name.split("/").map(encodeURIComponent).join("/");
const keyed = (path) => `${pageData.editor}/${path}?${new URLSearchParams({ key: sessionKey() })}`;

// The address of a picture of the content folder, and of a small one for lists: browsers send no headers for pictures.
export const pictureAddress = (name) => keyed(`content/${encoded(name)}`);
export const thumbnailAddress = (name) => keyed(`thumbnail/${encoded(name)}`);
