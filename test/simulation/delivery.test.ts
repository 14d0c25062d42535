/** The order of events and the delivery of messages in the simulator. */
import { expect } from "chai";
import { replicaId, round } from "../../lib/protocol/ids.js";
import type { BlockId, StateId } from "../../lib/protocol/ids.js";
import { fixedDelay } from "../../lib/simulation/network/network.js";
import type { Fate, LinkPolicy } from "../../lib/simulation/network/network.js";
import { broadcast, enter, Note, runToys, send, startRetry } from "./toy.js";
import type { Behaviour } from "./toy.js";

const at =
  (first: string, then: ReturnType<Behaviour>): Behaviour =>
  (what, _, node) =>
    `${node} ${what}` === first ? then : [];

describe("the order of things", () => {
  it("nodes start in their order, before anything arrives", () => {
    const { happened } = runToys(
      { nodes: "a b c", links: [fixedDelay(0)] },
      at("a start", [broadcast("hello")]),
    );
    expect(happened).to.deep.equal([
      "0 a start",
      "0 b start",
      "0 c start",
      "0 a hello",
      "0 b hello",
      "0 c hello",
    ]);
  });

  it("a broadcast reaches every node, its sender too, in node order", () => {
    const { happened } = runToys({ nodes: "a b c b'" }, at("b start", [broadcast("hello")]));
    expect(happened.slice(4)).to.deep.equal([
      "10 a hello",
      "10 b hello",
      "10 c hello",
      "10 b' hello",
    ]);
  });

  it("what is sent to a replica reaches every node of it", () => {
    const { happened } = runToys({ nodes: "a b c b'" }, at("c start", [send("b", "psst")]));
    expect(happened.slice(4)).to.deep.equal(["10 b psst", "10 b' psst"]);
  });

  it("simultaneous messages arrive in the order in which they were sent", () => {
    const { happened } = runToys({ nodes: "a b c" }, (what, _, node) =>
      what === "start" ? [send("b", `2nd of ${node}`), send("a", `1st of ${node}`)] : [],
    );
    expect(happened.slice(3)).to.deep.equal([
      "10 b 2nd of a",
      "10 a 1st of a",
      "10 b 2nd of b",
      "10 a 1st of b",
      "10 b 2nd of c",
      "10 a 1st of c",
    ]);
  });

  it("messages and timers of one instant come in the order of their making", () => {
    const { happened } = runToys(
      { nodes: "a" },
      at("a start", [startRetry("x", 10), send("a", "m"), startRetry("y", 10)]),
    );
    expect(happened.slice(1)).to.deep.equal(["10 a retry x 0", "10 a m", "10 a retry y 0"]);
  });

  it("two runs of one world are one and the same", () => {
    const world = { nodes: "a b c a'", limits: { events: 200, time: 1_000_000 } };
    const chat: Behaviour = (what, state, node) => {
      state.counter++;
      return what === "start" || state.counter % 3 === 0
        ? [broadcast(`${node}${state.counter}`), startRetry(node, state.counter)]
        : [];
    };
    const [first, second] = [runToys(world, chat), runToys(world, chat)];
    expect(first.happened.length).to.equal(200);
    expect(second.trace).to.deep.equal(first.trace);
    expect(second.observedEvents).to.deep.equal(first.observedEvents);
    expect(second.outcome).to.deep.equal(first.outcome);
  });
});

describe("link policies", () => {
  const hello = at("a start", [broadcast("hello")]);
  const policy = (name: string, apply: LinkPolicy["apply"]): LinkPolicy => ({ name, apply });

  it("each sees what the ones before decided, and may change it", () => {
    const seen: Fate[] = [];
    const note: LinkPolicy["apply"] = (_, fate) => {
      seen.push(fate);
      return fate;
    };
    const slower = policy("slower", (_, fate) => (typeof fate === "number" ? fate * 3 : fate));
    const links = [policy("note", note), fixedDelay(10), policy("note", note), slower];
    const { happened } = runToys({ nodes: "a", links }, hello);
    expect(seen).to.deep.equal([0, 10]);
    expect(happened).to.deep.equal(["0 a start", "30 a hello"]);
  });

  it("are told of both ends, the message and the sender's round", () => {
    const told: string[] = [];
    const spy = policy("spy", ({ from, to, message, senderRound }, fate) => {
      told.push(`${from.id}->${to.id} ${message.type} ${message.round} from ${senderRound}`);
      return fate;
    });
    runToys({ nodes: "a b", links: [spy] }, at("b start", [enter(4), send("a", "x", 9)]));
    expect(told).to.deep.equal(["b->a note 9 from 4"]);
  });

  it("one may lose a message, and the trace says why", () => {
    const deaf = policy("deaf", ({ to }, fate) =>
      to.id === "b" ? { kind: "lost", because: "deaf" } : fate,
    );
    const run = runToys({ nodes: "a b c", links: [fixedDelay(10), deaf] }, hello);
    expect(run.happened.slice(3)).to.deep.equal(["10 a hello", "10 c hello"]);
    const fates = run.trace.flatMap((entry) =>
      entry.kind === "link" ? [[entry.to.id, entry.fate]] : [],
    );
    expect(fates).to.deep.equal([
      ["a", 10],
      ["b", { kind: "lost", because: "deaf" }],
      ["c", 10],
    ]);
  });
});

