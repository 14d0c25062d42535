/** What proposals lock and commit in a replica of a chained protocol: nothing is taken back. */
import { expect } from "chai";
import { replicaId } from "../../lib/protocol/ids.js";
import type { Block } from "../../lib/protocols/chained/messages.js";
import { hotstuff } from "../../lib/protocols/hotstuff/hotstuff.js";
import { blockBy, certified, contextOf, proposal } from "./fixture.js";

/** By proposal, in order: the view of the lock after it, and the views that it commits. */
function update(blocks: readonly Block[]): readonly string[] {
  const context = contextOf("a");
  const protocol = hotstuff();
  const state = protocol.init(context);
  return blocks.map((block) => {
    const event = { kind: "message", from: replicaId("b"), message: proposal(block) } as const;
    const commits = protocol
      .handle(state, event, context)
      .flatMap((effect) => (effect.kind === "commit" ? [effect.entry.round] : []));
    return `locks ${state.lock.view}, commits ${commits.join(" ") || "nothing"}`;
  });
}

const first = blockBy("b", 1);
const second = blockBy("b", 2, certified(first));
const third = blockBy("b", 3, certified(second));
const fourth = blockBy("b", 4, certified(third));

describe("the update of chained protocols", () => {
  it("locks the grandparent and commits the first block of a three-chain", () => {
    expect(update([first, second, third, fourth])).to.deep.equal([
      "locks 0, commits nothing",
      "locks 0, commits nothing",
      "locks 1, commits nothing",
      "locks 2, commits 1",
    ]);
  });

  it("keeps its lock, and commits nothing again, where a proposal stands on an earlier block", () => {
    const beside = blockBy("b", 5, certified(second));
    expect(update([fourth, beside, fourth])).to.deep.equal([
      "locks 2, commits 1",
      "locks 2, commits nothing",
      "locks 2, commits nothing",
    ]);
  });

  it("commits what it missed, in order", () => {
    const last = blockBy(
      "b",
      7,
      certified(blockBy("b", 6, certified(blockBy("b", 5, certified(fourth))))),
    );
    expect(update([last])).to.deep.equal(["locks 5, commits 1 2 3 4"]);
  });
});
