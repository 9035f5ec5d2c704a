// In the page that the preview's frame shows, which has an origin of its own: tells the editor of clicks and keys, puts a
// newer text in place, and scrolls. No other script runs there.

const editor = document.currentScript.dataset.editor;
const tell = (message) => parent.postMessage(message, editor);
const blocks = () => [...(document.querySelector(".prose")?.children ?? [])];

// Keys with which a person reads and walks through the page itself.
const OWN = new Set(["Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End", " ", "Enter"]);

// What the editor has a key for: the browser's own, such as that which saves the page as a file, is kept from it.
const isEditors = (event) => event.altKey || /^F(?:1|6|8)$/.test(event.key) || ((event.ctrlKey || event.metaKey) && event.code === "KeyS");

addEventListener("keydown", (event) => {
  if (OWN.has(event.key) && !event.altKey) return;
  if (isEditors(event)) event.preventDefault();
  const { key, code, altKey, ctrlKey, metaKey, shiftKey } = event;
  tell({ kind: "key", key: { key, code, altKey, ctrlKey, metaKey, shiftKey } });
});

// A click goes to the paragraph; links do not lead away.
addEventListener("click", (event) => {
  event.preventDefault();
  const block = event.target instanceof Element ? event.target.closest(".prose > *") : null;
  const at = block ? blocks().indexOf(block) : -1;
  if (at >= 0) tell({ kind: "click", at });
});

// Puts the new page's text in place of the old one's, so that nothing jumps.
function patch(html) {
  const newer = new DOMParser().parseFromString(html, "text/html");
  const [old, fresh] = [document.querySelector("main"), newer.querySelector("main")];
  if (!old || !fresh) return;
  old.replaceWith(document.importNode(fresh, true));
  document.title = newer.title;
}

function scrollToBlock(at, smooth) {
  const block = blocks()[Math.max(0, at)];
  if (!block) return;
  const box = block.getBoundingClientRect();
  if (box.top > 0 && box.bottom < innerHeight) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || !smooth;
  scrollTo({ top: scrollY + box.top - innerHeight / 3, behavior: calm ? "instant" : "smooth" });
}

addEventListener("message", ({ origin, data }) => {
  if (origin !== editor) return;
  if (data.html !== undefined) patch(data.html);
  if (data.at !== undefined) scrollToBlock(data.at, data.smooth);
});

tell({ kind: "ready" });
