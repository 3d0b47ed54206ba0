import type { Schemas } from "./api.js";
import type { Speech } from "./words/words.js";

/** When something happened, as precisely as it was recorded. */
export function whenText(occurred: Schemas["Occurrence"] | undefined, speech: Speech): string {
  if (!occurred?.from || occurred.precision === "unknown") return speech.say("noDate");
  const from = speech.formats.date(occurred.from);
  const text = occurred.to && occurred.to !== occurred.from ? speech.say("between", { from, to: speech.formats.date(occurred.to) }) : from;
  return occurred.ongoing && occurred.asOf ? `${text}, ${speech.say("ongoing", { date: speech.formats.date(occurred.asOf) })}` : text;
}
