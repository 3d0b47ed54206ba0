/** What the reader looks at. All of it stands in the address, so that it can be shared and gone back to; the key never does. */

import type { Parameter } from "./api.js";

export const languages = ["en", "ru", "ky"] as const;
export type Language = (typeof languages)[number];

export const kinds = ["event", "pattern", "measure"] as const;
export type Kind = (typeof kinds)[number];

export const grains = ["year", "quarter", "month"] as const;
export type Grain = (typeof grains)[number];

export const measures = ["incidents", "violations", "victims"] as const;
export type Measure = (typeof measures)[number];

/** Filters that narrow what is counted; group stands for all types of violation in it. */
export const filters = ["country", "region", "group", "violation", "from", "to", "verification", "defenderRole", "perpetrator", "q"] as const satisfies readonly (Parameter | "group")[];
export type Filter = (typeof filters)[number];

export interface State {
  readonly language: Language;
  readonly kind: Kind;
  readonly grain: Grain;
  readonly measure: Measure;
  readonly map: "country" | "world";
  readonly incident: string | null;
  readonly filters: Readonly<Partial<Record<Filter, string>>>;
}

const known = ["lang", "kind", "by", "measure", "map", "incident", ...filters] as const;

function oneOf<T extends string>(allowed: readonly T[], value: string | null, otherwise: T): T {
  return allowed.find(one => one === value) ?? otherwise;
}

/** The language that the browser asks for, where it is one of ours. */
function preferred(): Language {
  const asked = navigator.languages.map(tag => tag.slice(0, 2));
  return languages.find(language => asked.find(tag => (languages as readonly string[]).includes(tag)) === language) ?? "en";
}

export function read(search: string): State {
  const query = new URLSearchParams(search);
  const chosen: Partial<Record<Filter, string>> = {};
  for (const filter of filters) {
    const value = query.get(filter)?.trim();
    if (value) chosen[filter] = value;
  }

  return {
    language: oneOf(languages, query.get("lang"), preferred()),
    kind: oneOf(kinds, query.get("kind"), "event"),
    grain: oneOf(grains, query.get("by"), "year"),
    measure: oneOf(measures, query.get("measure"), "incidents"),
    map: oneOf(["country", "world"] as const, query.get("map"), "country"),
    incident: query.get("incident"),
    filters: chosen,
  };
}

/** Parts of an address that the page does not know: it says so, and does not pretend to have heeded them. */
export function unread(search: string): string[] {
  const query = new URLSearchParams(search);
  const strange = [...query.keys()].filter(name => !(known as readonly string[]).includes(name));
  const state = read(search);
  const taken = { lang: state.language, kind: state.kind, by: state.grain, measure: state.measure, map: state.map };
  const unheeded = Object.entries(taken).filter(([name, value]) => query.has(name) && query.get(name) !== value).map(([name]) => `${name}=${query.get(name)}`);
  return [...strange, ...unheeded];
}

/** The address of a state, without what goes without saying. */
export function write(state: State): string {
  const query = new URLSearchParams({ lang: state.language });
  if (state.kind !== "event") query.set("kind", state.kind);
  for (const filter of filters) {
    const value = state.filters[filter];
    if (value) query.set(filter, value);
  }

  if (state.measure !== "incidents") query.set("measure", state.measure);
  if (state.grain !== "year") query.set("by", state.grain);
  if (state.map !== "country") query.set("map", state.map);
  if (state.incident) query.set("incident", state.incident);
  return `?${query}`;
}

/** The same state with some filters set anew; an empty one is taken away. */
export function narrowed(state: State, changes: Partial<Record<Filter, string | null>>): State {
  const chosen: Partial<Record<Filter, string>> = { ...state.filters };
  for (const [filter, value] of Object.entries(changes) as [Filter, string | null][]) {
    if (value) chosen[filter] = value;
    else delete chosen[filter];
  }

  // A region lies in its country, and a type in its group: the narrower one would contradict the new wider one.
  if (changes.country !== undefined && changes.region === undefined && chosen.region?.slice(0, 2) !== chosen.country) delete chosen.region;
  if (changes.group !== undefined && changes.violation === undefined) delete chosen.violation;
  return { ...state, filters: chosen, incident: null };
}
