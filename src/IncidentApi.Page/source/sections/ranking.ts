import { html } from "../dom.js";
import { figureText } from "../figures.js";
import type { Figure } from "../statistics.js";
import type { Label } from "../vocabularies.js";
import type { Speech } from "../words/words.js";

/** A row of a breakdown: what, how many, and where a click leads. */
export interface Row {
  readonly code: string;
  readonly label: Label;
  readonly figure: Figure;
  readonly href: string | null;
  readonly chosen: boolean;
  readonly note?: string;
}

/** A breakdown as a table with a bar in each row: the table is the chart, for eyes and for screen readers alike. */
export function ranking(caption: string, rows: readonly Row[], unit: string, speech: Speech, shownFirst = 8): HTMLElement[] {
  if (rows.length === 0) return [html("p", { class: "empty" }, speech.say("nothing"))];
  const highest = Math.max(1, ...rows.map(row => row.figure.max));
  const body = html("tbody", {}, ...rows.map((row, position) => drawRow(row, highest, speech, position >= shownFirst)));
  const table = html("table", { class: "ranking" },
    html("caption", { class: "visually-hidden" }, caption),
    html("thead", { class: "visually-hidden" }, html("tr", {}, html("th", { scope: "col" }, caption), html("th", { scope: "col" }, unit))), body);
  if (rows.length <= shownFirst + 1) {
    for (const row of body.rows) row.hidden = false;
    return [table];
  }

  const more = html("button", { type: "button", class: "link", click: () => {
    for (const row of body.rows) row.hidden = false;
    body.rows[shownFirst]?.querySelector<HTMLElement>("a")?.focus();
    more.remove();
  } }, speech.say("showAll", { n: speech.formats.number(rows.length) }));
  return [table, more];
}

function drawRow(row: Row, highest: number, speech: Speech, hidden: boolean): HTMLTableRowElement {
  const bar = html("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", `${(row.figure.max / highest) * 100}%`);
  bar.style.setProperty("--sure", `${row.figure.max > 0 ? (row.figure.min / row.figure.max) * 100 : 0}%`);
  const name = html("span", { lang: row.label.language }, row.label.text);
  const hint = speech.say(row.chosen ? "widen" : "narrow", { name: row.label.text });
  return html("tr", { "data-code": row.code, class: row.chosen ? "chosen" : null, hidden },
    html("th", { scope: "row" },
      row.href ? html("a", { href: row.href, "aria-current": row.chosen ? "true" : null, title: hint }, name) : name,
      row.note ? html("small", {}, ` ${row.note}`) : null, bar),
    html("td", { class: "figure" }, figureText(row.figure, speech)));
}
