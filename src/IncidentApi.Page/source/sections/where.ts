import { drawMap } from "../charts/map.js";
import { countryOutlines, regionOutlines } from "../charts/outlines.js";
import { html } from "../dom.js";
import { figureText, numbersBehind } from "../figures.js";
import { narrowed, write } from "../state.js";
import { ask, figureOf, grammar, isNothing, type Figure } from "../statistics.js";
import type { View } from "../view.js";
import { choice } from "./choice.js";
import { draw } from "./frame.js";
import { regionLabel } from "./places.js";
import { ranking, type Row } from "./ranking.js";

const home = "KG";
const steps = 4;

/** Where: the regions of Kyrgyzstan or the countries of the world, as a map and as a table. */
export function drawWhere(view: View): Promise<void> {
  const { state, speech, vocabularies } = view;
  return draw("where", speech, speech.say("where"), async () => {
    const country = vocabularies.label("countries", home).text;
    const name = state.map === "world" ? speech.say("world") : country;
    const { figures, whole, address } = await counted(view);
    const rows = rowsOf(figures, view);
    const highest = Math.max(0, ...rows.filter(row => row.code !== "unspecified").map(row => row.figure.max));
    const byCode = new Map(rows.map(row => [row.code, row]));
    const outlines = state.map === "world" ? await countryOutlines(numbers(view)) : await regionOutlines();
    const drawn = new Set(outlines.map(outline => outline.code));
    const map = drawMap(outlines, code => {
      const row = byCode.get(code);
      if (!row) return null;
      const step = row.figure.max === 0 ? 0 : Math.max(1, Math.ceil((row.figure.max / highest) * steps));
      return { step, description: `${row.label.text}: ${figureText(row.figure, speech)}`, href: row.href, chosen: row.chosen };
    }, state.map, "map-caption");
    const listed = rows.map(row => drawn.has(row.code) || row.code === "unspecified" ? row : { ...row, note: speech.say("noOutline") });
    const heading = speech.say(state.map === "world" ? "inCountries" : "inRegions");
    return [
      html("div", { class: "controls" }, choice("map", speech.say("where"), [{ value: "country", label: country }, { value: "world", label: speech.say("world") }], state.map, map => view.go({ ...state, map }))),
      html("div", { class: "beside" },
        html("figure", {}, html("p", { id: "map-caption", class: "caption" }, speech.say("mapOf", { place: name })), map, legend(highest, view), ...notShaded(rows, whole, view)),
        html("div", {}, html("h3", {}, heading), ...ranking(heading, listed, speech.say("incidents"), speech, 12))),
      html("p", { class: "quiet" }, speech.say("mapNote"), " ", speech.say("ownFilterNote")),
      numbersBehind(address, speech, speech.say("where")),
    ];
  });
}

/** Figures by place; a filter by place is left out, so that the others can be chosen too. */
async function counted(view: View): Promise<{ figures: Map<string, Figure>; whole: Figure; address: string }> {
  const { state, vocabularies, signal } = view;
  const query = grammar(state, vocabularies, ["country", "region"]);
  const grain = state.map === "world" ? "country" : "region";
  const { statistics, address } = await ask("incidents", [grain], state.map === "world" ? query : { ...query, country: [home] }, signal);
  return { address, whole: figureOf(statistics.total, state.kind), figures: new Map(statistics.groups.map(group => [group.key[grain] ?? "unspecified", figureOf(group, state.kind)])) };
}

function rowsOf(figures: Map<string, Figure>, { state, speech, vocabularies }: View): Row[] {
  const world = state.map === "world";
  const codes = world ? [...figures.keys()].filter(code => code !== "unspecified") : vocabularies.terms("regions").map(term => term.code).filter(code => code.startsWith(`${home}-`));
  const [list, filter] = world ? ["countries", "country"] as const : ["regions", "region"] as const;
  const rows = codes.map(code => {
    const chosen = state.filters[filter]?.split(",").includes(code) ?? false;
    const figure = figures.get(code) ?? { min: 0, max: 0, unknownGroups: 0 };
    const href = chosen || !isNothing(figure) ? write(narrowed(state, { [filter]: chosen ? null : code })) : null;
    return { code, label: world ? vocabularies.label(list, code) : regionLabel(code, vocabularies, speech), figure, href, chosen };
  });
  rows.sort((one, other) => other.figure.max - one.figure.max || one.label.text.localeCompare(other.label.text, state.language));
  const rest = figures.get("unspecified");
  const unknown = { text: speech.say(world ? "unspecified" : "noFiner"), language: state.language };
  return rest && !isNothing(rest) ? [...rows, { code: "unspecified", label: unknown, figure: rest, href: null, chosen: false }] : rows;
}

/** A map hides what has no place on it: that is said beside it. */
function notShaded(rows: readonly Row[], whole: Figure, { state, speech }: View): HTMLElement[] {
  const unplaced = rows.find(row => row.code === "unspecified");
  return unplaced && state.map === "country" ? [html("p", { class: "unplaced" }, speech.say("notShaded", { figure: figureText(unplaced.figure, speech), all: figureText(whole, speech) }))] : [];
}

/** ISO 3166-1 numbers to codes. */
function numbers({ vocabularies }: View): Map<string, string> {
  return new Map(vocabularies.terms("countries").map(term => [String((term as Record<string, unknown>).numeric), term.code]));
}

function legend(highest: number, { speech }: View): HTMLElement {
  const ranges = Array.from({ length: steps }, (_, step) => ({ step: step + 1, from: Math.floor((highest * step) / steps) + 1, to: Math.floor((highest * (step + 1)) / steps) }))
    .filter(range => range.to >= range.from);
  return html("ul", { class: "legend" },
    html("li", {}, html("span", { class: "swatch step-0" }), speech.say("none")),
    ...ranges.map(range => html("li", {}, html("span", { class: `swatch step-${range.step}` }), range.from === range.to ? speech.formats.number(range.to) : `${speech.formats.number(range.from)}–${speech.formats.number(range.to)}`)));
}
