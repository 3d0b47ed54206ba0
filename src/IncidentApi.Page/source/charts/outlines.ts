import type { FeatureCollection, Geometry } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import { Refusal, refusalOf } from "../api.js";
import { feature } from "../lib/topojson.js";

declare const WORLD_OUTLINES: string;
declare const COUNTRY_OUTLINES: string;

/** The shape of a place, with its code in the API. */
export interface Outline {
  readonly code: string | null;
  readonly shape: GeoJSON.Feature<Geometry>;
}

type Named = Topology<Record<string, GeometryCollection<{ name: string }>>>;

const fetched = new Map<string, Promise<Named>>();

/** Regions as the outlines name them: their own codes there are not ISO 3166-2, and one stands twice. */
const regionCodes: Record<string, string> = {
  Bishkek: "KG-GB", Chuy: "KG-C", "Ysyk-Köl": "KG-Y", Naryn: "KG-N", Batken: "KG-B", "Jalal-Abad": "KG-J", Talas: "KG-T", Osh: "KG-O",
};

export async function regionOutlines(): Promise<Outline[]> {
  const shapes = featuresOf(await outlines(COUNTRY_OUTLINES), "kgz");
  return shapes.features.map(shape => ({ code: regionCodes[shape.properties.name] ?? null, shape }));
}

/** Countries by the ISO 3166-1 number, which the vocabulary of countries knows too. */
export async function countryOutlines(byNumber: ReadonlyMap<string, string>): Promise<Outline[]> {
  const shapes = featuresOf(await outlines(WORLD_OUTLINES), "countries");
  // Antarctica takes a fifth of the picture and has no incidents.
  return shapes.features.filter(shape => shape.id !== "010").map(shape => ({ code: byNumber.get(String(shape.id ?? "")) ?? null, shape }));
}

function featuresOf(topology: Named, name: string): FeatureCollection<Geometry, { name: string }> {
  const collection = topology.objects[name];
  if (!collection) throw new Error(`The outlines have no ${name}.`);
  return feature(topology, collection);
}

async function outlines(address: string): Promise<Named> {
  const found = fetched.get(address) ?? load(address);
  fetched.set(address, found);
  try {
    return await found;
  } catch (fault) {
    // A line that failed once may work the next time.
    fetched.delete(address);
    throw fault;
  }
}

async function load(address: string): Promise<Named> {
  const answer = await fetch(address).catch(() => { throw new Refusal(0, null, null); });
  if (!answer.ok) throw refusalOf(answer);
  return await answer.json() as Named;
}
