/** Sync HotStuff without a bug violates nothing, where its synchrony holds and where it does not. */
import { expect } from "chai";
import { runner } from "../../executor/run/run.js";
import { syncHotstuff } from "../../lib/protocols/sync-hotstuff/sync-hotstuff.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { readSpaceConfig } from "../../lib/space/config.js";
import { mixedDraws } from "../../lib/space/mixed-draws.js";
import { openSpace } from "../../lib/space/space.js";
import { holdsInSixSpaces } from "../support/six-spaces.js";

const TYPES = ["status", "new-view", "proposal", "vote", "blame", "quit"];
const SCENARIOS = 40n;

/** How many of some scenarios could be judged by recovery. None may violate anything. */
function judgedIn(dimensions: object): number {
  const document = { replicas: 3, twins: 1, faulty: 1, rounds: 4, ...dimensions };
  const space = openSpace(valueOf(readSpaceConfig({ ...document, leaders: { eligible: "any" } })));
  const { roster, semantics } = space.config;
  const run = runner({ protocol: syncHotstuff(), roster, semantics });
  const draw = mixedDraws(space, { calm: 0.6 });
  let judged = 0;
  for (let place = 0n; place < SCENARIOS; place++) {
    const { id, verdicts } = run(space.scenario(draw(place)));
    const violated = [...verdicts].filter(([, { status }]) => status === "violated");
    expect({ id, violated }).to.deep.equal({ id, violated: [] });
    if (verdicts.get("recovery")?.status === "held") judged++;
  }
  return judged;
}

describe("Sync HotStuff without a bug", function () {
  this.timeout(300_000);
  holdsInSixSpaces(syncHotstuff(), ["proposal", "vote", "new-view", "status"], false);

  it("holds where messages take up to Δ, and all of that is judged", () => {
    const delays = { types: TYPES, atMost: 3, halves: [0, 1, 2] };
    const judged = judgedIn({ partitions: { groups: 1 }, delays });
    expect(judged).to.equal(Number(SCENARIOS));
  });

  it("holds where messages are lost, and is judged where only twins lose them", () => {
    const effects = ["drop", "late", { delay: 1 }, { delay: 2 }];
    const exceptions = { types: TYPES, atMost: 3, effects };
    const judged = judgedIn({ partitions: { groups: { atMost: 2 } }, exceptions });
    expect(judged).to.be.within(Number(SCENARIOS) / 5, Number(SCENARIOS) - 1);
  });
});
