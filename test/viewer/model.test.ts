/** The model of the viewer: steps, copies, blocks, witnesses, states and places. */
import { expect } from "chai";
import { nodeId, replicaId } from "../../lib/protocol/ids.js";
import { readTrace } from "../../viewer/data/read-trace.js";
import { blockTree } from "../../viewer/model/blocks.js";
import { compare } from "../../viewer/model/comparison.js";
import { arrowOf, layoutOf } from "../../viewer/model/layout.js";
import { messageKinds } from "../../viewer/model/message-kinds.js";
import { roundBands } from "../../viewer/model/rounds.js";
import { runOf } from "../../viewer/model/run.js";
import { partWords } from "../../viewer/model/scenario-words.js";
import { firstViolation, isNamed, witnessWalk } from "../../viewer/model/witness.js";
import { worldAt } from "../../viewer/model/world.js";
import { forkTrace, message, runBy, traceOfCase } from "./traces.js";

const start = (node: string, at = 0): object => ({ at, node, event: "start" });
const send = (node: string, to: string, what: object, more: object): object => ({
  ...{ at: 0, node, event: "send", to, message: what, ...more },
});
const receive = (node: string, from: string, what: object, at: number): object => ({
  ...{ at, node, event: "receive", from, message: what },
});
const commit = (node: string, block: string, slot?: string): object => ({
  ...{ at: 9, node, event: "commit", block, round: 1 },
  ...(slot === undefined ? {} : { slot }),
});

describe("steps and copies", () => {
  it("a copy arrives in the step that receives it at its time; equal ones do not mix", () => {
    const vote = message("vote", "b@1");
    const { copies } = runBy([
      start("a"),
      send("a", "b", vote, { delay: 30 }),
      start("a", 10),
      send("a", "b", vote, { at: 10, delay: 5 }),
      send("a", "c", vote, { at: 10, lost: "partition" }),
      send("a", "c", vote, { at: 10, held: "round 1" }),
      receive("b", "a", vote, 15),
      receive("b", "a", vote, 30),
    ]);
    expect(copies.map(({ fate, receivedIn }) => [fate, receivedIn])).to.deep.equal([
      ["delivered", 3],
      ["delivered", 2],
      ["lost", undefined],
      ["under way", undefined],
    ]);
  });

  it("a held copy arrives whenever it is received, and a refusal is that of its receiver", () => {
    const vote = message("vote", "b@1");
    const { copies, steps } = runBy([
      start("a"),
      send("a", "b", vote, { held: "round 1" }),
      receive("b", "a", vote, 70),
      { at: 70, node: "b", event: "refuse", because: "too late" },
    ]);
    expect(copies[0]).to.include({ fate: "delivered", receivedIn: 1, refused: "too late" });
    expect(steps[1]?.received).to.equal(copies[0]);
  });

  it("what a trace does not tell is not needed: receipts and acts without a cause", () => {
    const vote = message("vote", "b@1");
    const { steps } = runBy([receive("b", "a", vote, 5), commit("c", "b@1")]);
    expect(steps.map(({ node, input }) => [node, input?.event])).to.deep.equal([
      ["b", "receive"],
      ["c", undefined],
    ]);
  });

  it("a run has as many steps as the executor counts events, and a twin is beside its original", async () => {
    const run = runOf(readTrace(await forkTrace()));
    expect(run.steps).to.have.lengthOf(run.trace.result?.events ?? 0);
    const lanes = runBy([]).lanes.map(({ node, twin }) => `${node}${twin ? " twin" : ""}`);
    expect(lanes).to.deep.equal(["a", "a' twin", "b", "c"]);
    expect(messageKinds([run]).map(({ type, role }) => `${type} ${role}`)).to.include("vote vote");
  });
});

