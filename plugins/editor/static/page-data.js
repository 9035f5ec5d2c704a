// The data that the server puts into a page.

export const pageData = JSON.parse(document.getElementById("page-data").textContent);
