/** How replicas of chained protocols get to the same view, and when a leader proposes. */
import { expect } from "chai";
import { structuralSuite } from "../../lib/crypto/structural.js";
import type { ReplicaContext } from "../../lib/protocol/context.js";
import type { Event } from "../../lib/protocol/event.js";
import { replicaId, round } from "../../lib/protocol/ids.js";
import type { Protocol } from "../../lib/protocol/protocol.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { GENESIS_QC, newViewDigest, signed } from "../../lib/protocols/chained/messages.js";
import type { Message } from "../../lib/protocols/chained/messages.js";
import type { State } from "../../lib/protocols/chained/replica.js";
import { fastHotstuff } from "../../lib/protocols/fast-hotstuff/fast-hotstuff.js";
import { hotstuff } from "../../lib/protocols/hotstuff/hotstuff.js";
import { MemoryLedger } from "../../lib/simulation/ledger.js";

const crypto = structuralSuite();
const ids = ["a", "b", "c", "d"].map(replicaId);

/** A replica's surroundings; c leads every view. */
const contextOf = (name: string): ReplicaContext => ({
  self: replicaId(name),
  validators: validatorSet(ids, 1, 3),
  crypto,
  signer: crypto.signerOf(replicaId(name)),
  ledger: new MemoryLedger(),
  memo: new WeakMap<object, string>(),
  delta: 800,
  leaderOf: () => replicaId("c"),
});

function newView(view: number, by: string): Event<Message> {
  const content = { view: round(view), high: GENESIS_QC };
  const signature = signed(newViewDigest(content, crypto), contextOf(by));
  return {
    kind: "message",
    from: replicaId(by),
    message: { kind: "new-view", ...content, ...signature },
  };
}

const fires = (name: string): Event<Message> => ({ kind: "timer", timer: { name } });

/** What a replica does on each of these events, in a few words, after its start. */
function actions(
  protocol: Protocol<State, Message>,
  name: string,
  events: readonly Event<Message>[],
): readonly string[] {
  const context = contextOf(name);
  const state = protocol.init(context);
  protocol.handle(state, { kind: "start" }, context);
  return events.map((event) => {
    const effects = protocol.handle(state, event, context);
    const words = effects.flatMap((effect) => {
      if (effect.kind === "entered") return [`enters ${effect.round}`];
      if (effect.kind !== "broadcast") return [];
      const { message } = effect;
      if (message.kind !== "proposal") return [`sends ${message.kind}`];
      return [`proposes with a proof of ${message.proof.length}`];
    });
    return words.join(", ");
  });
}

describe("the pacemaker of chained protocols", () => {
  it("ends a view by its timer", () => {
    expect(actions(hotstuff(), "a", [fires("view timer")])).to.deep.equal([
      "sends new-view, enters 2",
    ]);
  });

  it("follows f+1 replicas that have given up this view or later ones, and no fewer", () => {
    const events = [newView(1, "b"), newView(2, "b"), newView(3, "c")];
    expect(actions(hotstuff(), "a", events)).to.deep.equal(["", "", "sends new-view, enters 3"]);
  });

  it("takes no notice of replicas that give up an earlier view", () => {
    const events = [fires("view timer"), fires("view timer"), newView(1, "b"), newView(1, "c")];
    expect(actions(hotstuff(), "a", events).slice(2)).to.deep.equal(["", ""]);
  });

  const late = [fires("view timer"), newView(1, "a"), newView(1, "b"), newView(1, "c")];

  it("proposes with n-f new-view messages, which Fast-HotStuff shows", () => {
    expect(actions(hotstuff(), "c", late).at(-1)).to.equal("proposes with a proof of 0");
    expect(actions(fastHotstuff(), "c", late).at(-1)).to.equal("proposes with a proof of 3");
  });

  it("proposes once in a view", () => {
    const events = [...late, newView(1, "d"), fires("wait for new-view messages")];
    expect(actions(hotstuff(), "c", events).slice(-2)).to.deep.equal(["", ""]);
  });

  it("proposes after Δ with fewer in HotStuff, never in Fast-HotStuff", () => {
    const events = [fires("view timer"), newView(1, "a"), fires("wait for new-view messages")];
    expect(actions(hotstuff(), "c", events).at(-1)).to.equal("proposes with a proof of 0");
    const timers = fastHotstuff().handle(
      { ...fastHotstuff().init(contextOf("c")), view: round(1), proposed: round(1) },
      fires("view timer"),
      contextOf("c"),
    );
    const started = timers.flatMap((effect) =>
      effect.kind === "start-timer" ? [effect.timer.name] : [],
    );
    expect(started).to.deep.equal(["view timer"]);
  });
});
