// What a page was given by the server.

export const given = JSON.parse(document.getElementById("given").textContent);
