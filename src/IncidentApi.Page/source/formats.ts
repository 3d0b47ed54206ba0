import type { Language } from "./state.js";

/** Numbers and dates as the reader's language writes them; a date never becomes more precise than it was recorded. */
export class Formats {
  readonly #number: Intl.NumberFormat;
  readonly #plural: Intl.PluralRules;

  constructor(readonly language: Language) {
    this.#number = new Intl.NumberFormat(language);
    this.#plural = new Intl.PluralRules(language);
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  plural(value: number): Intl.LDMLPluralRule {
    return this.#plural.select(value);
  }

  list(items: string[]): string {
    return new Intl.ListFormat(this.language, { type: "conjunction" }).format(items);
  }

  /** `2020`, `2020-06`, `2020-06-18`, and intervals of them, which stay as the record writes them. */
  date(text: string): string {
    const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
    if (!parts) return text;
    const [, year, month, day] = parts;
    if (!month) return year ?? text;
    const at = new Date(Date.UTC(Number(year), Number(month) - 1, day ? Number(day) : 1));
    return new Intl.DateTimeFormat(this.language, { timeZone: "UTC", year: "numeric", month: "long", ...(day ? { day: "numeric" as const } : {}) }).format(at);
  }

  /** A bucket of time: `2020`, `2020-Q2`, `2020-06`. */
  bucket(text: string): string {
    const quarter = /^(\d{4})-Q([1-4])$/.exec(text);
    if (quarter) return `${quarter[1]} · ${["I", "II", "III", "IV"][Number(quarter[2]) - 1]}`;
    return this.date(text);
  }
}
