// Elements of the page, and keys of the keyboard.

// An element with attributes and children; strings become text, never HTML.
/** @param {string} name @param {Record<string, any>} attributes @param {any[]} children @returns {any} */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key in element && typeof value === "boolean") element[key] = value;
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// The letter of a key on a keyboard of any script: with Cyrillic letters, the one that a Latin keyboard has there.
export function letterOf(event) {
  const { key, code } = event;
  if (key?.length === 1 && /\p{L}/u.test(key) && !/[a-z]/i.test(key) && /^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  return key?.length === 1 ? key.toLowerCase() : key;
}

// The words that differ between two versions, as <del> and <ins>.
export function difference(words) {
  const names = { gone: "del", new: "ins" };
  return words.map(([kind, text]) => (names[kind] ? make(names[kind], {}, text) : text));
}
