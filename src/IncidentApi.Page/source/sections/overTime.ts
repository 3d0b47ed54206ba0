import { html } from "../dom.js";
import { figureText, numbersBehind } from "../figures.js";
import { stackedBars, type Bar } from "../charts/stackedBars.js";
import { grains, measures, narrowed, write } from "../state.js";
import { ask, figureOf, grammar, isNothing, type Figure, type Group } from "../statistics.js";
import type { View } from "../view.js";
import type { Speech } from "../words/words.js";
import { choice } from "./choice.js";
import { Slots } from "./slots.js";
import { draw, refocus } from "./frame.js";

const slots = new Slots(5);
let watching: ResizeObserver | null = null;

/** Figures over time, stacked by group of violations, with the same in a table. */
export function drawOverTime(view: View): Promise<void> {
  const { state, speech, vocabularies, signal } = view;
  return draw("time", speech, speech.say("overTime"), async () => {
    const query = grammar(state, vocabularies);
    const [whole, split] = await Promise.all([
      ask(state.measure, [state.grain], { ...query, fill: true }, signal),
      ask(state.measure, [state.grain, "violationGroup"], query, signal)]);
    const sums = new Map(whole.statistics.groups.map(group => [group.key[state.grain] ?? "", group]));
    const buckets = [...sums.keys()].filter(key => key !== "undated").sort();
    if (sums.has("undated")) buckets.push("undated");
    const cells = new Map(split.statistics.groups.map(group => [`${group.key[state.grain]} ${group.key.violationGroup}`, figureOf(group, state.kind)]));
    const groups = [...new Set(split.statistics.groups.map(group => group.key.violationGroup ?? ""))]
      .map(code => ({ code, weight: buckets.reduce((sum, bucket) => sum + (cells.get(`${bucket} ${code}`)?.min ?? 0), 0) }))
      .sort((one, other) => other.weight - one.weight || one.code.localeCompare(other.code)).map(group => group.code);
    const caption = html("p", { id: "time-caption", class: "caption" }, speech.say("byGroup", { what: speech.say(state.measure), grain: speech.say(state.grain).toLocaleLowerCase(state.language) }));
    const controls = html("div", { class: "controls" },
      choice("count", speech.say("count"), measures.map(measure => ({ value: measure, label: speech.say(measure) })), state.measure, measure => view.go({ ...state, measure })),
      choice("by", speech.say("by"), grains.map(grain => ({ value: grain, label: speech.say(grain) })), state.grain, grain => view.go({ ...state, grain })));
    if (buckets.length === 0) return [controls, html("p", { class: "empty" }, speech.say("nothing")), numbersBehind(split.address, speech, speech.say("overTime"))];

    slots.seat(groups);
    const bars = buckets.map(bucket => barOf(bucket, sums.get(bucket), groups, cells, view));
    return [
      controls,
      html("figure", {}, caption, legend(groups, view), drawn(bars)),
      ...notes(whole.statistics.groups, split.statistics.counting === "overlapping", view),
      table(buckets, sums, groups, cells, view),
      numbersBehind(split.address, speech, speech.say("overTime")),
    ];
  });
}

function barOf(bucket: string, group: Group | undefined, groups: string[], cells: Map<string, Figure>, view: View): Bar {
  const { state, speech, vocabularies } = view;
  const undated = bucket === "undated";
  const label = undated ? speech.say("undated") : speech.formats.bucket(bucket);
  const there = groups.map(code => ({ code, figure: cells.get(`${bucket} ${code}`) })).filter(part => part.figure && !isNothing(part.figure));
  const words = there.map(part => `${vocabularies.label("violations.group", part.code).text} ${figureText(part.figure as Figure, speech)}`);
  const total = figureOf(group, state.kind);
  const bySlot = new Map<number, number>();
  for (const part of there) bySlot.set(slots.of(part.code), (bySlot.get(slots.of(part.code)) ?? 0) + (part.figure?.min ?? 0));
  return {
    key: bucket,
    label: undated ? label : short(bucket, label),
    total: isNothing(total) ? "" : above(total, speech),
    description: `${label}${group?.provisional ? ` (${speech.say("provisional")})` : ""}: ${figureText(total, speech)}${words.length > 0 ? ` (${words.join(", ")})` : ""}`,
    href: undated || isNothing(total) ? null : write(narrowed(state, span(bucket))),
    provisional: group?.provisional === true,
    apart: undated,
    segments: [...bySlot.entries()].sort(([one], [other]) => one - other).map(([slot, value]) => ({ slot, value })),
  };
}

