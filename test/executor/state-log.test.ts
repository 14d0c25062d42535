/** What a trace says of the internal states of nodes. */
import { expect } from "chai";
import { changesBetween, leavesOf } from "../../executor/run/state-view.js";
import { traceCase } from "../../executor/run/trace-case.js";
import type { TraceEvent } from "../../executor/run/trace-format.js";
import { DEFAULT_RUN } from "../../executor/config/config.js";
import { readConfig } from "../../executor/config/read-config.js";
import { runOf } from "../../viewer/model/run.js";
import { stateTreeAt } from "../../viewer/model/state-tree.js";
import type { StatePart } from "../../viewer/model/state-tree.js";
import { readTrace } from "../../viewer/data/read-trace.js";

const noNames = () => undefined;
const shown = (state: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...leavesOf(state, noNames).values()].map(({ path, value }) => [path.join("/"), value]),
  );

describe("the leaves of a state", () => {
  it("are fields, entries, and lists of plain values", () => {
    const state = {
      round: 3,
      votes: new Map([["b", new Set(["x", "y"])]]),
      chain: [{ id: "q" }, { id: "r" }],
      none: null,
      big: 12n,
      act: () => undefined,
    };
    expect(shown(state)).to.deep.equal({
      ...{ round: 3, "votes/b": "x, y", "chain/0/id": "q", "chain/1/id": "r" },
      ...{ none: null, big: "12" },
    });
  });

  it("have an end where a state has none", () => {
    const ring: { next?: unknown; name: string } = { name: "ring" };
    ring.next = ring;
    expect(shown(ring)).to.deep.equal({ name: "ring", next: "…" });
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}`, { at }]));
    expect(leavesOf(many, noNames).size).to.equal(300);
    expect(shown({ text: "x".repeat(500) })["text"]).to.equal(`${"x".repeat(80)}…`);
  });

  it("differ by what was set, changed and removed", () => {
    const [before, after] = [
      { a: 1, b: 2, c: 3 },
      { a: 1, b: 5, d: 4 },
    ].map((state) => leavesOf(state, noNames));
    if (before === undefined || after === undefined) expect.fail("two states");
    expect(changesBetween(before, after)).to.deep.equal([
      { path: ["b"], value: 5 },
      { path: ["d"], value: 4 },
      { path: ["c"] },
    ]);
  });
});

describe("the states in a trace", () => {
  const traceOf = (protocol: string): readonly string[] => {
    const read = readConfig({
      ...{ protocol, replicas: 4, twins: 1 },
      cases: [{ name: "split", rounds: "a: a b | c d a'; b: all" }],
    });
    if (!read.ok || read.value.work.kind !== "cases") expect.fail("the config is one");
    const [each] = read.value.work.cases;
    if (each === undefined) expect.fail("a case");
    return traceCase({ ...DEFAULT_RUN, ...read.value.run }, each, { tool: "t", isVerified: false })
      .trace;
  };

  for (const protocol of ["diembft", "streamlet", "tendermint"]) {
    it(`of ${protocol} follow their events, and name blocks`, () => {
      const lines = traceOf(protocol);
      const events = lines.slice(1, -1).map((line) => JSON.parse(line) as TraceEvent);
      for (const [index, event] of events.entries()) {
        if (event.event !== "state") continue;
        const before = events[index - 1];
        expect([before?.node, before?.at]).to.deep.equal([event.node, event.at]);
      }
      expect(lines.join("\n")).to.match(/"event":"state".*@1/);
      expect(traceOf(protocol)).to.deep.equal(lines);
    });
  }

  it("are what the viewer's tree shows, whatever the step", () => {
    const run = runOf(readTrace(traceOf("streamlet")));
    const last = run.steps.length - 1;
    const names = (part: StatePart): readonly string[] => [...part.parts.keys()];
    const tree = stateTreeAt(run, "b", last);
    expect(names(tree)).to.include.members(names(stateTreeAt(run, "b", 0)));
    const changed = run.steps.filter(({ changes = [] }) => changes.length > 0);
    expect(changed).to.not.be.empty;
    for (const { index, node } of changed) {
      expect(stateTreeAt(run, node, index).changed, `step ${index}`).to.equal(true);
    }
  });
});
