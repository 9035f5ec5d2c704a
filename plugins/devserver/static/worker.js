// Follows the version of the site for all open tabs of a browser, and posts each new one to them.

const channel = new BroadcastChannel("preview");
let version = 0;

onconnect = (event) => event.ports[0].postMessage(version);

async function follow() {
  for (;;) {
    try {
      const answer = await fetch(`/~preview/version?after=${version}`);
      if (!answer.ok) throw new Error(answer.statusText);
      const latest = Number(await answer.text());
      if (latest !== version) {
        version = latest;
        channel.postMessage(version);
      }
    } catch {
      // The server is being restarted, or has ended.
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

follow();
