// The editor's server: this page's key and name there, requests, and what it says by itself.

import { browser, forms, tab, texts } from "./browser-store.js";
import { asJpeg } from "./heic.js";
import { pageData, t } from "./strings.js";

// The key of the session, which every request needs beside the cookie. The address that opens the editor has it behind
// "#", and the browser keeps it for the other windows of this origin: no other one, also of this computer, reads it.
const KEY = "editor-key";
let ownKey = "";

const brought = /^#key=([\w-]+)$/.exec(location.hash);
if (brought) {
  ownKey = brought[1];
  // Where the browser has no room for it, other windows are opened by an address of their own.
  browser.set(KEY, ownKey);
  history.replaceState(history.state, "", location.pathname + location.search);
}

// A new session on the same port brings a new key, whichever window it is opened in.
export const sessionKey = () => browser.get(KEY) || ownKey;

function onNewKey(changed) {
  addEventListener("storage", (event) => event.key === KEY && changed());
}

const encoded = (name) => name.split("/").map(encodeURIComponent).join("/");
const keyed = (path) => `${pageData.editor}/${path}?${new URLSearchParams({ key: sessionKey() })}`;

// The address of a picture of the content folder, and of a small one for lists: browsers send no headers for pictures.
export const pictureAddress = (name) => keyed(`content/${encoded(name)}`);
export const thumbnailAddress = (name) => keyed(`thumbnail/${encoded(name)}`);

// Milliseconds for which a page waits until the one before it in this window has gone: one that said so goes however busy
// the computer is, one that did not may be there still, in the window of which this one is a duplicate.
const GOING = 10_000;
const THERE = 400;

addEventListener("pagehide", () => tab.set("editor-left", tab.get("editor-window")));
// Also where the page is shown again as it was left.
addEventListener("pageshow", () => tab.set("editor-left", ""));

// The name of this window among all; it stays the same when the page is loaded again. A browser gives a window that is
// duplicated the same one as the first: a lock tells them apart.
const windowName = await nameWindow();
// The name of this page among all that any window ever loads: what it sends is numbered by itself, whatever the clock says.
const pageName = `${windowName}-${newName(5)}`;
// The story of the page, or the address of another page.
export const pagePlace = document.getElementById("workspace")?.dataset.stem ?? location.pathname;

async function nameWindow() {
  const before = tab.get("editor-window");
  const hasLeft = tab.get("editor-left") === before;
  tab.set("editor-left", "");
  if (before && (await hold(before, hasLeft ? GOING : THERE))) return before;
  const name = newName(9);
  tab.set("editor-window", name);
  await hold(name, THERE);
  return name;
}

// Whether this window has the lock of a name within so many milliseconds; it then holds it until it is gone.
function hold(name, patience) {
  if (!navigator.locks) return true;
  return new Promise((resolve) => {
    const take = () => {
      resolve(true);
      return new Promise(() => {});
    };
    navigator.locks.request(`editor-window ${name}`, { signal: AbortSignal.timeout(patience) }, take).catch(() => resolve(false));
  });
}

// A page holds the lock of its name until it is gone, also where it crashes.
const lockOf = (page) => `editor-page ${page}`;
navigator.locks?.request(lockOf(pageName), () => new Promise(() => {}));

// A function that says whether a page of this browser is open now.
async function openPages() {
  const { held } = (await navigator.locks?.query()) ?? { held: [] };
  const names = new Set(held.map((lock) => lock.name));
  return (page) => names.has(lockOf(page));
}

function newName(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(36)).join("");
}

let number = 0;

// The list as it was last shown in this window.
const LIST = "editor-list";
export const keepListQuery = (query) => tab.set(LIST, query);

export function listAddress() {
  const query = tab.get(LIST);
  return `${pageData.editor}/${query ? `?${query}` : ""}`;
}

export const storyAddress = (stem) => `${pageData.editor}/story?${new URLSearchParams({ stem })}`;

