import type { Schemas } from "../api.js";
import type { Label, Vocabularies } from "../vocabularies.js";
import type { Speech } from "../words/words.js";

/** A place as far as it is known, and no farther. */
export function placeText(location: Schemas["Location"] | undefined, speech: Speech, vocabularies: Vocabularies, precisely = false): string {
  if (!location) return speech.say("unspecified");
  const parts = [location.locality, location.region ? regionLabel(location.region, vocabularies, speech).text : undefined, vocabularies.label("countries", location.country).text];
  const text = parts.filter((part, position) => part && parts.indexOf(part) === position).join(", ");
  if (!precisely || location.locality) return text;
  return `${text} (${speech.say(location.region ? "precisionRegion" : "precisionCountry")})`;
}

/** A region's name; where a city bears the same one as the oblast around it, it says that it is the city. */
export function regionLabel(code: string, vocabularies: Vocabularies, speech: Speech): Label {
  const label = vocabularies.label("regions", code);
  const { type } = (vocabularies.term("regions", code) ?? {}) as { type?: string };
  const namesakes = vocabularies.terms("regions").filter(term => term.label === vocabularies.term("regions", code)?.label);
  return type?.startsWith("city") && namesakes.length > 1 ? { ...label, text: `${label.text} (${speech.say("city")})` } : label;
}
