// On pages of the built site: loads the page anew after each build.

const source = new EventSource("/~editor/api/events");
let seen = null;
source.onmessage = (event) => {
  if (seen !== null && seen !== event.data) location.reload();
  seen = event.data;
};
addEventListener("pagehide", () => source.close());
