import { html, place } from "../dom.js";
import { filters as names, kinds, narrowed, type Filter, type Kind, type State } from "../state.js";
import type { View } from "../view.js";
import type { ListName, Vocabularies } from "../vocabularies.js";
import { regionLabel } from "./places.js";

const lists: Partial<Record<Filter, ListName>> = {
  country: "countries", region: "regions", group: "violations.group", violation: "violations.type",
  verification: "incident.verification", defenderRole: "people.defenderRoles", perpetrator: "people.category",
};

let opened: boolean | null = null;

/** The filters: a form to set them, and what is set, each with a way to take it off. */
export function drawFilters(view: View): void {
  const { state, speech, vocabularies } = view;
  const section = place("filters");
  const focused = section.contains(document.activeElement) ? document.activeElement?.id || "filters-summary" : undefined;
  const set = names.filter(filter => state.filters[filter]);
  opened ??= matchMedia("(min-width: 60rem)").matches;
  const details = html("details", { open: opened, toggle: () => { opened = details.open; } },
    html("summary", { id: "filters-summary" }, html("h2", { id: "filters-heading" }, speech.say("filters")), set.length > 0 ? html("span", { class: "quiet" }, ` ${speech.count("filtersActive", set.length)}`) : null),
    form(view));
  const chips = html("ul", { class: "chips" }, ...set.map(filter => {
    const value = valueText(filter, state, vocabularies, view);
    return html("li", {}, html("button", { type: "button", "data-filter": filter, "aria-label": speech.say("remove", { name: speech.say(filter), value }), click: () => view.go(narrowed(state, { [filter]: null })) },
      html("span", {}, `${speech.say(filter)}: `), html("strong", {}, value), html("span", { "aria-hidden": "true" }, " ×")));
  }));
  const clear = html("button", { type: "button", class: "link", id: "clear", click: () => view.go({ ...state, filters: {}, incident: null }) }, speech.say("clear"));
  section.replaceChildren(details, ...set.length > 0 ? [html("div", { class: "set" }, chips, clear)] : []);
  if (focused) (document.getElementById(focused) ?? place("filters-summary")).focus();
}

function form(view: View): HTMLFormElement {
  const { state, speech, vocabularies } = view;
  const change = (changes: Partial<Record<Filter, string | null>>) => view.go(narrowed(state, changes));
  const country = state.filters.country;
  const words = text("q", view, change, "search");
  return html("form", { autocomplete: "off", submit: event => { event.preventDefault(); change({ q: words.querySelector("input")?.value.trim() || null }); } },
    text("from", view, change), text("to", view, change),
    field("kind", speech.say("kind"), select("kind", kinds.map(kind => [kind, vocabularies.label("incident.kind", kind).text]), state.kind, null, kind => view.go({ ...state, kind: kind as Kind }))),
    listed("group", view, change), listed("violation", view, change, code => !state.filters.group || state.filters.group.split(",").includes(vocabularies.groupOf(code) ?? "")),
    listed("country", view, change), listed("region", view, change, code => !country || country.split(",").includes(code.slice(0, 2))),
    listed("verification", view, change), listed("defenderRole", view, change), listed("perpetrator", view, change),
    words, html("button", { type: "submit" }, speech.say("apply")));
}

type Change = (changes: Partial<Record<Filter, string | null>>) => void;

const field = (id: string, label: string, input: HTMLElement, hint: string | null = null): HTMLElement =>
  html("div", { class: "field" }, html("label", { for: `filter-${id}` }, label), input, hint ? html("small", { id: `hint-${id}` }, hint) : null);

function text(filter: "from" | "to" | "q", { state, speech }: View, change: Change, type = "text"): HTMLElement {
  const hint = filter === "q" ? null : speech.say("dateHint");
  return field(filter, speech.say(filter), html("input", {
    id: `filter-${filter}`, type, value: state.filters[filter] ?? "", autocomplete: "off", spellcheck: "false", "aria-describedby": hint ? `hint-${filter}` : null,
    change: event => change({ [filter]: (event.target as HTMLInputElement).value.trim() || null }),
  }), hint);
}

function listed(filter: Filter, { state, speech, vocabularies }: View, change: Change, fits: (code: string) => boolean = () => true): HTMLElement {
  const list = lists[filter] as ListName;
  const options = vocabularies.terms(list).filter(term => fits(term.code)).map(term => [term.code, (filter === "region" ? regionLabel(term.code, vocabularies, speech) : vocabularies.label(list, term.code)).text] as [string, string]);
  if (filter === "country" || filter === "violation") options.sort(([, one], [, other]) => one.localeCompare(other, state.language));
  return field(filter, speech.say(filter), select(filter, options, state.filters[filter] ?? "", speech.say("all"), value => change({ [filter]: value || null })));
}

function select(id: string, options: readonly (readonly [string, string])[], chosen: string, all: string | null, change: (value: string) => void): HTMLSelectElement {
  const strange = chosen && !options.some(([value]) => value === chosen) ? [[chosen, chosen] as const] : [];
  return html("select", { id: `filter-${id}`, change: event => change((event.target as HTMLSelectElement).value) },
    ...[...all === null ? [] : [["", all] as const], ...strange, ...options].map(([value, label]) => html("option", { value, selected: value === chosen }, label)));
}

function valueText(filter: Filter, state: State, vocabularies: Vocabularies, { speech }: View): string {
  const value = state.filters[filter] ?? "";
  const list = lists[filter];
  if (list) return speech.formats.list(value.split(",").map(code => (filter === "region" ? regionLabel(code, vocabularies, speech) : vocabularies.label(list, code)).text));
  return filter === "q" ? value : speech.formats.date(value);
}
