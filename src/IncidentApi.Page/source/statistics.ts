import { answerOf, api, scope, type Schemas } from "./api.js";
import { filters, type Kind, type Measure, type State, type Filter } from "./state.js";
import type { Vocabularies } from "./vocabularies.js";

export type Statistics = Schemas["Statistics"];
export type Group = Statistics["groups"][number];
export type Figure = Schemas["Figure"];

/** The parts of the filter grammar that the page uses, as the list, the map and the statistics take them. */
export type Query = Record<string, string[] | string | number | boolean>;

/** The filters of a state in the API's words; what is left out, a chart leaves open to show the other values too. */
export function grammar(state: State, vocabularies: Vocabularies, without: readonly Filter[] = []): Query {
  const query: Query = { scope: scope(), kind: [state.kind] };
  for (const filter of filters) {
    const value = state.filters[filter];
    if (!value || without.includes(filter) || filter === "group") continue;
    query[filter] = filter === "from" || filter === "to" || filter === "q" ? value : value.split(",");
  }

  const group = without.includes("group") ? undefined : state.filters.group;
  if (group && !query.violation) query.violation = typesOf(group, vocabularies);
  return query;
}

// A group that nobody knows asks for itself, so that the service refuses it by its name.
function typesOf(group: string, vocabularies: Vocabularies): string[] {
  const types = vocabularies.typesOf(group);
  return types.length > 0 ? types : group.split(",");
}

/** One question to the statistics, and the address under which anybody finds the same answer. */
export interface Answered {
  readonly address: string;
  readonly statistics: Statistics;
}

export async function ask(measure: Measure, groupBy: readonly string[], query: Query, signal: AbortSignal): Promise<Answered> {
  const whole = { measure, ...(groupBy.length > 0 ? { groupBy: [...groupBy] } : {}), ...query };
  const statistics = await answerOf(api.GET("/v1/statistics", { params: { query: whole as never }, querySerializer: written, signal }));
  return { address: `/v1/statistics?${written(whole)}`, statistics };
}

/** Several values are joined by commas. */
export function written(query: Readonly<Record<string, unknown>>): string {
  const values = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return values.map(([name, value]) => `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(",") : String(value)).replaceAll("%2C", ",")}`).join("&");
}

const columns = { event: "events", pattern: "patterns", measure: "measures" } as const;

const zero: Figure = { min: 0, max: 0, unknownGroups: 0 };

/** The figure of one kind: kinds have columns of their own, and nothing adds them up. */
export function figureOf(source: Partial<Record<"events" | "patterns" | "measures", Figure>> | undefined, kind: Kind): Figure {
  return source?.[columns[kind]] ?? zero;
}

export const isNothing = (figure: Figure): boolean => figure.max === 0 && figure.unknownGroups === 0 && !figure.organisations;
