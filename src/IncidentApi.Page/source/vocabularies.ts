import { answerOf, api, type Schemas } from "./api.js";
import type { Language } from "./state.js";

type Term = Schemas["Term"];

/** The lists whose words the first view shows. */
const listed = ["violations.group", "violations.type", "incident.kind", "incident.status", "incident.verification", "people.defenderRoles", "people.category", "countries", "regions"] as const;

/** Those that only an opened incident needs. */
const ofDetail = ["people.role", "people.kind", "sources.kind", "developments.kind", "violations.finding", "violations.outcome", "measure.stage"] as const;

export type ListName = (typeof listed)[number] | (typeof ofDetail)[number];

/** A label and its language, which is another than the page's where nobody has confirmed a translation yet. */
export interface Label {
  readonly text: string;
  readonly language: string;
}

/** The words of the closed lists in one language. */
export class Vocabularies {
  readonly #lists = new Map<string, Map<string, Term>>();

  constructor(readonly language: Language) {}

  load(): Promise<void> {
    return this.#load(listed);
  }

  loadDetail(): Promise<void> {
    return this.#load(ofDetail);
  }

  terms(list: ListName): Term[] {
    return [...this.#lists.get(list)?.values() ?? []];
  }

  term(list: ListName, code: string): Term | undefined {
    return this.#lists.get(list)?.get(code);
  }

  label(list: ListName, code: string): Label {
    const term = this.term(list, code);
    return term ? { text: capital(term.label, term.labelLanguage), language: term.labelLanguage } : { text: code, language: "en" };
  }

  /** The types of a group, which is how the API is asked for it. */
  typesOf(groups: string): string[] {
    const asked = groups.split(",");
    return this.terms("violations.type").filter(term => asked.includes(term.group ?? "")).map(term => term.code);
  }

  groupOf(type: string): string | undefined {
    return this.#lists.get("violations.type")?.get(type)?.group;
  }

  async #load(names: readonly ListName[]): Promise<void> {
    await Promise.all(names.filter(name => !this.#lists.has(name)).map(async name => {
      const terms = new Map<string, Term>();
      for (let after: string | null | undefined; after !== null;) {
        const page: Schemas["VocabularyPage"] = await answerOf(api.GET("/v1/vocabularies/{name}", {
          params: { path: { name }, query: { lang: this.language, ...(after ? { after } : {}) } },
        }));
        for (const term of page.items) terms.set(term.code, term);
        after = page.nextCursor;
      }

      this.#lists.set(name, terms);
    }));
  }
}

function capital(text: string, language: string): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}
