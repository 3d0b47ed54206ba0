import { html } from "../dom.js";
import { numbersBehind } from "../figures.js";
import { narrowed, write, type Filter } from "../state.js";
import { ask, figureOf, grammar, isNothing, type Answered } from "../statistics.js";
import type { View } from "../view.js";
import type { ListName } from "../vocabularies.js";
import { draw } from "./frame.js";
import { ranking, type Row } from "./ranking.js";

/** By what incidents are broken down: the dimension, its filter, its words. A filter of its own is left out, so that other values show. */
const breakdowns = [
  { dimension: "violation", filter: "violation", without: ["violation"], list: "violations.type", heading: "byViolation" },
  { dimension: "perpetrator", filter: "perpetrator", without: ["perpetrator"], list: "people.category", heading: "byPerpetrator" },
  { dimension: "defenderRole", filter: "defenderRole", without: ["defenderRole"], list: "people.defenderRoles", heading: "byRole" },
  { dimension: "verification", filter: "verification", without: ["verification"], list: "incident.verification", heading: "byVerification" },
] as const satisfies readonly { dimension: string; filter: Filter; without: Filter[]; list: ListName; heading: string }[];

type Breakdown = (typeof breakdowns)[number];

export function drawBreakdowns(view: View): Promise<void> {
  const { state, speech, vocabularies, signal } = view;
  return draw("breakdowns", speech, speech.say("breakdowns"), async () => {
    const answers = await Promise.all(breakdowns.map(breakdown => ask("incidents", [breakdown.dimension], grammar(state, vocabularies, breakdown.without), signal)));
    return [
      html("p", { class: "quiet" }, speech.say("ownFilterNote")),
      html("div", { class: "columns" }, ...breakdowns.map((breakdown, position) => drawn(breakdown, answers[position] as Answered, view))),
    ];
  });
}

function drawn(breakdown: Breakdown, { address, statistics }: Answered, { state, speech, vocabularies }: View): HTMLElement {
  const rows = statistics.groups.map((group): Row => {
    const code = group.key[breakdown.dimension] ?? "unspecified";
    const chosen = state.filters[breakdown.filter]?.split(",").includes(code) ?? false;
    const label = code === "unspecified" ? { text: speech.say("unspecified"), language: state.language } : vocabularies.label(breakdown.list, code);
    const href = code === "unspecified" ? null : write(narrowed(state, { [breakdown.filter]: chosen ? null : code }));
    return { code, label, figure: figureOf(group, state.kind), href, chosen };
  }).filter(row => !isNothing(row.figure));
  rows.sort((one, other) => Number(one.code === "unspecified") - Number(other.code === "unspecified") || other.figure.max - one.figure.max || one.label.text.localeCompare(other.label.text, state.language));
  const heading = speech.say(breakdown.heading);
  return html("article", { class: "breakdown", id: `by-${breakdown.dimension}` },
    html("h3", {}, heading),
    ...ranking(heading, rows, speech.say("incidents"), speech),
    statistics.counting === "overlapping" ? html("p", { class: "quiet" }, speech.say("overlapsShort")) : null,
    numbersBehind(address, speech, heading));
}
