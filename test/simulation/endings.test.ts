/** Timers, and the ways in which a run ends. */
import { expect } from "chai";
import { invariant, InvariantViolation } from "../../lib/protocol/assert.js";
import { round } from "../../lib/protocol/ids.js";
import { fixedDelay } from "../../lib/simulation/network/network.js";
import type { LinkPolicy } from "../../lib/simulation/network/network.js";
import { broadcast, enter, runToys, send, startRetry, startTimer, stopRetry } from "./toy.js";
import type { Behaviour } from "./toy.js";

describe("timers", () => {
  it("fire once, when they are due", () => {
    const { happened } = runToys({ nodes: "a" }, (what) =>
      what === "start" ? [startTimer(1, 30), startRetry("x", 20, 7)] : [],
    );
    expect(happened).to.deep.equal(["0 a start", "20 a retry x 7", "30 a timer 1"]);
  });

  it("one of a slot replaces the one that runs; other slots and nodes go their own way", () => {
    const { happened } = runToys({ nodes: "a b" }, (what, _, node) => {
      if (what === "start" && node === "a") {
        return [startTimer(1, 30), startRetry("x", 20), startRetry("y", 25), startTimer(1, 50)];
      }
      return what === "start" ? [startTimer(1, 30)] : [];
    });
    expect(happened.slice(2)).to.deep.equal([
      "20 a retry x 0",
      "25 a retry y 0",
      "30 b timer 1",
      "50 a timer 1",
    ]);
  });

  it("do not fire once stopped", () => {
    const { happened } = runToys({ nodes: "a" }, (what) =>
      what === "start" ? [startRetry("x", 20), startRetry("y", 20), stopRetry("x")] : [],
    );
    expect(happened.slice(1)).to.deep.equal(["20 a retry y 0"]);
  });

  it("of a round after the last do not start, and stop the one that runs", () => {
    const { happened } = runToys({ nodes: "a", lastRound: 2 }, (what) =>
      what === "start" ? [startTimer(2, 30), startTimer(3, 30)] : [],
    );
    expect(happened).to.deep.equal(["0 a start"]);
  });
});

describe("a run is completed", () => {
  it("when every honest node has passed the last round and nothing is left", () => {
    const { outcome, happened } = runToys({ nodes: "a b", lastRound: 2 }, (what, _, node) => {
      if (what === "start") return [startTimer(1, node === "a" ? 10 : 30)];
      return what === "timer 1" ? [enter(3), send("a", "done", 3)] : [];
    });
    expect(outcome).to.deep.equal({
      ending: { kind: "completed" },
      at: 40,
      events: 6,
      rounds: [3, 3],
      halted: [false, false],
    });
    expect(happened.at(-1), "what is in flight arrives").to.equal("40 a done");
  });

  it("not when a node enters the last round", () => {
    const { outcome } = runToys({ nodes: "a b", lastRound: 2 }, (what, _, node) =>
      what === "start" ? [enter(node === "a" ? 3 : 2)] : [],
    );
    expect(outcome).to.deep.include({ ending: { kind: "stalled" }, rounds: [3, 2] });
  });

  it("not before an honest node's retries have ended", () => {
    const { outcome, happened } = runToys({ nodes: "a" }, (what) => {
      if (what === "start") return [enter(2), startRetry("x", 20)];
      return what === "retry x 0" ? [startRetry("x", 20, 1)] : [];
    });
    expect(outcome.ending.kind).to.equal("completed");
    expect(happened.at(-1)).to.equal("40 a retry x 1");
  });

  it("though an honest node's retries never end", () => {
    const { outcome } = runToys({ nodes: "a" }, (what) =>
      what === "start" ? [enter(2), startRetry("x", 20)] : [startRetry("x", 20)],
    );
    expect(outcome.ending.kind).to.equal("completed");
  });

  it("whatever the Byzantine still do", () => {
    const { outcome } = runToys({ nodes: "a b b'" }, (what, state, node) => {
      if (node === "a") return what === "start" ? [enter(2)] : [];
      state.counter++;
      return [startRetry("x", 20)];
    });
    expect(outcome.ending.kind).to.equal("completed");
    expect(outcome.rounds).to.deep.equal([2, 0, 0]);
  });
});

