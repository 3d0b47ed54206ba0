import { answerOf, api, hasKey, scope, type Schemas } from "../api.js";
import { whenText } from "../dates.js";
import { html, place, safeLink } from "../dom.js";
import { write } from "../state.js";
import type { View } from "../view.js";
import { reasons } from "./frame.js";
import { placeText } from "./places.js";

type Incident = Schemas["Incident"];

/** One incident, in a dialogue of its own; it stands in the address like everything else. */
export async function drawDetail(view: View): Promise<void> {
  const { state, speech, vocabularies, signal } = view;
  const dialog = place<HTMLDialogElement>("detail");
  if (state.incident === null) {
    if (dialog.open) dialog.close();
    return;
  }

  const id = state.incident;
  const close = html("button", { type: "button", class: "close", click: () => view.go({ ...state, incident: null }) }, speech.say("close"));
  const show = (title: Node, ...parts: Node[]) => dialog.replaceChildren(close, title, ...parts);
  show(html("h2", { id: "detail-heading" }, speech.say("details")), html("p", { class: "quiet" }, speech.say("loading")));
  dialog.oncancel = event => {
    event.preventDefault();
    view.go({ ...state, incident: null });
  };
  if (!dialog.open) dialog.showModal();
  try {
    const [incident] = await Promise.all([
      answerOf(api.GET("/v1/incidents/{id}", { params: { path: { id }, query: { scope: scope() } }, signal })) as Promise<Incident>, vocabularies.loadDetail()]);
    const translated = incident.language === state.language ? undefined : incident.translations?.[state.language];
    show(html("h2", { id: "detail-heading", lang: translated?.title ? state.language : incident.language }, translated?.title ?? incident.title), ...contents(incident, translated, view));
  } catch (fault) {
    if (signal.aborted) return;
    const status = (fault as { status?: number }).status;
    const said = status === 404 ? [speech.say("missing")] : reasons(fault, speech);
    show(html("h2", { id: "detail-heading" }, speech.say("details")), ...said.map(reason => html("p", { class: "failed" }, reason)));
  }
}

function contents(incident: Incident, translated: Schemas["Translation"] | undefined, view: View): Node[] {
  const { state, speech, vocabularies } = view;
  const summary = translated?.summary ?? incident.summary;
  const facts: [string, string][] = [
    [speech.say("when"), whenText(incident.occurred, speech)],
    [speech.say("place"), placeText(incident.location, speech, vocabularies, true)],
    [speech.say("kind"), [vocabularies.label("incident.kind", incident.kind ?? "event").text, incident.stage ? vocabularies.label("measure.stage", incident.stage).text : ""].filter(Boolean).join(", ")],
    [speech.say("verification"), vocabularies.label("incident.verification", incident.verification).text],
    [speech.say("status"), vocabularies.label("incident.status", incident.status).text],
    [speech.say("reference"), incident.reference],
    ...incident.organisation.name ? [[speech.say("organisation"), incident.organisation.name] as [string, string]] : [],
  ];
  return [
    ...translated ? [html("p", { class: "quiet" }, speech.say("translatedFrom", { language: new Intl.DisplayNames(state.language, { type: "language" }).of(incident.language ?? "en") ?? "" }))] : [],
    html("dl", { class: "facts" }, ...facts.map(([name, value]) => html("div", {}, html("dt", {}, name), html("dd", {}, value)))),
    ...summary ? [html("p", { class: "summary", lang: translated?.summary ? state.language : incident.language }, summary)] : [],
    html("h3", {}, speech.say("acts")), html("ul", {}, ...incident.violations.map(act => actOf(act, incident, translated, view))),
    ...partOf(speech.say("people"), incident.people?.map(person => personOf(person, translated, view))),
    ...partOf(speech.say("developments"), incident.developments?.map(one => html("li", {}, html("strong", {}, speech.formats.date(one.date)), " ",
      labelled(vocabularies.label("developments.kind", one.kind)), one.text ? html("span", { lang: incident.language }, `: ${one.text}`) : null))),
    ...partOf(speech.say("sources"), incident.sources?.map(source => sourceOf(source, view))),
    ...incident.sources?.length ? [] : [html("p", { class: "quiet" }, speech.say("noSourcesShown"))],
    html("p", { class: "behind" }, hasKey() ? html("code", {}, incident.links.self) : html("a", { href: incident.links.self }, speech.say("inApi"))),
  ];
}

