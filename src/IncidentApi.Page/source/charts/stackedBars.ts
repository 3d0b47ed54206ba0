import { axisLeft, scaleBand, scaleLinear, select } from "../lib/d3.js";
import { svg } from "../dom.js";

/** A part of a bar: how much, and which of the colours. */
export interface Segment {
  readonly slot: number;
  readonly value: number;
}

export interface Bar {
  readonly key: string;
  readonly label: string;

  /** What stands above it. */
  readonly total: string;

  /** All of it in words, for whoever does not see it. */
  readonly description: string;
  readonly href: string | null;
  readonly provisional: boolean;

  /** Set apart from the others: what has no place in time. */
  readonly apart: boolean;
  readonly segments: readonly Segment[];
}

const margin = { top: 26, right: 8, bottom: 30, left: 34 };
const height = 300;
const least = 18;

/** Stacked bars, each a link that a keyboard reaches; drawn as wide as there is room. */
export function stackedBars(bars: readonly Bar[], labelledBy: string, room: number): SVGSVGElement {
  const apart = bars.filter(bar => bar.apart).length;
  const width = Math.max(room, margin.left + margin.right + bars.length * least + apart * least);
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const highest = Math.max(1, ...bars.map(heightOf));
  const y = scaleLinear().domain([0, highest]).nice(4).range([inner.height, 0]);
  const slots = bars.flatMap(bar => bar.apart ? [`gap ${bar.key}`, bar.key] : [bar.key]);
  const x = scaleBand<string>().domain(slots).range([0, inner.width]).paddingInner(0.28).paddingOuter(0.14);
  const wide = Math.min(x.bandwidth(), 56);
  const plot = svg("g", { transform: `translate(${margin.left},${margin.top})` });
  const chart = svg("svg", { class: "bars", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-labelledby": labelledBy }, plot);

  const axis = svg("g", { class: "axis", "aria-hidden": "true" });
  plot.append(axis);
  const whole = y.ticks(4).filter(Number.isInteger);
  select<SVGGElement, unknown>(axis).call(axisLeft(y).tickValues(whole).tickFormat(tick => `${tick.valueOf()}`).tickSize(-inner.width).tickPadding(8));

  // As many labels below as there is room for, the first of each run.
  const longest = Math.max(...bars.map(bar => bar.label.length)) * 7.5 + 8;
  const every = Math.max(1, Math.ceil(longest / x.step()));
  bars.forEach((bar, position) => {
    const left = (x(bar.key) ?? 0) + (x.bandwidth() - wide) / 2;
    const mark = svg(bar.href ? "a" : "g", { class: bar.provisional ? "bar provisional" : "bar", "data-bucket": bar.key, ...bar.href ? { href: bar.href } : { role: "img" }, "aria-label": bar.description });
    mark.append(svg("title", {}, bar.description), svg("rect", { class: "reach", x: left - 3, y: 0, width: wide + 6, height: inner.height }));
    let base = 0;
    for (const segment of bar.segments) {
      const top = y(base + segment.value);
      mark.append(svg("rect", { class: `slot-${segment.slot}`, x: left, width: wide, y: top, height: Math.max(0, y(base) - top - 1.5) }));
      base += segment.value;
    }

    plot.append(mark, svg("text", { class: "total", x: left + wide / 2, y: y(heightOf(bar)) - 7, "aria-hidden": "true" }, bar.total));
    if (bar.apart || position % every === 0) plot.append(svg("text", { class: "tick", x: Math.min(left + wide / 2, inner.width + margin.right - bar.label.length * 3.5), y: inner.height + 20, "aria-hidden": "true" }, bar.provisional ? `${bar.label}*` : bar.label));
  });
  return chart;
}

const heightOf = (bar: Bar): number => bar.segments.reduce((sum, segment) => sum + segment.value, 0);
