import { expect } from "chai";
import { rulesWith } from "../../lib/diembft/bugs.js";
import { correctRules } from "../../lib/diembft/rules.js";
import { round } from "../../lib/protocol/ids.js";
import type { BlockId } from "../../lib/protocol/ids.js";
import { Forge } from "./forge.js";

describe("bug vote_leader_current_round", () => {
  it("sends the vote to the leader of the block's own round", () => {
    expect(rulesWith(["vote_leader_current_round"]).voteCollectorRound(round(5))).to.equal(5);
  });
});

describe("bug long_commit_chain", () => {
  const rules = rulesWith(["long_commit_chain"]);
  const [one, two, three] = new Forge().chain("a", 1, 2, 3);

  it("answers with the block that the requester knows, too", () => {
    expect(rules.syncedChain([two, three], one)).to.deep.equal([one, two, three]);
    expect(correctRules.syncedChain([two, three], one)).to.deep.equal([two, three]);
  });

  it("has none to add after genesis", () => {
    expect(rules.syncedChain([one, two], null)).to.deep.equal([one, two]);
  });

  it("executes what it has again", () => {
    const known = { has: (id: BlockId) => id === one.id, canExtend: () => true };
    expect(rules.missingBlocks([one, two], known)).to.deep.equal([one, two]);
    expect(correctRules.missingBlocks([one, two], known)).to.deep.equal([two]);
  });
});
