/** What the page uses of d3, and no more: the rest is not served. */
export { axisBottom, axisLeft, geoMercator, geoNaturalEarth1, geoPath, scaleBand, scaleLinear, select } from "d3";
