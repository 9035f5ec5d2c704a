/** The choice of goal, category and year, each with the number of stories that it would leave. */

export class Filters {
  #selects;
  #number;

  constructor(fieldset, number) {
    this.#number = number;
    this.#selects = [...fieldset.querySelectorAll("[data-search-filter]")];
    for (const option of this.#selects.flatMap((select) => [...select.options])) option.dataset.label = option.textContent.trim();
  }

  /** Whether anything is chosen. */
  get any() {
    return this.#selects.some((select) => select.value);
  }

  /** The choices in words. */
  get named() {
    return this.#selects.filter((select) => select.value).map((select) => select.selectedOptions[0].dataset.label).join(", ");
  }

  /** Take the choice from an address; what is no option is passed over. */
  read(parameters) {
    for (const select of this.#selects) {
      const wanted = parameters.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === wanted) ? wanted : "";
    }
  }

  /** Put the choice in an address. */
  write(parameters) {
    for (const select of this.#selects.filter((one) => one.value)) parameters.set(select.name, select.value);
  }

  /** The stories that are left, and beside each option how many it has under the other choices. */
  apply(stories, index) {
    const facts = new Map(stories.map((story) => [story, index.facts(story)]));
    const fits = (story, select) => !select.value || facts.get(story)[select.name].includes(select.value);
    for (const select of this.#selects) {
      const others = this.#selects.filter((other) => other !== select);
      this.#count(select, stories.filter((story) => others.every((other) => fits(story, other))).flatMap((story) => facts.get(story)[select.name]));
    }
    return this.fitting(stories, index);
  }

  /** The stories that are left, of any edition's index. */
  fitting(stories, index) {
    return stories.filter((story) => {
      const facts = index.facts(story);
      return this.#selects.every((select) => !select.value || facts[select.name].includes(select.value));
    });
  }

  /** Without a search there is nothing to count. */
  clear() {
    for (const option of this.#selects.flatMap((select) => [...select.options])) {
      option.textContent = option.dataset.label;
      option.disabled = false;
    }
  }

  #count(select, values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    for (const option of [...select.options].filter((one) => one.value)) {
      const count = counts.get(option.value) ?? 0;
      option.textContent = `${option.dataset.label} (${this.#number.format(count)})`;
      option.disabled = !count && !option.selected;
    }
  }
}