describe("the tree of blocks", () => {
  it("forks where honest nodes committed two children of a block", async () => {
    const tree = blockTree(runOf(readTrace(await forkTrace())));
    expect(tree.conflicts).to.deep.equal([["d@1", "d'@1"]]);
    expect(tree.roots).to.deep.equal(["genesis"]);
    expect(tree.children.get("genesis")).to.deep.equal(["d@1", "d'@1"]);
    const block = tree.blocks.get("d'@1");
    expect(block?.certificates).to.deep.equal([{ kind: "qc", signers: ["b", "c"] }]);
    expect([...new Set(block?.committedBy.map(({ node }) => node))]).to.deep.equal([
      "d'",
      "b",
      "c",
    ]);
  });

  it("does not fork by what Byzantine nodes commit, or where one branch is not committed", () => {
    const events = [
      start("b"),
      send("b", "c", message("proposal", "b@1"), { delay: 1 }),
      send("b", "c", message("proposal", "b@1.2"), { delay: 1 }),
      ...[commit("b", "b@1"), commit("c", "b@1")],
    ];
    expect(blockTree(runBy(events)).conflicts).to.deep.equal([]);
    expect(blockTree(runBy([...events, commit("a", "b@1.2")])).conflicts).to.deep.equal([]);
    expect(blockTree(runBy([...events, commit("c", "b@1.2")])).conflicts).to.have.lengthOf(1);
  });

  it("forks where one slot has two blocks, and not where two slots have the same parent", async () => {
    const events = [
      start("b"),
      send("b", "c", message("proposal", "b@1"), { delay: 1 }),
      send("b", "c", message("proposal", "c@1"), { delay: 1 }),
      commit("b", "b@1", "height 1"),
    ];
    expect(blockTree(runBy([...events, commit("c", "c@1", "height 2")])).conflicts).to.be.empty;
    const conflicts = [["b@1", "c@1"]];
    const run = runBy([...events, commit("c", "c@1", "height 1")]);
    expect(blockTree(run).conflicts).to.deep.equal(conflicts);
    const lines = await traceOfCase("tendermint_bugs", "small_quorum_with_bug");
    expect(blockTree(runOf(readTrace(lines))).conflicts).to.deep.equal([["d@1", "d'@1"]]);
  });
});

