import { Formats } from "../formats.js";
import type { Language } from "../state.js";
import { en, type Words } from "./en.js";
import { ky } from "./ky.js";
import { ru } from "./ru.js";

const dictionaries: Record<Language, Words> = { en, ru, ky };

type Plain = { [Word in keyof Words]: Words[Word] extends string ? Word : never }[keyof Words];
type Numbered = Exclude<keyof Words, Plain>;

/** What a sentence is filled with. */
type Holes = Record<string, string>;

/** Speaks one language: the page's own words, numbers and dates. */
export class Speech {
  readonly formats: Formats;
  readonly #words: Words;

  constructor(readonly language: Language) {
    this.formats = new Formats(language);
    this.#words = dictionaries[language];
  }

  say(word: Plain, holes: Holes = {}): string {
    return filled(this.#words[word], holes);
  }

  /** In the form that this number asks for. */
  count(word: Numbered, number: number, holes: Holes = {}): string {
    const forms = this.#words[word];
    return filled(forms[this.formats.plural(number)] ?? forms.other, { n: this.formats.number(number), ...holes });
  }
}

function filled(text: string, holes: Holes): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => holes[name] ?? hole);
}