describe("held messages", () => {
  const holding: LinkPolicy = {
    name: "hold",
    apply: ({ message }, fate) =>
      message.round === 1 ? { kind: "held", until: round(3), because: "drop" } : fate,
  };
  const links = [fixedDelay(10), holding];

  it("wait until their receiver enters a round above the one named, in order", () => {
    const { happened } = runToys({ nodes: "a b", links, lastRound: 9 }, (what, _, node) => {
      if (what === "start" && node === "a") return [broadcast("1st"), broadcast("2nd")];
      if (what === "start") return [startRetry("x", 50)];
      if (what === "retry x 0") return [enter(3), startRetry("y", 50)];
      return what === "retry y 0" ? [enter(4)] : [];
    });
    expect(happened.slice(2)).to.deep.equal([
      "50 b retry x 0",
      "100 b retry y 0",
      "100 b 1st",
      "100 b 2nd",
    ]);
  });

  it("take the time that they would have taken, at least", () => {
    const { happened } = runToys({ nodes: "a b", links, lastRound: 9 }, (what, _, node) => {
      if (what !== "start") return what === "retry x 0" ? [enter(7)] : [];
      return node === "a" ? [send("b", "slow")] : [startRetry("x", 4)];
    });
    expect(happened.slice(2)).to.deep.equal(["4 b retry x 0", "10 b slow"]);
  });

  it("do not wait for a receiver that has entered such a round already", () => {
    const { happened } = runToys({ nodes: "a b", links, lastRound: 9 }, (what, _, node) => {
      if (what !== "start") return [];
      return node === "a" ? [enter(7)] : [send("a", "late")];
    });
    expect(happened.slice(2)).to.deep.equal(["10 a late"]);
  });
});

describe("what a judge is told", () => {
  it("each thing once, in the order in which it happens", () => {
    const { observedEvents } = runToys({ nodes: "a b" }, (what, _, node) => {
      if (node === "a" && what === "start") return [enter(1), broadcast("hello")];
      return node === "b" && what === "hello" ? [enter(2), send("a", "bye")] : [];
    });
    const told = observedEvents.map(({ kind, at: when, node }) => `${when} ${node.id} ${kind}`);
    expect(told).to.deep.equal(["0 a entered", "0 a sent", "10 b entered", "10 b sent"]);
  });

  it("commits, which are in the node's ledger by then, and certificates", () => {
    const [id, parent] = ["x", "genesis"].map((name) => name as BlockId) as [BlockId, BlockId];
    const entry = {
      ...{ id, parent, round: round(1), parentRound: round(0) },
      ...{ author: replicaId("a"), transactions: [], stateId: "s" as StateId },
    };
    const certificate = { slot: "x", value: null, round: round(1), signers: [] };
    const { observedEvents, nodes } = runToys(
      { nodes: "a b" },
      at("b start", [
        { kind: "commit", entry },
        { kind: "certified", certificate },
        { kind: "refused", message: new Note("x"), because: "nobody is told" },
      ]),
    );
    expect(observedEvents.map(({ kind }) => kind)).to.deep.equal(["committed", "certified"]);
    expect(nodes.map(({ ledger }) => ledger.entries())).to.deep.equal([[], [entry]]);
    expect(nodes[1]?.ledger.committed(id)).to.equal(entry);
    expect(nodes[1]?.ledger.committed(parent)).to.equal(undefined);
  });
});
