// What screen readers say of a change of the page, in the element #announcements.

// Milliseconds without a key and without a change of the page after which words are said, and at most: screen readers
// leave out what changes together with the rest (Orca, what comes within a tenth of a second of another change).
const QUIET = 250;
const LONGEST_QUIET = 3000;
let unsaid = new Map();
let sayTimer = 0;
let unsaidSince = 0;
let lastChange = 0;
const noteChange = () => (lastChange = performance.now());
addEventListener("keydown", noteChange, true);
const changes = new MutationObserver((records) => records.some(({ target }) => !(/** @type {any} */ (target)).closest?.("#announcements")) && noteChange());

// Words for those who hear the page. What is said of one subject takes the place of what was to be said of it.
export function announce(text, subject = text) {
  const place = document.getElementById("announcements");
  if (!place) return;
  if (!unsaid.size) {
    unsaidSince = performance.now();
    changes.observe(document.body, { childList: true, characterData: true, subtree: true });
  }
  unsaid.delete(subject);
  unsaid.set(subject, text);
  // The same words are read again only where they are new to the page.
  place.textContent = "";
  clearTimeout(sayTimer);
  sayTimer = setTimeout(sayAll, QUIET);
}

function sayAll() {
  const now = performance.now();
  const quiet = now - lastChange;
  if (quiet < QUIET && now - unsaidSince < LONGEST_QUIET) {
    sayTimer = setTimeout(sayAll, QUIET - quiet);
    return;
  }
  changes.disconnect();
  const texts = [...unsaid.values()];
  unsaid = new Map();
  document.getElementById("announcements").textContent = texts.map((text, at) => (at < texts.length - 1 && !/[.!?:]$/.test(text) ? `${text}.` : text)).join(" ");
}
