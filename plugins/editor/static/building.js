// The page that waits for the site: what a maintainer needs is copied by a button.

import { copyButton } from "./dialogs.js";

for (const button of document.querySelectorAll("[data-copy]")) copyButton(button, () => document.getElementById(button.dataset.copy).textContent);
