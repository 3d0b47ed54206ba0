import { answerOf, api, scope, statisticsQuery, written, type Parameter, type Query, type Schemas } from "./api.js";
import { filters, type Kind, type Measure, type State, type Filter } from "./state.js";
import type { Vocabularies } from "./vocabularies.js";

export type Statistics = Schemas["Statistics"];
export type Group = Statistics["groups"][number];
export type Figure = Schemas["Figure"];

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

// A figure costs the service work and the reader permits: who only changes language, grain or map is not made to pay for all of them again.
const fresh = 60_000;
const remembered = new Map<string, { at: number; answered: Answered }>();

export function forgetAnswers(): void {
  remembered.clear();
}

export async function ask(measure: Measure, groupBy: readonly string[], query: Query<Parameter | "fill">, signal: AbortSignal): Promise<Answered> {
  const whole = { measure, ...groupBy.length > 0 ? { groupBy } : {}, ...query };
  const address = `/v1/statistics?${written(whole)}`;
  const before = remembered.get(address);
  if (before && Date.now() - before.at < fresh) return before.answered;

  const answered = { address, statistics: await answerOf(api.GET("/v1/statistics", { params: { query: statisticsQuery(whole) }, signal })) as Statistics };
  remembered.set(address, { at: Date.now(), answered });
  return answered;
}

const columns = { event: "events", pattern: "patterns", measure: "measures" } as const;

const zero: Figure = { min: 0, max: 0, unknownGroups: 0 };

/** The figure of one kind: kinds have columns of their own, and nothing adds them up. */
export function figureOf(source: Partial<Record<"events" | "patterns" | "measures", Figure>> | undefined, kind: Kind): Figure {
  return source?.[columns[kind]] ?? zero;
}

export const isNothing = (figure: Figure): boolean => figure.max === 0 && figure.unknownGroups === 0 && !figure.organisations;