describe("witnesses", () => {
  it("walk from the proposals to the commits that part", async () => {
    const run = runOf(readTrace(await forkTrace()));
    const words = witnessWalk(run, "agreement").map((each) => each.words);
    expect(words).to.have.lengthOf(12);
    expect(words.slice(0, 2)).to.deep.equal([
      "0 ms: d sends proposal d@1",
      "0 ms: d' sends proposal d'@1",
    ]);
    expect(words.slice(-3)).to.deep.equal([
      "500 ms: a receives proposal d@3 from d and commits d@1",
      "500 ms: b receives proposal d'@3 from d' and commits d'@1",
      "500 ms: c receives proposal d'@3 from d' and commits d'@1",
    ]);
    const violation = firstViolation(run);
    expect(run.steps[violation?.step ?? -1]).to.include({ at: 500, node: "c" });
  });

  it("end at the certificate where a sentence is about certificates", async () => {
    const run = runOf(readTrace(await forkTrace()));
    const walk = witnessWalk(run, "certificate-quorum").filter(({ number }) => number === 0);
    expect(walk.at(-1)?.words).to.match(/^200 ms: d receives vote d@1 from d and forms qc d@1/);
  });

  it("name rounds and the last commits where a sentence is about nodes", async () => {
    const run = runOf(readTrace(await forkTrace()));
    const walk = witnessWalk(run, "liveness").map(({ words }) => words);
    expect(walk).to.have.lengthOf(4);
    expect(walk[0]).to.match(/^500 ms: b .*commits d'@1, its last commit$/);
    expect(walk.at(-1)).to.match(/^\d+ ms: [bc] .*enters round 11/);
  });

  it("are empty for what held", async () => {
    const run = runOf(readTrace(await forkTrace()));
    expect(witnessWalk(run, "vote-once")).to.deep.equal([]);
    expect(firstViolation(runBy([]))).to.equal(undefined);
  });

  const named: readonly (readonly [string, string, boolean])[] = [
    ["a committed d@1; b", "d@1", true],
    ["d@1", "d@1", true],
    ["block d@1.", "d@1", true],
    ["block d@10", "d@1", false],
    ["block d@1.2", "d@1", false],
    ["block dd@1", "d@1", false],
    ["d'@1 and d@1", "d@1", true],
    ["d'@1", "d", false],
    ["a and b", "a", true],
    ["and", "a", false],
  ];
  for (const [sentence, name, expected] of named) {
    it(`${name} is ${expected ? "" : "not "}named by: ${sentence}`, () => {
      expect(isNamed(sentence, name)).to.equal(expected);
    });
  }
});

describe("the state at the cursor", () => {
  const events = [
    start("b"),
    { at: 0, node: "b", event: "enter", round: 1, by: "start" },
    { at: 0, node: "b", event: "start-timer", timer: { name: "round", round: 1 }, after: 5 },
    send("b", "c", message("proposal", "b@1"), { delay: 1 }),
    receive("c", "b", message("proposal", "b@1"), 1),
    commit("c", "b@1"),
    { at: 10, node: "b", event: "timer", timer: { name: "round", round: 1 } },
  ];
  const entries = (at: number, node: string): readonly string[] => {
    const state = worldAt(runBy(events), at).nodes.find((each) => each.node === node);
    return (state?.entries ?? [])
      .filter(({ values, changed }) => values.length > 0 || changed)
      .map(({ name, values, changed }) => `${changed ? "*" : ""}${name}: ${values.join()}`);
  };

  it("has what happened up to it, and marks what the last step changed", () => {
    expect(entries(-1, "b")).to.deep.equal(["round: 0"]);
    expect(entries(0, "b")).to.deep.equal([
      "*round: 1",
      "*sent for blocks: proposal b@1",
      "*running timers: round of round 1",
    ]);
    expect(entries(3, "b")).to.deep.equal([
      "round: 1",
      "sent for blocks: proposal b@1",
      "*running timers: ",
    ]);
    expect(entries(2, "c")).to.deep.equal(["round: 0", "*committed: b@1"]);
  });

  it("has the messages under way", () => {
    const underWay = (at: number): number => worldAt(runBy(events), at).underWay.length;
    expect([-1, 0, 1].map(underWay)).to.deep.equal([0, 1, 0]);
  });
});

describe("places", () => {
  it("no two steps of a node overlap, and no message arrives above where it was sent", async () => {
    const run = runOf(readTrace(await forkTrace()));
    const [layout] = layoutOf([run]);
    const ends = new Map<string, number>();
    for (const { index, node } of run.steps) {
      const place = layout?.steps[index];
      expect(place?.y).to.be.greaterThan(ends.get(node) ?? 0);
      ends.set(node, place?.end ?? 0);
    }
    for (const copy of run.copies) {
      const { from, to = Infinity } = layout === undefined ? { from: 0 } : arrowOf(layout, copy);
      if (copy.receivedIn !== undefined) expect(to).to.be.greaterThan(from);
    }
  });

  it("a message that arrives at once arrives below", () => {
    const vote = message("vote", "b@1");
    const run = runBy([start("b"), send("b", "c", vote, { delay: 0 }), receive("c", "b", vote, 0)]);
    const [layout] = layoutOf([run]);
    expect(layout?.steps[1]?.y).to.be.greaterThan(layout?.steps[0]?.y ?? Infinity);
  });

  it("every node is in one round at a time, from the first to the end", async () => {
    const run = runOf(readTrace(await forkTrace()));
    const [layout] = layoutOf([run]);
    const bands = layout === undefined ? [] : roundBands(run, layout);
    const ofA = bands.filter(({ node }) => node === "a");
    expect(ofA.map(({ round }) => round)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(ofA.slice(0, 4).map(({ group }) => group)).to.deep.equal([0, 0, 0, undefined]);
    for (const [index, { to }] of ofA.slice(0, -1).entries()) {
      expect(to).to.equal(ofA[index + 1]?.from);
    }
  });
});

describe("comparisons", () => {
  it("find the first step that differs, and go through both runs", async () => {
    const [bug, correct] = [
      runOf(readTrace(await forkTrace())),
      runOf(readTrace(await traceOfCase("small_quorum_bug", "equivocating_without_bug"))),
    ];
    const { positions, difference } = compare(bug, correct);
    expect(difference).to.equal(11);
    expect(positions.at(-1)).to.deep.equal([bug.steps.length - 1, correct.steps.length - 1]);
    for (const side of [0, 1] as const) {
      const steps = positions.map((each) => each[side]);
      expect(steps).to.deep.equal(steps.toSorted((a, b) => a - b));
    }
    expect(compare(bug, bug).difference).to.equal(undefined);
  });
});

describe("the words for a scenario", () => {
  it("say all that a round scripts", () => {
    const [a, b] = [nodeId("a"), nodeId("b")];
    const words = partWords({
      ...{ leader: replicaId("a"), partition: [[a], [b]], order: 7 },
      drops: [{ from: a, to: b, type: "vote" }],
      phases: [{ of: "vote", partition: [[a, b]] }],
      hears: [{ of: "*", hearers: [] }],
      exceptions: [
        { types: ["vote", "echo"], from: [a], to: [b], effect: "drop" },
        { types: ["*"], from: [a], to: [a, b], effect: { hold: 3 } },
        { types: ["*"], from: [a], to: [b], effect: { late: "round" } },
        { types: ["*"], from: [a], to: [b], effect: { delay: 2 } },
      ],
      restarts: [{ node: b, state: "none" }],
    });
    expect(words).to.deep.equal([
      "vote from a to b is dropped",
      "groups of vote: a b",
      "only {} hear *",
      "vote, echo from a to b is dropped",
      "* from a to a b waits until its receiver enters round 3",
      "* from a to b waits until the timer round has run out",
      "* from a to b takes 2 halves of the bound on delays",
      "b restarts without its state",
      "order of arrivals 7",
    ]);
  });
});
