/** Injected failures: independence of random draws, combination, delays and attributes. */
import { expect } from "chai";
import fc from "fast-check";
import { runCluster } from "../../cluster/run.js";
import { verdictOf } from "../../cluster/verdict.js";
import { round } from "../../lib/protocol/ids.js";
import { configOf, SMALL } from "./support.js";
import type { Document } from "./support.js";

const loss = (more: object): object => ({
  ...{ type: "loss", src: "_", dest: "_", msgType: "*", round: [1, 2, 3, 4, 5], prob: 0.3 },
  ...more,
});

const withFailures = (list: readonly object[], more: Document = {}): Document => ({
  ...SMALL,
  workloads: [{ type: "flood", count: 40 }],
  failures: { seed: "draws", list },
  ...more,
});

/** All that happens before a replica enters a round, as lines. */
function historyUpTo(document: Document, last: number): readonly string[] {
  const lines: string[] = [];
  let isOver = false;
  runCluster(configOf(document), {
    trace(entry) {
      if (entry.kind === "effect" && entry.effect.kind === "entered") {
        isOver ||= entry.effect.round >= round(last);
      }
      if (isOver || entry.kind !== "link") return;
      const { at, from, to, message, fate } = entry;
      lines.push(JSON.stringify([at, from.id, to.id, message.type, message.round, fate]));
    },
  });
  return lines;
}

describe("failures", () => {
  const before = withFailures([loss({}), loss({ msgType: "vote" })]);
  const history = historyUpTo(before, 9);

  const additions: readonly (readonly [what: string, list: readonly object[]])[] = [
    ["at the end", [loss({}), loss({ msgType: "vote" }), loss({ round: [9], prob: 0.5 })]],
    ["in front", [loss({ round: [9], prob: 0.5 }), loss({}), loss({ msgType: "vote" })]],
    ["in a list", [loss({ round: [1, 2, 3, 4, 5, 9] }), loss({ msgType: "vote" })]],
  ];
  for (const [what, list] of additions) {
    it(`a failure added for round 9, ${what}, changes nothing before round 9`, () => {
      expect(history).to.not.be.empty;
      expect(historyUpTo(withFailures(list), 9)).to.deep.equal(history);
    });
  }

  it("several on one message: it survives with the product of their probabilities", () => {
    const both = [loss({ prob: 0.5 }), loss({ prob: 0.5, msgType: "proposal" })];
    let [sent, arrived] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      runCluster(configOf(withFailures(both, { seed, failures: { seed, list: both } })), {
        trace(entry) {
          if (entry.kind !== "link" || entry.message.type !== "proposal") return;
          if (entry.message.round > 5) return;
          sent++;
          if (typeof entry.fate === "number") arrived++;
        },
      });
    }
    expect(arrived / sent).to.be.closeTo(0.25, 0.04);
  });

  it("delays add, and a blocking one holds up all that its sender sends", () => {
    const delay = { type: "delay", src: "replica0", dest: "_", msgType: "proposal", round: [1] };
    const fates = (list: readonly object[]): readonly unknown[] => {
      const found: unknown[] = [];
      runCluster(configOf(withFailures(list)), {
        trace(entry) {
          if (entry.kind === "link" && entry.from.id === "replica0" && entry.at < 60) {
            found.push(`${entry.message.type} to ${entry.to.id}: ${JSON.stringify(entry.fate)}`);
          }
        },
      });
      return found;
    };
    const proposals = [0, 1, 2, 3].map((i) => `proposal to replica${i}: 60`);
    const twice = [
      { ...delay, val: 20 },
      { ...delay, val: 30 },
    ];
    expect(fates(twice).slice(0, 4)).to.deep.equal(proposals);
    const sleepy = fates([{ ...delay, dest: "replica1", val: 50, blocking: true }]);
    expect(sleepy.slice(0, 4)).to.deep.equal([
      "proposal to replica0: 10",
      "proposal to replica1: 60",
      "proposal to replica2: 60",
      "proposal to replica3: 60",
    ]);
  });

  it("a set current_round, whatever it is, breaks no correct replica", () => {
    const value = fc.oneof(fc.nat(30), fc.constant(1_000_000_000));
    fc.assert(
      fc.property(value, fc.constantFrom("current_round", "highest_vote_round"), (val, attr) => {
        const set = { type: "setAttribute", src: "replica2", dest: "_", msgType: "*", attr, val };
        const list = [{ ...set, round: "_", prob: 0.5 }];
        expect(verdictOf(runCluster(configOf(withFailures(list)))).problems).to.deep.equal([]);
      }),
      { numRuns: 30 },
    );
  });

  it("more Byzantine replicas than f are warned of; a failure that hits nothing, too", () => {
    const set = { type: "setAttribute", dest: "_", msgType: "sync", attr: "current_round", val: 1 };
    const list = ["replica1", "replica2"].map((src) => ({ ...set, src, round: [500] }));
    const { warnings } = verdictOf(runCluster(configOf(withFailures(list))));
    expect(warnings).to.have.length(3);
    expect(warnings[0]).to.match(/set the state of 2 replicas, more than the 1/);
    expect(warnings[1]).to.match(/hit nothing: current_round = 1 in the sender of sync, replica1/);
  });
});
