/** Numbers for the links of configurations: who hears whom, whoever leads. */
import { usesVersion2 } from "../../../lib/scenario/model.js";
import type { RoundConfiguration } from "../../../lib/scenario/model.js";

/** The links of more configurations are all told apart, whether they differ or not. */
const MOST_TEXTS = 50_000;
/** The number of a configuration that says more than groups and drops. */
const NONE = -1;

/** Gives configurations with the same groups and drops the same number. */
export class LinkNumbers {
  readonly #known = new WeakMap<RoundConfiguration, number>();
  readonly #texts = new Map<string, number>();
  #next = 0;

  /** Undefined where a configuration says more than groups and drops. O(1) when it comes again. */
  of(configuration: RoundConfiguration): number | undefined {
    let number = this.#known.get(configuration);
    if (number === undefined) {
      number = usesVersion2(configuration) ? NONE : this.#numberOf(configuration);
      this.#known.set(configuration, number);
    }
    return number === NONE ? undefined : number;
  }

  #numberOf({ partition, drops }: RoundConfiguration): number {
    const text = JSON.stringify([partition, drops]);
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const number = this.#next++;
    if (this.#texts.size < MOST_TEXTS) this.#texts.set(text, number);
    return number;
  }
}
