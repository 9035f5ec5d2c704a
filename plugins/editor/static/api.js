// Requests to the editor's server.

import { given } from "./given.js";
import { asJpeg } from "./heic.js";
import { t } from "./words.js";

export { given };
export const windowName = sessionStorage.getItem("editor-window") || newWindowName();

function newWindowName() {
  const name = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36)).join("");
  sessionStorage.setItem("editor-window", name);
  return name;
}

// An answer that says what the person can do.
export class RequestError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function answer(response) {
  let data = {};
  try {
    data = await response.json();
  } catch {
    throw new RequestError("", response.status);
  }
  if (!response.ok) throw new RequestError(data.error || "", response.status);
  return data;
}

export async function get(name, query = {}, signal = undefined) {
  const response = await fetch(`${given.editor}/api/${name}?${new URLSearchParams(query)}`, { signal });
  return answer(response);
}

export async function post(name, data, signal = undefined, closing = false) {
  const body = JSON.stringify(data);
  const headers = { "content-type": "application/json" };
  // A page that is being closed may still send what is small enough.
  const keepalive = closing && body.length < 60000;
  return answer(await fetch(`${given.editor}/api/${name}`, { method: "POST", body, headers, signal, keepalive }));
}

export async function upload(stem, chosen, name = "upload") {
  const file = await asJpeg(chosen);
  const query = new URLSearchParams({ stem, name: file.name });
  const headers = { "content-type": "application/octet-stream" };
  return answer(await fetch(`${given.editor}/api/${name}?${query}`, { method: "POST", body: file, headers }));
}

// Calls back whenever the content has been read again or a build has ended; says when the server is gone or back.
export function listen(stem, changed, connected = () => {}) {
  const query = new URLSearchParams({ window: windowName, stem });
  const source = new EventSource(`${given.editor}/api/events?${query}`);
  let seen = null;
  source.onmessage = (event) => {
    if (seen !== null && seen !== event.data) changed();
    seen = event.data;
  };
  source.onopen = () => connected(true);
  source.onerror = () => connected(false);
  addEventListener("pagehide", () => source.close());
  return source;
}
