// Listens to the server for all windows of a browser, which opens no more than six connections to it: a shared worker, or
// where there are none, a module of each window.

const AGAIN = 2000;
// By the names of pages: the story that is open there, and the way to it.
const pages = new Map();
const replaced = new Set();
let source = null;
let version = null;

// The editor's address, and the key of its session.
let editor = "";
let key = "";

addEventListener("connect", ({ ports: [port] }) => {
  port.onmessage = ({ data }) => add(data, port);
});

function add({ name, lock, stem, ...session }, port) {
  ({ editor, key } = session);
  pages.set(name, { stem, port });
  if (version !== null) port.postMessage({ version });
  open();
  // A page has its lock until it is gone.
  navigator.locks?.request(lock, () => {
    pages.delete(name);
    open();
  });
}

const tell = (message) => pages.forEach(({ port }) => port.postMessage(message));

// The connection says which pages are open. Where these change, another one takes its place before it is closed, so that
// the server never takes a page for gone.
function open() {
  if (source) replaced.add(source);
  source = null;
  if (!pages.size) return closeReplaced();
  const query = new URLSearchParams([...pages].flatMap(([name, { stem }]) => [["window", name], ["stem", stem]]));
  query.set("key", key);
  const own = (source = new EventSource(`${editor}/api/events?${query}`));
  own.onmessage = (event) => {
    version = event.data;
    if (own === source) tell({ version });
  };
  own.onopen = () => {
    if (own !== source) return;
    closeReplaced();
    tell({ connected: true });
  };
  own.onerror = () => {
    if (own !== source) return;
    tell({ connected: false });
    // A browser asks again by itself, but not after an answer that refuses.
    if (own.readyState === EventSource.CLOSED) setTimeout(() => own === source && open(), AGAIN);
  };
  return undefined;
}

function closeReplaced() {
  replaced.forEach((connection) => connection.close());
  replaced.clear();
}
