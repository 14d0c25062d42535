/** The reductions of an exploration: those of the protocol, and that of the judge. */
import { reduced } from "../../../lib/explore/reduction.js";
import type { StateView } from "../../../lib/protocol/explorable.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { Problem } from "../../../lib/scenario/input/problem.js";

/**
 * Facts of rounds in which nothing can be signed any more are forgotten: no verdict can change by
 * them. It needs to know which rounds are over, hence live variables.
 */
export const FORGOTTEN_FACTS = "forgotten-facts";

/** Stands for every reduction. */
export const ALL = "all";

/** The names of all reductions of a protocol under its rules, in the order in which they apply. */
export const reductionNames = ({ exploration }: AnyProtocol): readonly string[] =>
  exploration === undefined
    ? []
    : [...exploration.reductions.map(({ name }) => name), FORGOTTEN_FACTS];

/** What an exploration goes by. */
export interface ActiveReductions {
  /** The names of the reductions that are used. */
  readonly reductions: readonly string[];
  /** What counts of states and messages; undefined where all of them does. */
  readonly view: StateView<object, object>;
  /** Whether facts are forgotten that can change no verdict any more. */
  readonly forgetsFacts: boolean;
}

/** What is left with all reductions but some. */
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
