/** How replicas of chained protocols get to the same view, and when a leader proposes. */
import { expect } from "chai";
import type { Event } from "../../lib/protocol/host/event.js";
import { replicaId, round } from "../../lib/protocol/ids.js";
import type { Protocol } from "../../lib/protocol/protocol.js";
import type { Message } from "../../lib/protocols/chained/messages.js";
import type { State } from "../../lib/protocols/chained/replica.js";
import { fastHotstuff } from "../../lib/protocols/fast-hotstuff/fast-hotstuff.js";
import { hotstuff } from "../../lib/protocols/hotstuff/hotstuff.js";
import { contextOf, newView } from "./fixture.js";

const givesUp = (view: number, by: string): Event<Message> => ({
  kind: "message",
  from: replicaId(by),
  message: newView(view, by),
});

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
    const events = [givesUp(1, "b"), givesUp(2, "b"), givesUp(3, "c")];
    expect(actions(hotstuff(), "a", events)).to.deep.equal(["", "", "sends new-view, enters 3"]);
  });

  it("takes no notice of replicas that give up an earlier view", () => {
    const events = [fires("view timer"), fires("view timer"), givesUp(1, "b"), givesUp(1, "c")];
    expect(actions(hotstuff(), "a", events).slice(2)).to.deep.equal(["", ""]);
  });

  const late = [fires("view timer"), givesUp(1, "a"), givesUp(1, "b"), givesUp(1, "c")];

  it("proposes with n-f new-view messages, which Fast-HotStuff shows", () => {
    expect(actions(hotstuff(), "b", late).at(-1)).to.equal("proposes with a proof of 0");
    expect(actions(fastHotstuff(), "b", late).at(-1)).to.equal("proposes with a proof of 3");
  });

  it("proposes once in a view", () => {
    const events = [...late, givesUp(1, "d"), fires("wait for new-view messages")];
    expect(actions(hotstuff(), "b", events).slice(-2)).to.deep.equal(["", ""]);
  });

  it("proposes after Δ with fewer in HotStuff, never in Fast-HotStuff", () => {
    const events = [fires("view timer"), givesUp(1, "a"), fires("wait for new-view messages")];
    expect(actions(hotstuff(), "b", events).at(-1)).to.equal("proposes with a proof of 0");
    const timers = fastHotstuff().handle(
      { ...fastHotstuff().init(contextOf("b")), view: round(1), proposed: round(1) },
      fires("view timer"),
      contextOf("b"),
    );
    const started = timers.flatMap((effect) =>
      effect.kind === "start-timer" ? [effect.timer.name] : [],
    );
    expect(started).to.deep.equal(["view timer"]);
  });
});