const partOf = (heading: string, items: HTMLLIElement[] | undefined): Node[] => items?.length ? [html("h3", {}, heading), html("ul", {}, ...items)] : [];

const labelled = (label: { text: string; language: string }): HTMLElement => html("span", { lang: label.language }, label.text);

function actOf(act: Schemas["Violation"], incident: Incident, translated: Schemas["Translation"] | undefined, { speech, vocabularies, state }: View): HTMLLIElement {
  const named = (refs: readonly string[] | undefined) => (refs ?? []).map(ref => nameOf(incident.people?.find(person => person.ref === ref), translated)).filter(Boolean);
  const [victims, blamed] = [named(act.victims), named(act.perpetrators)];
  const language = translated?.labels ? state.language : incident.language;
  const number = act.count ?? (act.countMin !== undefined || act.countMax !== undefined ? `${act.countMin ?? "?"}–${act.countMax ?? "?"}` : null);
  const found = act.finding ? [vocabularies.label("violations.finding", act.finding.status).text, act.finding.by].filter(Boolean).join(", ") : "";
  const outcome = act.outcome ? vocabularies.label("violations.outcome", act.outcome).text : "";
  return html("li", {},
    html("a", { href: write({ ...state, incident: null, filters: { violation: act.type } }), title: speech.say("narrow", { name: vocabularies.label("violations.type", act.type).text }) }, labelled(vocabularies.label("violations.type", act.type))),
    number === null ? null : ` × ${number}`,
    ...(act.alsoTypes ?? []).flatMap(type => [" + ", labelled(vocabularies.label("violations.type", type))]),
    victims.length > 0 ? html("span", { class: "line" }, `${speech.say("against")}: `, html("span", { lang: language }, speech.formats.list(victims))) : null,
    blamed.length > 0 ? html("span", { class: "line" }, `${speech.say("blamed")}: `, html("span", { lang: language }, speech.formats.list(blamed))) : null,
    found || outcome ? html("span", { class: "line quiet" }, [found, outcome].filter(Boolean).join(" · ")) : null);
}

function nameOf(person: Schemas["Involvement"] | undefined, translated: Schemas["Translation"] | undefined): string {
  return person ? translated?.labels?.[person.ref] ?? person.name ?? person.label ?? "" : "";
}

function personOf(person: Schemas["Involvement"], translated: Schemas["Translation"] | undefined, { speech, vocabularies }: View): HTMLLIElement {
  const traits = [
    vocabularies.label("people.role", person.role).text,
    ...(person.defenderRoles ?? []).map(role => vocabularies.label("people.defenderRoles", role).text),
    ...person.category ? [vocabularies.label("people.category", person.category).text] : [],
  ];
  const number = person.count !== undefined ? speech.formats.number(person.count)
    : person.countMin !== undefined || person.countMax !== undefined ? `${person.countMin ?? "?"}–${person.countMax ?? "?"}` : "";
  return html("li", {}, nameOf(person, translated) || person.ref, number ? ` (${number})` : "", html("span", { class: "line quiet" }, traits.join(" · ")));
}

function sourceOf(source: Schemas["Source"], { speech, vocabularies }: View): HTMLLIElement {
  const link = safeLink(source.archivedUrl) ?? safeLink(source.url);
  const title = source.title ?? source.publisher ?? vocabularies.label("sources.kind", source.kind).text;
  const rest = [source.publisher === title ? undefined : source.publisher, vocabularies.label("sources.kind", source.kind).text, source.publishedOn ? speech.formats.date(source.publishedOn) : undefined];
  return html("li", {}, link ? html("a", { href: link, rel: "noopener noreferrer nofollow" }, title) : title, html("span", { class: "line quiet" }, rest.filter(Boolean).join(" · ")));
}
