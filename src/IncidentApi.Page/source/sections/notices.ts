import { Refusal } from "../api.js";
import { html, place } from "../dom.js";
import type { Speech } from "../words/words.js";
import { reasons } from "./frame.js";

let countdown: number | undefined;

/** Seconds until the page asks again. */
let left = 0;

/** Takes away what was said about an earlier view. */
export function clearNotices(): void {
  clearInterval(countdown);
  left = 0;
  place("notices").replaceChildren();
}

export function say(text: string): void {
  place("notices").append(html("p", { class: "notice" }, text));
}

/** Says once why something failed, and tries again: by itself where the service said when, else when asked to. */
export function sayFailure(fault: unknown, speech: Speech, again: () => void): void {
  const notices = place("notices");
  const passes = fault instanceof Refusal && fault.passes ? fault.retryAfter ?? 1 : null;

  // Parts of the page are refused one after the other: the longest wait is the one after which all can come.
  if (passes !== null) left = Math.max(left, passes);
  if (notices.querySelector(".failure")) return;
  if (passes !== null) {
    notices.append(waiting(speech, again));
    return;
  }

  notices.append(html("div", { class: "notice failure", role: "alert" }, ...reasons(fault, speech).map(reason => html("p", {}, reason)),
    html("button", { type: "button", id: "retry", click: again }, speech.say("retry"))));
}

function waiting(speech: Speech, again: () => void): HTMLElement {
  const shown = html("p", { "aria-hidden": "true" }, speech.say("tooMany", { n: speech.formats.number(left) }));
  const spoken = html("p", { class: "visually-hidden" }, speech.say("tooMany", { n: speech.formats.number(left) }));
  countdown = window.setInterval(() => {
    left -= 1;
    shown.textContent = speech.say("tooMany", { n: speech.formats.number(Math.max(0, left)) });
    if (left > 0) return;
    clearInterval(countdown);
    again();
  }, 1000);
  return html("div", { class: "notice failure", role: "alert" }, shown, spoken, html("button", { type: "button", id: "retry", click: again }, speech.say("retry")));
}