// A request that failed; the message says what the person can do. `status` is undefined where no server answered.
export class RequestError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

// What is said where the server refuses a request before the editor sees it.
function refusal(status) {
  if (status === 403) return t("session_ended");
  if (status === 413) return t("too_large", { n: pageData.largest });
  return t("not_answered");
}

async function request(name, options, query = {}) {
  const asked = new URLSearchParams(query).toString();
  let response;
  const headers = { ...options.headers, "x-editor-key": sessionKey() };
  try {
    response = await fetch(`${pageData.editor}/api/${name}${asked && `?${asked}`}`, { ...options, headers });
  } catch (error) {
    // Browsers say it in English: "Failed to fetch".
    if (error instanceof TypeError) throw new RequestError(t("not_reached"));
    throw error;
  }
  let data = null;
  try {
    data = await response.json();
  } catch (error) {
    if (error.name === "AbortError" || error.name === "TimeoutError") throw error;
  }
  if (!response.ok || data === null) throw new RequestError(data?.error || refusal(response.status), response.status);
  return data;
}

export const get = (name, query = {}) => request(name, {}, query);

// A request that ends after `patience` milliseconds without an answer, where there are any.
export async function post(name, data, { patience = 0, closing = false } = {}) {
  const body = JSON.stringify(data);
  const signal = patience ? AbortSignal.timeout(patience) : undefined;
  const headers = { "content-type": "application/json" };
  // A page that is being closed may still send what is small enough.
  const keepalive = closing && new Blob([body]).size < 60000;
  return request(name, { method: "POST", body, headers, signal, keepalive });
}

export async function upload(stem, chosen, name = "upload") {
  const file = await asJpeg(chosen);
  // More than the server takes is not sent: it would break off without an answer.
  if (file.size > pageData.largest * 1e6) throw new RequestError(refusal(413), 413);
  const headers = { "content-type": "application/octet-stream" };
  return request(name, { method: "POST", body: file, headers }, { stem, name: file.name });
}

// Calls back whenever the content has been read again or a build has ended; says when the server is gone or back.
/** @param {string} stem @param {() => void} changed @param {(good: boolean) => void} connected */
export async function listen(stem, changed, connected = () => {}) {
  const address = new URL("events.js", import.meta.url);
  const { port } = window.SharedWorker && navigator.locks ? new SharedWorker(address) : await listenHere(address.href);
  let seen = null;
  port.onmessage = ({ data: { version, connected: good } }) => {
    if (version !== undefined) {
      if (seen !== null && seen !== version) changed();
      seen = version;
    }
    if (good !== undefined) connected(good);
  };
  const introduce = () => port.postMessage({ name: pageName, lock: lockOf(pageName), stem, key: sessionKey(), editor: pageData.editor });
  introduce();
  onNewKey(introduce);
}

// Where there are no shared workers, the window does the work of one for itself.
async function listenHere(address) {
  const { port1: port, port2 } = new MessageChannel();
  await import(address);
  dispatchEvent(new MessageEvent("connect", { ports: [port2] }));
  return { port };
}

// What is around a session in a browser: the server, what the browser keeps, and the clock.
/** @type {import("./journal.js").Surroundings} */
export const surroundings = {
  pageName,
  isOfWindow: (page) => `${page}-`.startsWith(`${windowName}-`),
  // Numbers what the page sends to be kept, so that a request which is late undoes none that was sent after it.
  nextNumber: () => (number += 1),
  openPages,
  get,
  post,
  store: texts,
  forms,
  local: {
    keys: () => Object.keys(localStorage),
    get: (key) => localStorage.getItem(key),
    set: (key, text) => localStorage.setItem(key, text),
    remove: (key) => localStorage.removeItem(key),
  },
  now: () => performance.now(),
  after: (milliseconds, work) => setTimeout(work, milliseconds),
  cancel: (timer) => clearTimeout(timer),
};
