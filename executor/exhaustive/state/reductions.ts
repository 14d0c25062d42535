/** The reductions of an exploration: those of the protocol, and that of the judge. */
import { reduced } from "../../../lib/explore/reduction.js";
import type { StateView } from "../../../lib/protocol/explorable.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { Problem } from "../../../lib/scenario/input/problem.js";

/**
 * Prunes facts of rounds in which nothing can be signed any more: they can change no verdict. It
 * needs live variables, which tell which rounds these are.
 */
export const FORGOTTEN_FACTS = "forgotten-facts";

/** Means every reduction. */
export const ALL = "all";

/** The names of all reductions of a protocol under its rules, in the order in which they apply. */
export const reductionNames = ({ exploration }: AnyProtocol): readonly string[] =>
  exploration === undefined
    ? []
    : [...exploration.reductions.map(({ name }) => name), FORGOTTEN_FACTS];

/** The reductions of an exploration, and how states are compared with them. */
export interface ActiveReductions {
  /** The names of the reductions that are used. */
  readonly reductions: readonly string[];
  /** How states and messages are compared; undefined: as a whole. */
  readonly view: StateView<object, object>;
  /** Whether facts are pruned that can change no verdict. */
  readonly forgetsFacts: boolean;
}

/** All reductions of a protocol except some. */
export function reductionsOf(protocol: AnyProtocol, without: readonly string[]): ActiveReductions {
  const isOn = (name: string): boolean => !without.includes(ALL) && !without.includes(name);
  const used = (protocol.exploration?.reductions ?? []).filter(({ name }) => isOn(name));
  const view = reduced<StateView<object, object>>(undefined, used);
  const forgetsFacts = view !== undefined && isOn(FORGOTTEN_FACTS);
  const names = view === undefined ? [] : used.map(({ name }) => name);
  return {
    view,
    forgetsFacts,
    reductions: forgetsFacts ? [...names, FORGOTTEN_FACTS] : names,
  };
}

export function unknownReductions(
  protocol: AnyProtocol,
  without: readonly string[],
): readonly Problem[] {
  const switchedOff = protocol.exploration?.switchedOff ?? [];
  const known = [...reductionNames(protocol), ...switchedOff, ALL];
  return without
    .filter((name) => !known.includes(name))
    .map((name) => {
      const wrong = `is "${name}", which is no reduction of ${protocol.name} here`;
      return { path: "--without-reduction", wrong, allowed: known.join(", ") };
    });
}
