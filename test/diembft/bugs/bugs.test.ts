/** Every bug replaces the rules it names, and bugs combine. */
import { expect } from "chai";
import { bugs, isBugName, rulesWith } from "../../../lib/protocols/diembft/bugs/bugs.js";
import type { BugName } from "../../../lib/protocols/diembft/bugs/bugs.js";
import { correctRules } from "../../../lib/protocols/diembft/rules.js";
import type { Rules } from "../../../lib/protocols/diembft/rules.js";
import { validatorSet } from "../../../lib/protocol/validators.js";
import { replicaId } from "../../../lib/protocol/ids.js";

const RULES = Object.keys(correctRules) as (keyof Rules)[];
const NAMES = Object.keys(bugs).filter(isBugName);

/** Which rules a bug replaces. */
const REPLACED: Readonly<Record<BugName, readonly (keyof Rules)[]>> = {
  conflicting_votes: ["safeToVote"],
  no_safe_to_extend: ["safeToVote"],
  commit_any_two_chain: ["commitStateIdCandidate"],
  timeout_does_not_stop_voting: ["highestVoteRoundAfterTimeout"],
  timeout_ignores_highest_qc: ["safeToTimeout"],
  forget_highest_qc: ["highestQcRoundAfterVote"],
  amnesia: ["restoredSafety"],
  small_quorum: ["qcQuorum", "tcQuorum"],
  small_timeout_quorum: ["tcQuorum"],
  twin_votes_counted_twice: ["hasSigned"],
  qc_formed_twice: ["completesQc", "raisesHighQc", "opensRound", "mayPropose"],
  unchecked_signatures: ["checkCertificate"],
  vote_leader_current_round: ["voteCollectorRound"],
  free_running_timer: ["startsTimer", "endsRound"],
  stale_tc: ["lastRoundTcAfterQc"],
  commit_single_block: ["committedPath"],
  long_commit_chain: ["syncedChain", "missingBlocks"],
  accept_second_genesis: ["acceptsChain"],
};

const replacedBy = (names: readonly BugName[]): readonly (keyof Rules)[] => {
  const rules = rulesWith(names);
  return RULES.filter((rule) => rules[rule] !== correctRules[rule]);
};

describe("the bugs", () => {
  for (const name of NAMES) {
    it(`${name} replaces ${REPLACED[name].join(" and ")} and nothing else`, () => {
      expect(replacedBy([name])).to.have.members(REPLACED[name]);
      expect(bugs[name].breaks).to.match(/^(3\.\d|sync)/);
    });
  }

  it("none gives the correct rules", () => expect(rulesWith([])).to.equal(correctRules));

  it("act together, every two of them", () => {
    for (const one of NAMES) {
      for (const other of NAMES) {
        const both = new Set([...REPLACED[one], ...REPLACED[other]]);
        expect(replacedBy([one, other]), `${one} ${other}`).to.have.members([...both]);
      }
    }
  });

  it("act together in one order, each once, however they are named", () => {
    const validators = validatorSet(["a", "b", "c", "d", "e", "f", "g"].map(replicaId));
    const quorums = (...names: readonly BugName[]) => {
      const rules = rulesWith(names);
      return [rules.qcQuorum(validators), rules.tcQuorum(validators)];
    };
    expect(quorums("small_quorum", "small_quorum")).to.deep.equal([4, 4]);
    expect(quorums("small_quorum", "small_timeout_quorum")).to.deep.equal([4, 3]);
    expect(quorums("small_timeout_quorum", "small_quorum")).to.deep.equal([4, 3]);
  });

  it("are known by name, and nothing else is", () => {
    expect(isBugName("small_quorum")).to.equal(true);
    expect(isBugName("toString")).to.equal(false);
  });
});
