import { Refusal } from "../api.js";
import { html, place } from "../dom.js";
import type { Speech } from "../words/words.js";

/** Draws a part of the page: says that it loads, never leaves old figures under new filters, and says what went wrong in its place. */
export async function draw(id: string, speech: Speech, heading: string, load: () => Promise<Node[]>): Promise<void> {
  const section = place(id);
  hold(section);
  const title = html("h2", { id: `${id}-heading` }, heading);
  section.setAttribute("aria-busy", "true");
  if (section.querySelector("h2")?.textContent !== heading) section.replaceChildren(title, html("p", { class: "quiet" }, speech.say("loading")));
  try {
    const parts = await load();
    section.replaceChildren(title, ...parts);
    refocus(section);
    section.removeAttribute("aria-busy");
  } catch (fault) {
    if (isAbort(fault)) return;
    section.replaceChildren(title, html("p", { class: "failed" }, speech.say("failed")));
    section.removeAttribute("aria-busy");
    throw fault;
  }
}

let held: string | null = null;

/** Remembers what had the focus in a part that is about to be drawn anew. */
function hold(section: HTMLElement): void {
  const focused = section.contains(document.activeElement) ? document.activeElement : null;
  const marked = focused?.closest("[data-code], [data-bucket]");
  if (focused?.id) held = `#${CSS.escape(focused.id)}`;
  else if (marked?.hasAttribute("data-bucket")) held = `[data-bucket="${CSS.escape(marked.getAttribute("data-bucket") ?? "")}"]`;
  else if (marked) held = `#${section.id} ${marked.tagName.toLowerCase()}[data-code="${CSS.escape(marked.getAttribute("data-code") ?? "")}"]${marked === focused ? "" : " a"}`;
}

/** Gives the focus back, so that a keyboard goes on where it was. */
export function refocus(section: Element): void {
  const found = held && document.activeElement === document.body ? section.querySelector<HTMLElement | SVGElement>(held) : null;
  if (!found) return;
  held = null;
  found.focus();
}

export function isAbort(fault: unknown): boolean {
  return fault instanceof DOMException && fault.name === "AbortError";
}

/** Why something could not be loaded, in the service's words where it has any. */
export function reasons(fault: unknown, speech: Speech): string[] {
  if (!(fault instanceof Refusal)) return [speech.say("failed")];
  if (fault.status === 0) return [speech.say("unreachable")];
  if (fault.status === 401) return [speech.say("keyRefused"), fault.problem?.detail ?? ""].filter(Boolean);
  if (!fault.problem) return [`${speech.say("failed")} (HTTP ${fault.status})`];
  const details = (fault.problem.errors ?? []).map(error => [error.parameter ? `${error.parameter}:` : "", error.detail, error.allowed?.length ? `(${error.allowed.join(", ")})` : ""].filter(Boolean).join(" "));
  return [fault.problem.title, ...details.length > 0 ? details : [fault.problem.detail ?? ""]].filter(Boolean);
}
