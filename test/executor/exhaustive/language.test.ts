/** Spaces with hear sets and groups of phases: explored, and run one by one, they count alike. */
import { expect } from "chai";
import { openSpace } from "../../../lib/space/space.js";
import { readSpaceConfig } from "../../../lib/space/config.js";
import { InputError, valueOf } from "../../../lib/scenario/input/problem.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { searchSpaceInSpace } from "../../../executor/exhaustive/search-space.js";
import { streamlet } from "../../../lib/protocols/streamlet/streamlet.js";
import { bothWays } from "./random-spaces.js";

const SPACES: Readonly<Record<string, readonly string[]>> = {
  "hear sets": [
    "b: all",
    "b: all / vote>{b}",
    "c: all / vote>{c d}, proposal>{a c}",
    "d: all / *>{}",
  ],
  "groups of phases": ["b: all", "b: all / timeout: a b | c d a'", "c: a b c | d a' / vote: all"],
  "drops, hear sets and exceptions": [
    "b: a b c | d a' / a>b vote, timeout>{b d}",
    "c: all / {a a'}>* vote: drop",
    "c: all / vote>{c}",
  ],
};

describe("whole spaces with parts of version 2", () => {
  for (const [shows, choices] of Object.entries(SPACES)) {
    for (const bugs of [[], ["small_quorum"]]) {
      it(`${shows}: as many of each outcome as one by one, ${bugs.join() || "no bug"}`, async () => {
        const spec = { replicas: 4, twins: 1, rounds: 3, choices, bugs, stabilization: 3 };
        const { explored, oneByOne } = await bothWays(spec);
        expect(explored).to.deep.equal(oneByOne);
        expect(oneByOne.size).to.be.above(2);
      });
    }
  }

  it("are refused where more than receivers is chosen, with the reasons", () => {
    const config = valueOf(
      readSpaceConfig({
        ...{ replicas: 4, rounds: 1, partitions: { groups: 1 }, leaders: { eligible: "any" } },
        exceptions: { types: ["vote"], atMost: 1, effects: ["late"] },
        delays: { types: ["proposal"], atMost: 1 },
        restarts: { atMost: 1, states: ["none"] },
        orders: { atMost: 1 },
        semantics: { relay: "everything", suffix: { period: 1 } },
      }),
      "config",
    );
    const { roster, semantics } = config;
    const options = { protocol: streamlet(), roster, semantics };
    const refusal = (): unknown => searchSpaceInSpace(openSpace(config), options, nodeSha256);
    for (const path of ["exceptions.effects", "delays", "restarts", "orders", "semantics.relay"]) {
      expect(refusal).to.throw(InputError, path);
    }
    expect(refusal).to.throw(InputError, "semantics.suffix");
  });
});
