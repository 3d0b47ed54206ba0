import { html, place } from "../dom.js";
import { extras, numbersBehind } from "../figures.js";
import { ask, figureOf, grammar, type Figure } from "../statistics.js";
import { kinds } from "../state.js";
import type { View } from "../view.js";
import type { Speech } from "../words/words.js";
import { draw } from "./frame.js";

/** How many there are, each figure with its unit; kinds stand apart. */
export function drawKeyFigures(view: View): Promise<void> {
  const { state, speech, vocabularies, signal } = view;
  return draw("figures", speech, speech.say("keyFigures"), async () => {
    const query = grammar(state, vocabularies);
    const [records, acts, victims] = await Promise.all([
      ask("incidents", [], { ...query, kind: [...kinds] }, signal), ask("violations", [], query, signal), ask("victims", [], query, signal)]);
    const counted = kinds.map(kind => ({ kind, figure: figureOf(records.statistics.total, kind) }));
    place("figures").dataset.count = String(figureOf(records.statistics.total, state.kind).max);
    const among = speech.say(({ event: "inEvents", pattern: "inPatterns", measure: "inMeasures" } as const)[state.kind]);
    const units = { event: "eventsUnit", pattern: "patternsUnit", measure: "measuresUnit" } as const;
    const names = { event: "events", pattern: "patterns", measure: "measures" } as const;
    return [
      html("div", { class: "cards" },
        ...counted.map(({ kind, figure }) => card(`figure-${names[kind]}`, speech.say(names[kind]), figure, speech.count(units[kind], figure.max), records.address, speech, kind === state.kind)),
        card("figure-violations", speech.say("violations"), figureOf(acts.statistics.total, state.kind), `${speech.count("violationsUnit", figureOf(acts.statistics.total, state.kind).max)}, ${among}`, acts.address, speech),
        card("figure-victims", speech.say("victims"), figureOf(victims.statistics.total, state.kind), `${speech.count("victimsUnit", figureOf(victims.statistics.total, state.kind).max)}, ${among}`, victims.address, speech)),
      html("p", { class: "quiet" }, html("strong", {}, speech.say("basis")), " ", speech.say("notSummed")),
    ];
  });
}

function card(id: string, name: string, figure: Figure, unit: string, address: string, speech: Speech, chosen = false): HTMLElement {
  const { formats } = speech;
  const number = figure.min === figure.max ? formats.number(figure.max) : `${formats.number(figure.min)}–${formats.number(figure.max)}`;
  return html("article", { class: chosen ? "card chosen" : "card", id },
    html("h3", {}, name),
    html("p", { class: "number" }, number),
    html("p", { class: "unit" }, unit),
    ...extras(figure, speech).map(extra => html("p", { class: "extra" }, extra)),
    numbersBehind(address, speech, name));
}
