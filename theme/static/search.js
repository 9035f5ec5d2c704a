/** All that the search page loads at first: the search itself comes when a reader comes to the form, or an address asks for it. */

const form = document.querySelector("[data-search]");
let page;

function begin() {
  page ??= import("./search/page.js").then(({ SearchPage }) => new SearchPage(form));
  page.catch(() => { page = undefined; });
}

if (form) {
  form.addEventListener("focusin", begin);
  form.addEventListener("input", begin);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin();
    // Where the search cannot be loaded, the form does what it does without JavaScript.
    page.then((search) => search.submit(), () => form.submit());
  });
  if (location.search || form.contains(document.activeElement)) begin();
}
