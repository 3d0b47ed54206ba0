import { html } from "../dom.js";

/** One of a few, as radio buttons in a row. */
export function choice<T extends string>(name: string, legend: string, options: readonly { value: T; label: string }[], chosen: T, change: (value: T) => void): HTMLElement {
  return html("fieldset", { class: "choice" }, html("legend", {}, legend), ...options.map(option => {
    const input = html("input", { type: "radio", name, id: `${name}-${option.value}`, value: option.value, checked: option.value === chosen, change: () => change(option.value) });
    return html("label", {}, input, html("span", {}, option.label));
  }));
}