describe("a run is stalled", () => {
  it("when nothing is left to happen", () => {
    const { outcome } = runToys({ nodes: "a b" }, (what, _, node) =>
      what === "start" && node === "a" ? [enter(2), send("b", "hello")] : [],
    );
    expect(outcome.ending.kind).to.equal("stalled");
    expect(outcome.events).to.equal(3);
  });

  it("when every timer only repeats itself", () => {
    const { outcome, happened } = runToys({ nodes: "a b" }, (what, _, node) =>
      what === "start" || what.startsWith("timer")
        ? [startTimer(1, node === "a" ? 30 : 45), broadcast("anybody?")]
        : [],
    );
    expect(outcome.ending.kind).to.equal("stalled");
    // The timers of a and b meet every 90 ms: what happens after the first time is known.
    expect(outcome.at).to.be.within(90, 180);
    expect(happened.length).to.be.lessThan(40);
  });

  it("also where retries never leave an instant without a message in flight", () => {
    const chatter: Behaviour = (what, _, node) =>
      what === "start" || what.startsWith("retry")
        ? [startRetry("x", 7), send(node === "a" ? "b" : "a", "still there?")]
        : [];
    const { outcome } = runToys({ nodes: "a b" }, chatter);
    expect(outcome.ending.kind).to.equal("stalled");
  });

  it("not while something still changes, however slowly", () => {
    const slow: Behaviour = (what, state) => {
      if (what.startsWith("timer") && state.counter < 50) state.counter++;
      if (state.counter === 50) return [enter(2)];
      return [startTimer(1, 30)];
    };
    const { outcome } = runToys({ nodes: "a" }, slow);
    expect(outcome).to.deep.include({ ending: { kind: "completed" }, at: 1500 });
  });

  it("with messages held for ever: only progress would release them", () => {
    const holding: LinkPolicy = {
      name: "hold",
      apply: () => ({ kind: "held", until: round(1), because: "drop" }),
    };
    const { outcome } = runToys({ nodes: "a", links: [holding] }, (what) =>
      what === "start" || what.startsWith("timer") ? [startTimer(1, 30), broadcast("x")] : [],
    );
    expect(outcome.ending.kind).to.equal("stalled");
  });

  it("never by a link that cannot tell what it remembers", () => {
    const forgetful: LinkPolicy = { ...fixedDelay(10), memory: () => null };
    const again: Behaviour = () => [startTimer(1, 30)];
    const limits = { events: 500, time: 1_000_000 };
    const { outcome } = runToys({ nodes: "a", links: [forgetful], limits }, again);
    expect(outcome.ending).to.deep.equal({ kind: "inconclusive", limit: "events" });
  });

  it("only when the links' memories have been there, too", () => {
    let seen = 0;
    const counting: LinkPolicy = {
      name: "loses the first ten",
      apply: (_, fate) => (++seen <= 10 ? { kind: "lost", because: "early" } : fate),
      memory: () => String(Math.min(seen, 10)),
    };
    const { outcome } = runToys({ nodes: "a", links: [fixedDelay(10), counting] }, (what) => {
      if (what === "knock") return [enter(2), startTimer(2, 30)];
      return what === "start" || what === "timer 1" ? [startTimer(1, 30), broadcast("knock")] : [];
    });
    expect(outcome).to.deep.include({ ending: { kind: "completed" }, at: 310 });
  });
});

describe("a run is inconclusive", () => {
  const counting: Behaviour = (_, state) => {
    state.counter++;
    return [startTimer(1, 30)];
  };

  it("at the limit on events", () => {
    const { outcome } = runToys({ nodes: "a", limits: { events: 77, time: 1e6 } }, counting);
    expect(outcome).to.deep.include({
      ending: { kind: "inconclusive", limit: "events" },
      events: 77,
    });
  });

  for (const time of [90, 100, 119]) {
    it(`at the limit on time, ${time} ms: what is due at 90 ms happens, at 120 ms not`, () => {
      const { outcome } = runToys({ nodes: "a", limits: { events: 1e6, time } }, counting);
      expect(outcome).to.deep.include({
        ending: { kind: "inconclusive", limit: "time" },
        events: 4,
      });
    });
  }
});

describe("a run has crashed", () => {
  const throwing: Behaviour = (what, _, node) => {
    invariant(`${node} ${what}` !== "b hello", "invariant of b");
    return what === "start" && node === "a" ? [broadcast("hello")] : [];
  };
  const crashed = { kind: "crashed", node: "b", error: "invariant of b {}" };

  it("when a protocol throws: it names the node and the error, and nothing happens after", () => {
    const { outcome, happened } = runToys({ nodes: "a b c" }, throwing);
    expect(outcome.ending).to.deep.equal(crashed);
    expect(happened.at(-1)).to.equal("10 b hello");
  });

  it("also at the very event that reaches a limit", () => {
    const limits = { events: 5, time: 1e6 };
    expect(runToys({ nodes: "a b c", limits }, throwing).outcome).to.deep.include({
      ending: crashed,
      events: 5,
    });
  });

  it("also at a start", () => {
    const { outcome, happened } = runToys({ nodes: "a b" }, () => {
      throw new InvariantViolation("no keys", {});
    });
    expect(outcome.ending).to.deep.equal({ kind: "crashed", node: "a", error: "no keys {}" });
    expect(happened).to.deep.equal(["0 a start"]);
  });
});
