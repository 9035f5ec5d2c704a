// Reloads the page when the preview server has a newer version of the site than the one this page is of.

const own = Number(document.currentScript.dataset.version);

function compare(latest) {
  if (latest > own) location.reload();
}

async function poll() {
  const answer = await fetch("/~preview/version");
  if (answer.ok) compare(Number(await answer.text()));
}

if (window.SharedWorker) {
  // All tabs of a browser share one connection: a browser opens no more than six to a server.
  const channel = new BroadcastChannel("preview");
  channel.onmessage = (event) => compare(event.data);
  const worker = new SharedWorker("/~preview/worker.js");
  worker.port.onmessage = (event) => compare(event.data);
} else {
  setInterval(() => poll().catch(() => {}), 1000);
}
