import { answerOf, api, listQuery, written, type Parameter, type Query, type Schemas } from "../api.js";
import { whenText } from "../dates.js";
import { html } from "../dom.js";
import { numbersBehind } from "../figures.js";
import { write } from "../state.js";
import { grammar } from "../statistics.js";
import type { View } from "../view.js";
import { draw } from "./frame.js";
import { placeText } from "./places.js";

type Question = Parameter | "limit" | "after";

/** The newest incidents, page by page; each opens. */
export function drawLatest(view: View): Promise<void> {
  const { state, speech, vocabularies } = view;
  return draw("latest", speech, speech.say("latest"), async () => {
    const query = { ...grammar(state, vocabularies), limit: 10 };
    const first = await pageOf(query, null, view);
    const address = `/v1/incidents?${written(query)}`;
    if (first.items.length === 0) return [html("p", { class: "empty" }, speech.say(Object.keys(state.filters).length > 0 ? "nothing" : "nothingYet")), numbersBehind(address, speech, speech.say("latest"), false)];

    const list = html("ol", { class: "incidents" }, ...first.items.map(item => itemOf(item, view)));
    return [list, ...more(list, first.nextCursor, query, view), numbersBehind(address, speech, speech.say("latest"), false)];
  });
}

function pageOf(query: Query<Question>, after: string | null, { signal }: View): Promise<Schemas["IncidentPage"]> {
  return answerOf(api.GET("/v1/incidents", { params: { query: listQuery({ ...query, ...after ? { after } : {} }) }, signal }));
}

function more(list: HTMLOListElement, cursor: string | null | undefined, query: Query<Question>, view: View): HTMLElement[] {
  if (!cursor) return [];
  let after = cursor;
  const button = html("button", { type: "button", click: async () => {
    button.disabled = true;
    const next = await pageOf(query, after, view).catch(view.failed);
    button.disabled = false;
    if (!next) return;
    const items = next.items.map(item => itemOf(item, view));
    list.append(...items);
    items[0]?.querySelector("a")?.focus();
    if (next.nextCursor) after = next.nextCursor;
    else button.remove();
  } }, view.speech.say("more"));
  return [button];
}

function itemOf(item: Schemas["IncidentBrief"], { state, speech, vocabularies }: View): HTMLLIElement {
  const types = item.violationTypes.slice(0, 4).map(type => vocabularies.label("violations.type", type));
  return html("li", { "data-id": item.id },
    html("p", { class: "when" }, whenText(item.occurred, speech)),
    html("h3", { lang: item.language }, html("a", { href: write({ ...state, incident: item.id }) }, item.title)),
    html("p", { class: "facts" }, placeText(item.location, speech, vocabularies), " · ",
      ...types.flatMap((type, position) => [position > 0 ? ", " : "", html("span", { lang: type.language }, type.text)]),
      item.violationTypes.length > types.length ? " …" : "", " · ",
      vocabularies.label("incident.verification", item.verification).text,
      item.status === "published" ? "" : ` · ${vocabularies.label("incident.status", item.status).text}`));
}
