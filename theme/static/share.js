/** The button under a story that opens the system's own sheet for sharing, or copies the address where there is none. */

const button = document.querySelector("[data-share]");

if (button && (navigator.share || navigator.clipboard)) {
  const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (navigator.share) {
      await navigator.share({ title: document.querySelector("h1").textContent, url: address }).catch(() => {});
    } else {
      await navigator.clipboard.writeText(address);
      button.nextElementSibling.textContent = button.dataset.share;
    }
  });
}
