/** What a property may read of a run whose choices are not all made. */
import { invariant } from "../../../lib/protocol/assert.js";
import type { ReplicaId, Round } from "../../../lib/protocol/ids.js";
import type { RunInfo } from "../../../lib/protocol/judging/observed-event.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
import type { LazyScenario } from "./lazy-scenario.js";

const ALLOWED =
  'whether rounds are quorumless, in order up to the first that is, with reads: ["quorumless"]; ' +
  "others with scenarios that are run one by one, as with --limit";

/**
 * The same setting, but it refuses to answer what may still become another: a property that asks
 * for it ends the exploration with an {@link InputError}.
 */
export function judgedInfo(runInfo: RunInfo, scenario: LazyScenario): RunInfo {
  const { scriptedRounds } = runInfo;
  const isScripted = (r: Round): boolean => r <= scriptedRounds;
  return {
    ...runInfo,
    ...(runInfo.leaderOf !== undefined && {
      leaderOf(r): ReplicaId {
        if (isScripted(r) && scenario.mayThrow()) throw unknown(`the leader of round ${r}`);
        const leader = runInfo.leaderOf?.(r);
        invariant(leader !== undefined, "every round has a leader", { round: r });
        return leader;
      },
    }),
    quorumless(r): boolean {
      if (isScripted(r) && !scenario.isQuorumlessKnown(r)) {
        throw unknown(`whether round ${r} is quorumless: after one that is, or undeclared`);
      }
      return runInfo.quorumless(r);
    },
  };
}

const unknown = (what: string): InputError =>
  new InputError([
    { path: "--exhaustive", wrong: `judges a property that reads ${what}`, allowed: ALLOWED },
  ]);
