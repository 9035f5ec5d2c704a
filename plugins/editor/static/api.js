// Requests to the editor's server.

import { asJpeg } from "./heic.js";
import { pageData } from "./page-data.js";
import { t } from "./strings.js";

export const windowName = sessionStorage.getItem("editor-window") || newWindowName();

function newWindowName() {
  const name = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36)).join("");
  sessionStorage.setItem("editor-window", name);
  return name;
}

// The list as it was last shown in this window.
const LIST = "editor-list";
export const keepListQuery = (query) => sessionStorage.setItem(LIST, query);

export function listAddress() {
  const query = sessionStorage.getItem(LIST);
  return `${pageData.editor}/${query ? `?${query}` : ""}`;
}

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
  try {
    response = await fetch(`${pageData.editor}/api/${name}${asked && `?${asked}`}`, options);
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

export async function get(name, query = {}, signal = undefined) {
  return request(name, { signal }, query);
}

export async function post(name, data, signal = undefined, closing = false) {
  const body = JSON.stringify(data);
  const headers = { "content-type": "application/json" };
  // A page that is being closed may still send what is small enough.
  const keepalive = closing && body.length < 60000;
  return request(name, { method: "POST", body, headers, signal, keepalive });
}

export async function upload(stem, chosen, name = "upload") {
  const file = await asJpeg(chosen);
  // More than the server takes is not sent: it would break off without an answer.
  if (file.size > pageData.largest * 1e6) throw new RequestError(refusal(413), 413);
  const headers = { "content-type": "application/octet-stream" };
  return request(name, { method: "POST", body: file, headers }, { stem, name: file.name });
}

// Milliseconds until a server that refused to be listened to is asked again: a new session may let this page in.
const AGAIN = 2000;

// Calls back whenever the content has been read again or a build has ended; says when the server is gone or back.
export function listen(stem, changed, connected = () => {}) {
  const query = new URLSearchParams({ window: windowName, stem });
  let source = null;
  let seen = null;
  const open = () => {
    source = new EventSource(`${pageData.editor}/api/events?${query}`);
    source.onmessage = (event) => {
      if (seen !== null && seen !== event.data) changed();
      seen = event.data;
    };
    source.onopen = () => connected(true);
    source.onerror = () => {
      connected(false);
      // A browser asks again by itself, but not after an answer that refuses.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN);
    };
  };
  open();
  addEventListener("pagehide", () => source.close());
}
