// The page of one story.

import { announce } from "./announcements.js";
import { get, holdStory, listAddress, listen, upload } from "./api.js";
import { toast } from "./dialogs.js";
import { openPublish } from "./publish.js";
import { Session } from "./session.js";
import { makePage } from "./story-page.js";
import { t } from "./strings.js";
import { surroundings } from "./surroundings.js";

const place = (id) => document.getElementById(id);
const { stem } = place("workspace").dataset;

const session = new Session(surroundings, stem, {
  opened: showStory,
  changed: () => page.state.show(),
  typed: () => {
    page.checks.soon();
    page.preview.soon();
  },
  screen: (codes) => codes.forEach(page.writing.refresh),
  shared: () => page.shared.refresh(page.story.shared),
  saved: () => page.side.again("versions"),
  gone: (codes) => {
    for (const code of codes) toast(t("text_is_gone", { language: page.languages[code].name }));
    if (!codes.length) announce(t("read_again"));
  },
});
const page = makePage(session);
const { drafts, model, shared, writing } = page;

shared.uploaded = async (file) => {
  try {
    return (await upload(stem, file)).name;
  } catch (error) {
    toast(error.message);
    return null;
  }
};

// What a picture shows is asked for at once; what other stories say of it stands there already.
shared.pictureChosen = async (name) => {
  for (const pane of writing.panes) pane.fields.querySelector(".pane-more")?.setAttribute("open", "");
  const known = await get("picture-words", { name }).catch(() => ({}));
  for (const [field, words] of [["image-alt", known.alt], ["image-credit", known.credit]]) {
    for (const { code } of page.insertion.languages()) {
      if (drafts[code].whole !== null || drafts[code].fields[field] || !words?.[code]) continue;
      session.type(code, { fields: { [field]: words[code] } });
      writing.paneOf(code)?.refresh();
    }
  }
  const empty = writing.panes.map((pane) => place(`${pane.code}-image-alt`)).find((input) => input && !input.value);
  (empty ?? place(`${writing.panes[0].code}-image-alt`))?.focus();
};

function showStory() {
  const { story } = page;
  shared.load(story);
  const title = story.texts[story.original].fields.title ?? story.slug;
  document.title = `${title} · ${t("editor")}`;
  place("story-heading").textContent = title;
  place("story-heading").lang = page.languages[story.original].tag;
  writing.start();
  // A story that was just begun is there to be written.
  if (document.activeElement === document.body && drafts[story.original].exists && !drafts[story.original].body.trim()) writing.focusPane(writing.paneOf(story.original));
  page.checks.soon(0);
}

// The files, or what was built of them, have changed.
async function refresh() {
  await session.refresh();
  if (page.story && page.side.name === "preview") {
    page.checks.soon();
    page.preview.soon();
  }
}

addEventListener("beforeunload", (event) => {
  if (model.phase === "sending" || (model.unsaved && session.trouble)) event.preventDefault();
});
addEventListener("pagehide", () => session.journal.closed());
document.addEventListener("visibilitychange", () => document.hidden && session.journal.hidden());
place("save").addEventListener("click", () => page.state.save());
place("publish")?.addEventListener("click", () => openPublish(model.isChanged ? page.state.save : null));
place("back").href = listAddress();
holdStory(stem);
try {
  await session.open();
} catch (error) {
  place("state").dataset.state = "failed";
  place("state-text").textContent = t("save_failed_to_open");
  place("state-short").textContent = t("short_failed");
  page.banners.show([{ id: "failed", text: error.message, kind: "bad" }]);
  throw error;
}
let refreshTimer = 0;
listen(
  stem,
  () => {
    clearTimeout(refreshTimer);
    refreshTimer = setTimeout(refresh, 150);
  },
  (good) => {
    if (!good && !session.trouble) session.connected("unreachable");
    else if (good && session.trouble) {
      session.connected("");
      if (model.unsaved) session.journal.changed();
    }
  },
);
