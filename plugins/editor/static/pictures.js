// Choosing a picture: one that the site has already, or a file of this computer.

import { get, thumbnailAddress } from "./api.js";
import { line, show } from "./dialogs.js";
import { html, made } from "./drawing.js";
import { t } from "./strings.js";

// From so many pictures on they can be searched by their names.
const MANY = 24;

// What was chosen, as { files, name }, one of them empty; { none: true } for no picture; null where nothing was chosen.
export async function choosePicture({ title, label, hint, accept, multiple = false, present = "", none = false }) {
  const { pictures } = await get("pictures");
  const choiceOf = (name) => html`
    <label class="picture-choice" data-name=${name.toLowerCase()}>
      <input type="radio" name="picture" value=${name} ?checked=${name === present}><img src=${thumbnailAddress(name)} alt="" loading="lazy"><span>${name.replace(/^images\//, "")}</span>
    </label>`;
  const grid = made(html`<div class="picture-grid">${pictures.map(choiceOf)}</div>`);
  const filter = (words) => {
    for (const choice of grid.children) choice.hidden = !choice.dataset.name.includes(words.trim().toLowerCase());
  };
  const content = html`
    <div class="field"><label for="new-picture">${label}</label>
      <input type="file" id="new-picture" name="files" class="file-input" accept=${accept} ?multiple=${multiple}><p class="hint">${hint}</p></div>
    ${pictures.length ? html`<h3 class="label">${t("pictures_there")}</h3>` : ""}
    ${pictures.length >= MANY ? line("filter", t("pictures_filter"), { type: "search", typed: filter }) : ""}
    ${pictures.length ? grid : ""}`;
  const buttons = [
    { value: "", label: t("cancel") },
    ...(none ? [{ value: "none", label: t("no_picture") }] : []),
    { value: "yes", label: t("use_picture"), kind: "primary" },
  ];
  const opened = (dialog) => {
    const file = dialog.querySelector("#new-picture");
    const use = dialog.querySelector("button[value=yes]");
    const choose = () => (use.disabled = !file.files.length && !dialog.querySelector("[name=picture]:checked"));
    dialog.addEventListener("change", (event) => {
      // The one that was chosen last counts.
      if (event.target === file && file.files.length) for (const choice of dialog.querySelectorAll("[name=picture]:checked")) choice.checked = false;
      if (event.target.name === "picture") file.value = "";
      choose();
    });
    choose();
  };
  const answer = await show(title, content, buttons, { size: "wide", opened });
  if (answer.value === "none") return { none: true, files: [], name: "" };
  if (answer.value !== "yes") return null;
  const files = answer.data.getAll("files").filter((file) => file.size || file.name);
  return { files, name: files.length ? "" : (answer.data.get("picture") ?? "") };
}
