import { hasKey } from "./api.js";
import { html, place } from "./dom.js";
import { drawBreakdowns } from "./sections/breakdowns.js";
import { drawDetail } from "./sections/detail.js";
import { drawFilters } from "./sections/filters.js";
import { isAbort } from "./sections/frame.js";
import { drawReader, forgetOnLeaving } from "./sections/key.js";
import { drawKeyFigures } from "./sections/keyFigures.js";
import { drawLatest } from "./sections/latest.js";
import { clearNotices, say, sayFailure } from "./sections/notices.js";
import { drawOverTime } from "./sections/overTime.js";
import { drawWhere } from "./sections/where.js";
import { languages, read, unread, write, type State } from "./state.js";
import type { View } from "./view.js";
import { forgetAnswers } from "./statistics.js";
import { Vocabularies } from "./vocabularies.js";
import { Speech } from "./words/words.js";

const names = { en: "English", ru: "Русский", ky: "Кыргызча" } as const;

let vocabularies: Vocabularies | null = null;
let loading = new AbortController();
let detailLoading = new AbortController();

/** What the figures on the page were drawn for: an opened incident alone does not load them again. */
let drawnFor = "";

function go(state: State): void {
  const opened = document.activeElement?.closest("[data-id]")?.getAttribute("data-id");
  history.pushState({ opened }, "", write(state));
  void show();
}

async function show(again = false): Promise<void> {
  const state = read(location.search);
  const speech = new Speech(state.language);
  if (vocabularies?.language !== state.language) vocabularies = new Vocabularies(state.language);
  const words = vocabularies;
  frame(state, speech);
  const figures = `${write({ ...state, incident: null })} ${hasKey()}`;
  const anew = again || figures !== drawnFor;
  if (anew) {
    loading.abort();
    loading = new AbortController();
    clearNotices();
    document.documentElement.dataset.state = "loading";
    const strange = unread(location.search);
    if (strange.length > 0) say(speech.say("notRead", { names: strange.join(", ") }));
  }

  detailLoading.abort();
  detailLoading = new AbortController();
  const failed = (fault: unknown): undefined => {
    if (!isAbort(fault)) sayFailure(fault, speech, () => { void show(true); });
  };
  const view: View = { state, speech, vocabularies: words, signal: loading.signal, go, failed };
  try {
    await words.load();
  } catch (fault) {
    failed(fault);
    place("status").textContent = speech.say("failed");
    document.documentElement.dataset.state = "failed";
    drawnFor = "";
    return;
  }

  if (view.signal.aborted) return;
  void drawDetail({ ...view, signal: detailLoading.signal });
  if (!anew) return;
  drawnFor = figures;
  await drawFigures(view);
}

async function drawFigures(view: View): Promise<void> {
  const { speech, signal } = view;
  drawFilters(view);
  place("status").textContent = speech.say("loading");
  const drawn = [drawKeyFigures, drawOverTime, drawWhere, drawBreakdowns, drawLatest].map(part => part(view).catch((fault: unknown) => {
    view.failed(fault);
    return fault;
  }));
  const faults = (await Promise.all(drawn)).filter(fault => fault !== undefined);
  if (signal.aborted) return;
  const counted = place("figures").dataset.count;
  place("status").textContent = faults.length > 0 || counted === undefined ? speech.say("failed") : speech.count("loaded", Number(counted));
  document.documentElement.dataset.state = faults.length > 0 ? "failed" : "ready";
}

/** What stands on the page before any figure does. */
function frame(state: State, speech: Speech): void {
  document.documentElement.lang = state.language;
  document.title = speech.say("title");
  for (const element of document.querySelectorAll<HTMLElement>("[data-say]")) element.textContent = speech.say(element.dataset.say as Parameters<Speech["say"]>[0]);
  const nav = place("languages");
  const focused = nav.contains(document.activeElement);
  nav.setAttribute("aria-label", speech.say("language"));
  nav.replaceChildren(...languages.map(language =>
    html("a", { href: write({ ...state, language }), lang: language, hreflang: language, "aria-current": language === state.language ? "true" : null }, names[language])));
  if (focused) nav.querySelector<HTMLElement>("[aria-current]")?.focus();
  drawReader(speech, () => {
    forgetAnswers();
    void show(true);
  });
}

/** A link to another state of the page changes the page; with a modifier, or elsewhere, the browser follows it. */
function follow(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const address = link?.getAttribute("href");
  if (!address?.startsWith("?") || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(read(address));
}

document.addEventListener("click", follow);
addEventListener("popstate", () => { void show(); });
forgetOnLeaving(() => {
  forgetAnswers();
  void show(true);
});
void show();
