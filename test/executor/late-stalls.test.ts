/** A stall in which messages that nobody will get pile up: it ends all the same. */
import { expect } from "chai";
import { runner } from "../../executor/run/run.js";
import { protocols } from "../../lib/registry.js";
import { replicaNames, rosterOf } from "../../lib/scenario/roster.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { valueOf } from "../../lib/scenario/input/problem.js";

const roster = rosterOf(replicaNames(4), []);

/** In round 2, b repeats timeouts that wait for a timer of a, which stays in round 1. */
const ROUNDS =
  "a: all / timeout: a | b | c | d; " +
  "b: all / proposal: b | a c d, vote: b | a c d, timeout: a b | c | d, b>a timeout: late";

describe("a stall while late messages pile up", () => {
  it("is found out long before any limit", () => {
    const protocol = protocols.get("diembft")?.create([]);
    if (protocol === undefined) throw new Error("the registry has diembft");
    const rounds = valueOf(scenarioReader(roster).rounds(ROUNDS), "");
    const { ending, events } = runner({ protocol, roster })({ id: "late", rounds });
    expect(ending.kind).to.equal("stalled");
    expect(events).to.be.lessThan(2_000);
  });
});
