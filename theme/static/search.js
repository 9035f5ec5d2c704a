/** The search page. The build joins its modules to one file; without it the form leads to the archive. */

import { SearchPage } from "./search/page.js";

const form = document.querySelector("[data-search]");

if (form) {
  const page = new SearchPage(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    page.submit();
  });
}
