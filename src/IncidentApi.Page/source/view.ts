import type { State } from "./state.js";
import type { Vocabularies } from "./vocabularies.js";
import type { Speech } from "./words/words.js";

/** What every part of the page is drawn from. */
export interface View {
  readonly state: State;
  readonly speech: Speech;
  readonly vocabularies: Vocabularies;
  readonly signal: AbortSignal;

  /** Tells the reader that something could not be loaded. */
  readonly failed: (fault: unknown) => undefined;

  /** Shows another state and puts it into the address. */
  readonly go: (state: State) => void;
}
