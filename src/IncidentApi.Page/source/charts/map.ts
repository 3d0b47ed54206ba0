import { geoMercator, geoNaturalEarth1, geoPath } from "../lib/d3.js";
import { svg } from "../dom.js";
import type { Outline } from "./outlines.js";

/** How a shape is drawn: shaded by its figure, a link where there is something to show. */
export interface Shading {
  readonly step: number;
  readonly description: string;
  readonly href: string | null;
  readonly chosen: boolean;
}

const width = 720;

/** Outlines without tiles: every shaded one is a link with its name and figure. */
export function drawMap(outlines: readonly Outline[], shadingOf: (code: string) => Shading | null, whole: "world" | "country", labelledBy: string): SVGSVGElement {
  const height = whole === "world" ? 360 : 370;
  const all = { type: "FeatureCollection" as const, features: outlines.map(outline => outline.shape) };
  const projection = (whole === "world" ? geoNaturalEarth1() : geoMercator()).fitExtent([[4, 4], [width - 4, height - 4]], all);
  const path = geoPath(projection).digits(1);
  const chart = svg("svg", { class: `map ${whole}`, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-labelledby": labelledBy });
  const shaded: SVGElement[] = [];
  for (const outline of outlines) {
    const shading = outline.code ? shadingOf(outline.code) : null;
    const shape = svg("path", { d: path(outline.shape), class: `step-${shading?.step ?? 0}` });
    if (!shading?.href) chart.append(shape);
    else shaded.push(svg("a", { href: shading.href, class: shading.chosen ? "place chosen" : "place", "data-code": outline.code, "aria-label": shading.description, "aria-current": shading.chosen ? "true" : null },
      svg("title", {}, shading.description), shape));
  }

  // Small places lie above the large ones around them, and the chosen one above all.
  const size = (element: SVGElement) => element.querySelector("path")?.getAttribute("d")?.length ?? 0;
  const rank = (element: SVGElement) => element.classList.contains("chosen") ? -1 : size(element);
  chart.append(...shaded.sort((one, other) => rank(other) - rank(one)));
  return chart;
}
