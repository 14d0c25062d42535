/** Nodes that crash and restart. */
import { expect } from "chai";
import { invariant } from "../../lib/protocol/assert.js";
import type { DurableState } from "../../lib/protocol/host/effect.js";
import type { Crash, Disk, Incident, OutgoingMessage } from "../../lib/simulation/world.js";
import { broadcast, persist, runToys, send, startRetry, TORN } from "./toy.js";
import type { Behaviour, ToyState } from "./toy.js";

type FaultHook = (outgoing: OutgoingMessage<ToyState>) => OutgoingMessage<ToyState>["fate"] | Crash;

/** Takes the sender down for 100 ms the first time that a message is sent to b. */
function crashOnce(): FaultHook {
  let isFirst = true;
  return ({ envelope, fate }) => {
    if (envelope.to.id !== "b" || !isFirst) return fate;
    isFirst = false;
    return { kind: "crash", downtime: 100 };
  };
}

const texts = (...incidents: readonly Incident[]): readonly string[] =>
  incidents.map(({ at, node, kind }) => `${at} ${node.id} ${kind}`);

/** When a starts, it says a word to everybody. */
const greeting: Behaviour = (what, _, node) =>
  what === "start" && node === "a" ? [broadcast("hello")] : [];

describe("a node that goes down as it sends", () => {
  it("sends nothing more, forgets its timers, hears nothing, and starts again", () => {
    const incidents: Incident[] = [];
    const { happened, outcome } = runToys(
      {
        ...{ nodes: "a b c", injectFault: crashOnce() },
        onIncident: (incident) => incidents.push(incident),
      },
      (what, _, node) => {
        if (what !== "start") return [];
        if (node === "c") return [send("a", "lost on you")];
        return node === "a" ? [startRetry("x", 20), broadcast("hello"), startRetry("y", 30)] : [];
      },
    );
    expect(texts(...incidents)).to.deep.equal(["0 a crashed", "100 a restarted"]);
    expect(happened).to.deep.equal([
      ...["0 a start", "0 b start", "0 c start"],
      // The first copy to a itself had left before the crash: nobody is up to hear it.
      ...["100 a start", "110 a hello", "110 b hello", "110 c hello"],
      ...["120 a retry x 0", "130 a retry y 0"],
    ]);
    expect(outcome.ending).to.deep.equal({ kind: "stalled" });
  });

  it("starts as if new without a disk, and from what was saved with one", () => {
    const behave: Behaviour = (what, state, node) => {
      if (what !== "start" || node !== "a") return [];
      state.counter += 1;
      const { counter } = state;
      return [persist(counter), send("b", `life ${counter}`)];
    };
    const heard = (disk?: Disk) =>
      runToys(
        { nodes: "a b", injectFault: crashOnce(), ...(disk && { disks: { a: disk } }) },
        behave,
      ).happened.at(-1);
    expect(heard()).to.equal("110 b life 1");
    const saved: DurableState[] = [];
    const disk: Disk = {
      save: (durable) => saved.push(durable),
      append: () => undefined,
      load: () => {
        const last = saved.at(-1);
        return last === undefined ? null : { durable: JSON.stringify(last), ledger: [] };
      },
    };
    expect(heard(disk)).to.equal("110 b life 2");
  });

  it("ends the run as crashed if it cannot read what it stored", () => {
    let loads = 0;
    const disk: Disk = {
      save: () => undefined,
      append: () => undefined,
      load: () => (loads++ === 0 ? null : { durable: TORN, ledger: [] }),
    };
    const { outcome } = runToys(
      { nodes: "a b", injectFault: crashOnce(), disks: { a: disk } },
      greeting,
    );
    expect(outcome.ending).to.deep.equal({
      ...{ kind: "crashed", node: "a" },
      error: "broken contract: restart cannot read what the replica stored: torn",
    });
  });

  it("may go down again as it starts again", () => {
    const incidents: Incident[] = [];
    let crashes = 0;
    runToys(
      {
        nodes: "a b",
        injectFault: ({ envelope, fate }) =>
          envelope.from.id === "a" && crashes++ < 2 ? { kind: "crash", downtime: 50 } : fate,
        onIncident: (incident) => incidents.push(incident),
      },
      greeting,
    );
    expect(texts(...incidents)).to.deep.equal([
      ...["0 a crashed", "50 a restarted", "50 a crashed", "100 a restarted"],
    ]);
  });
});

describe("a node that throws", () => {
  const thrower: Behaviour = (what, _, node) => {
    invariant(what !== "hello" || node !== "b", "invariant");
    return what === "start" && node === "a" ? [broadcast("hello"), startRetry("x", 20)] : [];
  };

  it("is halted alone if faults have set its state, and the others go on", () => {
    const incidents: Incident[] = [];
    const { happened, outcome } = runToys(
      { nodes: "a b", corrupt: ["b"], onIncident: (incident) => incidents.push(incident) },
      (what, state, node) =>
        what === "retry x 0" ? [send("b", "are you there")] : thrower(what, state, node),
    );
    expect(texts(...incidents)).to.deep.equal(["10 b halted"]);
    expect(happened.slice(2)).to.deep.equal(["10 a hello", "10 b hello", "20 a retry x 0"]);
    expect(outcome.ending).to.deep.equal({ kind: "stalled" });
  });

  it("ends the run otherwise", () => {
    const { outcome } = runToys({ nodes: "a b" }, thrower);
    expect(outcome.ending).to.deep.equal({ kind: "crashed", node: "b", error: "invariant {}" });
  });
});

describe("what a run is for", () => {
  it("ends it as soon as it has happened", () => {
    let heard = 0;
    const { happened, outcome } = runToys(
      { nodes: "a b", until: () => heard === 1 },
      (what, state, node) => {
        if (what === "hello") heard += 1;
        return greeting(what, state, node);
      },
    );
    expect(outcome).to.deep.include({ ending: { kind: "completed" }, at: 10 });
    expect(happened).to.deep.equal(["0 a start", "0 b start", "10 a hello"]);
  });
});