/** The number above a bar; what comes on top of it in groups of unknown size is not left out. */
function above(figure: Figure, { formats }: Speech): string {
  if (figure.max === 0 && figure.unknownGroups > 0) return "?";
  const number = figure.min === figure.max ? formats.number(figure.max) : `${formats.number(figure.min)}–${formats.number(figure.max)}`;
  return figure.unknownGroups > 0 ? `${number} + ?` : number;
}

const short = (bucket: string, label: string): string => /^\d{4}-\d{2}$/.test(bucket) ? bucket : label;

/** The filter that finds what a bucket counts. */
function span(bucket: string): { from: string; to: string } {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(bucket);
  if (!quarter) return { from: bucket, to: bucket };
  const last = Number(quarter[2]) * 3;
  const month = (number: number) => `${quarter[1]}-${String(number).padStart(2, "0")}`;
  return { from: month(last - 2), to: month(last) };
}

function legend(groups: string[], view: View): HTMLElement {
  const named = groups.filter(code => slots.of(code) < slots.rest);
  const others = groups.length > named.length ? [html("li", {}, html("span", { class: `swatch slot-${slots.rest}` }), view.speech.say("otherGroups"))] : [];
  const items = named.sort((one, other) => slots.of(one) - slots.of(other)).map(code => {
    const label = view.vocabularies.label("violations.group", code);
    return html("li", {}, html("span", { class: `swatch slot-${slots.of(code)}` }), html("span", { lang: label.language }, label.text));
  });
  return html("ul", { class: "legend" }, ...items, ...others);
}

/** Drawn once it has a width, and again when that changes. */
function drawn(bars: Bar[]): HTMLElement {
  const frame = html("div", { class: "chart" });
  let before = 0;
  watching?.disconnect();
  watching = new ResizeObserver(([entry]) => {
    const room = Math.floor(entry?.contentRect.width ?? 0);
    if (room === 0 || room === before) return;
    before = room;
    frame.replaceChildren(stackedBars(bars, "time-caption", room));
    refocus(frame);
  });
  watching.observe(frame);
  return frame;
}

function notes(groups: readonly Group[], overlapping: boolean, { state, speech }: View): HTMLElement[] {
  const said = [
    overlapping ? speech.say("overlapping") : "",
    state.measure === "incidents" ? "" : speech.say("lowest"),
    groups.some(group => group.provisional) ? speech.say("provisionalNote") : "",
    groups.some(group => group.key[state.grain] === "undated") ? speech.say("undatedNote") : "",
    groups.some(group => group.mayOverlap) ? speech.say("mayOverlap") : "",
  ].filter(Boolean);
  return said.length > 0 ? [html("p", { class: "quiet" }, said.join(" "))] : [];
}

function table(buckets: string[], sums: Map<string, Group>, groups: string[], cells: Map<string, Figure>, { state, speech, vocabularies }: View): HTMLElement {
  const name = (bucket: string) => `${bucket === "undated" ? speech.say("undated") : speech.formats.bucket(bucket)}${sums.get(bucket)?.provisional ? ` (${speech.say("provisional")})` : ""}`;
  const labels = groups.map(code => vocabularies.label("violations.group", code));
  return html("details", {}, html("summary", {}, speech.say("asTable")),
    html("div", { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": "time-caption" }, html("table", {},
      html("thead", {}, html("tr", {}, html("th", { scope: "col" }, speech.say("period")), html("th", { scope: "col", class: "figure" }, speech.say("allGroups")),
        ...labels.map(label => html("th", { scope: "col", class: "figure", lang: label.language }, label.text)))),
      html("tbody", {}, ...buckets.map(bucket => html("tr", {}, html("th", { scope: "row" }, name(bucket)),
        html("td", { class: "figure" }, figureText(figureOf(sums.get(bucket), state.kind), speech)),
        ...groups.map(code => {
          const cell = cells.get(`${bucket} ${code}`);
          return html("td", { class: "figure" }, cell ? figureText(cell, speech) : "–");
        })))))));
}

