import { hasKey } from "./api.js";
import { html } from "./dom.js";
import type { Figure } from "./statistics.js";
import type { Speech } from "./words/words.js";

/** A figure in words: a range stays a range, and a group of unknown size is neither one nor none. */
export function figureText(figure: Figure, speech: Speech): string {
  const { formats } = speech;
  const range = figure.min === figure.max ? formats.number(figure.max) : `${formats.number(figure.min)}–${formats.number(figure.max)}`;
  return [figure.max === 0 && figure.unknownGroups > 0 ? "" : range, ...extras(figure, speech)].filter(Boolean).join(" ");
}

/** What does not fit into the number. */
export function extras(figure: Figure, speech: Speech): string[] {
  return [
    ...figure.unknownGroups > 0 ? [speech.count("unknownGroups", figure.unknownGroups)] : [],
    ...figure.organisations ? [speech.count("organisations", figure.organisations)] : [],
  ];
}

/** Leads to the same figures in the API. A link shows no key, so with one the address is given to copy. */
export function numbersBehind(address: string, speech: Speech, of: string, csv = true): HTMLElement {
  const hidden = () => html("span", { class: "visually-hidden" }, `: ${of}`);
  if (!hasKey()) {
    return html("p", { class: "behind" },
      html("a", { href: address }, speech.say("numbers"), hidden()),
      ...csv ? [" · ", html("a", { href: `${address}&format=csv` }, speech.say("asCsv"), hidden())] : []);
  }

  const outcome = html("span", { role: "status" });
  const copy = html("button", { type: "button", class: "link", click: async () => {
    try {
      await navigator.clipboard.writeText(new URL(address, location.href).href);
      outcome.textContent = speech.say("copied");
    } catch {
      outcome.replaceChildren(speech.say("copyFailed"), " ", html("code", {}, address));
    }
  } }, speech.say("copyAddress"), hidden());
  return html("p", { class: "behind", "data-address": address }, copy, " ", outcome);
}
