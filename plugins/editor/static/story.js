// The page of one story.

import { announce } from "./announcements.js";
import { listAddress, listen, surroundings } from "./api.js";
import { Banners } from "./banners.js";
import { inPause } from "./delays.js";
import { openAgain, toast } from "./dialogs.js";
import { place } from "./drawing.js";
import { letterOf } from "./keys.js";
import { openPublish } from "./publish.js";
import { Session } from "./session.js";
import { makePage } from "./story-page.js";
import { t } from "./strings.js";
const { stem } = place("workspace").dataset;

const session = new Session(surroundings, stem, {
  opened() {
    page = makePage(session);
    showStory();
  },
  changed: () => page?.state.show(),
  typed() {
    page.checks.soon();
    page.preview.soon();
  },
  screen: (codes) => codes.forEach(page.writing.refresh),
  shared: () => page.shared.draw(),
  saved(outcome) {
    page.side.again("versions");
    page.question.saved(outcome);
    // What was found of the text before the save is of an earlier one.
    page.checks.soon(0);
  },
  gone(codes) {
    for (const code of codes) toast(t("text_is_gone", { language: page.languages[code].name }));
    if (!codes.length) announce(t("read_again"));
  },
});
/** @type {import("./story-page.js").Page} */
let page;

function showStory() {
  const { drafts, shared, story, writing } = page;
  shared.draw();
  const title = story.texts[story.original].fields.title ?? story.slug;
  document.title = `${title} · ${t("editor")}`;
  place("story-heading").textContent = title;
  place("story-heading").lang = page.languages[story.original].tag;
  writing.start();
  // A story that was just begun is there to be written.
  if (document.activeElement === document.body && drafts[story.original].exists && !drafts[story.original].body.trim()) writing.focusPane(writing.reveal(story.original));
  page.checks.soon(0);
}

// The files, or what was built of them, have changed.
async function refresh() {
  await session.refresh();
  const isShown = page.side.name === "preview";
  if (isShown || session.model.isChanged) page.checks.soon();
  if (isShown) page.preview.soon();
}

// Until the story is there, its keys are no others' either.
addEventListener("keydown", (event) => !page && (event.ctrlKey || event.metaKey) && letterOf(event) === "S" && event.preventDefault());
addEventListener("beforeunload", (event) => {
  const { model } = session;
  if (model.phase === "sending" || (model.unsaved && session.trouble)) event.preventDefault();
});
addEventListener("pagehide", () => session.journal.closed());
document.addEventListener("visibilitychange", () => document.hidden && session.journal.hidden());
place("back").href = listAddress();
try {
  await session.open();
} catch (error) {
  place("state").dataset.state = "failed";
  place("state-text").textContent = t("save_failed_to_open");
  place("state-short").textContent = t("short_failed");
  new Banners(place("banners"), () => {}).show([{ id: "failed", text: error.message, kind: "bad" }]);
  throw error;
}
// What a dialog has written is forgotten where it was kept once the text has it.
addEventListener("decided", (/** @type {any} */ event) => {
  event.preventDefault();
  session.journal.take({ forget: event.detail });
});
openAgain(page.again, session.story.former);
place("save").addEventListener("click", () => page.state.save());
place("publish")?.addEventListener("click", () => openPublish(session.model.isChanged ? page.state.save : null));
place("publish-story")?.addEventListener("click", () => page.commands.publishAlone());
listen(
  stem,
  inPause(refresh, 150),
  (good) => {
    if (!good && !session.trouble) session.connected("unreachable");
    else if (good && session.trouble) {
      session.connected("");
      if (session.model.unsaved) session.journal.changed();
    }
  },
);
