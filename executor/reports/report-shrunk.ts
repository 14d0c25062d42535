/** Prints what came of shrinking. */
import { count, joinWithAnd } from "../../lib/properties/wording.js";
import { hasOtherRoster, stepLines } from "../counterexample/shrink/document.js";
import type { ShrunkDocument } from "../counterexample/shrink/document.js";
import type { Shrunk } from "../counterexample/shrink/shrink.js";
import { replayLine } from "./replay.js";
import type { Session } from "../session.js";

/** The lines about a shrunk scenario: what it is, and what it still shows. */
export function shrunkLines(shrunk: Shrunk, { minimal }: ShrunkDocument): readonly string[] {
  const { scenario, failure, tried, steps } = shrunk;
  const cost = `${count(steps.length, "step")}, ${count(tried, "scenario")} run`;
  const end = minimal ? "no single step leads further" : "stopped there";
  return [
    scenario.id,
    `  still ${failure.about}; ${guiltyWords(failure.guilty)}`,
    ...(hasOtherRoster(shrunk) ? [`  ${rosterWords(shrunk)}`] : []),
    `  ${cost}: ${end}`,
  ];
}

const guiltyWords = (guilty: readonly string[]): string =>
  guilty.length === 0
    ? "its messages prove nobody guilty"
    : `its messages prove ${joinWithAnd(guilty)} guilty`;

const rosterWords = ({ roster: { replicas, twins, faulty } }: Shrunk): string => {
  const twinned = twins.length === 0 ? "no twins" : `twins ${joinWithAnd(twins)}`;
  return `replicas ${joinWithAnd(replicas)}; ${twinned}; f = ${faulty}`;
};

/** The steps, for `--shrink-log`. */
export const logLines = (shrunk: Shrunk): readonly string[] =>
  stepLines(shrunk).map((line) => `  ${line}`);

/**
 * The command that runs a shrunk scenario with its transcript. One with the roster of the file is
 * named by its rounds; another is made again from the original.
 */
export function shrunkReplay(
  shrunk: Shrunk,
  what: "case" | "scenario",
  session: Pick<Session, "file" | "options">,
): string {
  const { original, scenario } = shrunk;
  return what === "case" || hasOtherRoster(shrunk)
    ? `${replayLine(session, what, original.id)} --shrink`
    : replayLine(session, "scenario", scenario.id);
}
