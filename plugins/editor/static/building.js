// The page that waits for the site: what a maintainer needs is copied by a button.

import { copy } from "./dialogs.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy).textContent));
}
