// Choosing a picture: one that the site has already, or a file of this computer.

import { get } from "./api.js";
import { field, show } from "./dialogs.js";
import { make } from "./dom.js";
import { thumbnailAddress } from "./session-key.js";
import { t } from "./strings.js";

// From so many pictures on they can be searched by their names.
const MANY = 24;

// What was chosen, as { files, name }, one of them empty; { none: true } for no picture; null where nothing was chosen.
export async function choosePicture({ title, label, hint, accept, multiple = false, present = "", none = false }) {
  const { pictures } = await get("pictures");
  const choices = pictures.map((name) =>
    make(
      "label",
      { class: "picture-choice", data: { name: name.toLowerCase() } },
      make("input", { type: "radio", name: "picture", value: name, checked: name === present }),
      make("img", { src: thumbnailAddress(name), alt: "", loading: "lazy" }),
      make("span", {}, name.replace(/^images\//, "")),
    ),
  );
  const file = make("input", { type: "file", accept, multiple, id: "new-picture", class: "file-input" });
  const upload = make("div", { class: "field" }, make("label", { for: "new-picture" }, label), file, make("p", { class: "hint" }, hint));
  const filter = make("input", { type: "search", id: "filter-pictures", autocomplete: "off" });
  filter.addEventListener("input", () => {
    for (const choice of choices) choice.hidden = !choice.dataset.name.includes(filter.value.trim().toLowerCase());
  });
  filter.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  const there = choices.length ? [make("h3", { class: "label" }, t("pictures_there")), choices.length >= MANY ? field("filter", t("pictures_filter"), filter) : null, make("div", { class: "picture-grid" }, choices)] : [];
  const buttons = [
    { value: "", label: t("cancel") },
    ...(none ? [{ value: "none", label: t("no_picture") }] : []),
    { value: "yes", label: t("use_picture"), kind: "primary" },
  ];
  const opened = (dialog) => {
    const use = dialog.querySelector("button[value=yes]");
    const choose = () => (use.disabled = !file.files.length && !dialog.querySelector("[name=picture]:checked"));
    dialog.addEventListener("change", (event) => {
      // The one that was chosen last counts.
      if (event.target === file && file.files.length) for (const one of dialog.querySelectorAll("[name=picture]:checked")) one.checked = false;
      if (event.target.name === "picture") file.value = "";
      choose();
    });
    choose();
    file.focus();
  };
  const answer = await show(title, [upload, ...there.filter(Boolean)], buttons, { size: "wide", opened });
  if (answer.value === "none") return { none: true, files: [], name: "" };
  if (answer.value !== "yes") return null;
  return { files: [...file.files], name: file.files.length ? "" : (answer.data.get("picture") ?? "") };
}
