import createClient from "./lib/openapi-fetch.js";
import type { components, paths } from "../obj/contract.js";

export type Schemas = components["schemas"];

type QueryOf<Path extends "/v1/incidents" | "/v1/statistics"> = NonNullable<paths[Path]["get"]["parameters"]["query"]>;

/** The parameters that lists and statistics share. */
export type Parameter = keyof QueryOf<"/v1/incidents"> & keyof QueryOf<"/v1/statistics">;

/** What is asked: names are checked against the contract; of values, which come out of the address, the service is the judge. */
export type Query<Name extends string = Parameter> = Partial<Record<Name, string | number | boolean | readonly string[]>>;

export const listQuery = (query: Query<keyof QueryOf<"/v1/incidents">>) => query as QueryOf<"/v1/incidents">;
export const statisticsQuery = (query: Query<keyof QueryOf<"/v1/statistics">>) => query as QueryOf<"/v1/statistics">;

/** Kept here and nowhere else: a reload, another page or the button forgets it. */
let key: string | null = null;

export const hasKey = (): boolean => key !== null;

export function setKey(text: string | null): void {
  key = text;
}

/** Whose incidents the page asks for. */
export const scope = (): "own" | "public" => key === null ? "public" : "own";

/** The API as its contract has it: a path, parameter or member that it does not know does not compile. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: "omit", cache: "default", querySerializer: written });

api.use({
  onRequest({ request }: { request: Request }) {
    if (key !== null) request.headers.set("Authorization", `Bearer ${key}`);
    return request;
  },
});

/** Several values are joined by commas, as the API reads them. */
export function written(query: object): string {
  return Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${(Array.isArray(value) ? value : [value]).map(one => encodeURIComponent(String(one))).join(",")}`).join("&");
}

/** Why there is no answer: the service's own words (RFC 9457), or that it could not be reached. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Schemas["Problem"] | null,
    readonly retryAfter: number | null,
  ) {
    super(problem?.title ?? `HTTP ${status}`);
  }

  /** Busy for now: it says itself when to come again. */
  get passes(): boolean {
    return (this.status === 429 || this.status === 503) && this.retryAfter !== null;
  }
}

interface Outcome<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** What was asked for, or a refusal. */
export async function answerOf<T>(asked: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>;
  try {
    outcome = await asked;
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === "AbortError") throw fault;
    throw new Refusal(0, null, null);
  }

  if (outcome.response.ok && outcome.data !== undefined) return outcome.data;

  throw refusalOf(outcome.response, outcome.error);
}

/** Whoever refuses, the service's routes or what serves its files, says by the same header when to come again. */
export function refusalOf(response: Response, told?: unknown): Refusal {
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new Refusal(response.status, isProblem(told) ? told : null, Number.isFinite(seconds) ? seconds : null);
}

function isProblem(value: unknown): value is Schemas["Problem"] {
  return typeof value === "object" && value !== null && "title" in value && "status" in value;
}
