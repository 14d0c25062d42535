/** Clients of the cluster: answers, refusals, retransmission and timeouts. */
import { expect } from "chai";
import { clientOf } from "../../cluster/clients/client-of.js";
import type { Client } from "../../cluster/clients/client.js";
import type { Workload } from "../../cluster/config/config.js";
import { structuralSuite } from "../../lib/crypto/structural.js";
import { CommittedReply, RejectedReply, replyDigest } from "../../lib/protocol/host/client.js";
import type { ClientReply } from "../../lib/protocol/host/client.js";
import { clientId, replicaId } from "../../lib/protocol/ids.js";
import type { Millis, StateId } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import type { ClientEffect, ClientEvent } from "../../lib/simulation/clients.js";

const crypto = structuralSuite();
const validators = validatorSet(["a", "b", "c", "d"].map(replicaId));
const ME = clientId("me");

const clientWith = (workload: Workload, served: ReadonlySet<number> = new Set()): Client =>
  clientOf(workload, {
    id: ME,
    validators,
    crypto,
    signer: crypto.signerOf(ME),
    command: (sequence) => `command ${sequence}`,
    served,
  });

/** What a client does, in words. */
const effectKinds = (effects: readonly ClientEffect[]): readonly string[] =>
  effects.map((effect) => {
    if (effect.kind === "request") return `request ${effect.request.sequence}`;
    if (effect.kind === "stop-timer") return `stop ${effect.name}`;
    return `${effect.name} in ${effect.after}`;
  });

const START: ClientEvent = { kind: "start" };
const fireTimer = (name: string): ClientEvent => ({ kind: "timer", name });

interface Answer {
  readonly from: string;
  readonly state?: string;
  readonly signedBy?: string;
}

function answer(sequence: number, { from, state = "s", signedBy = from }: Answer): ClientEvent {
  const content = {
    replica: replicaId(from),
    client: ME,
    sequence,
    id: `me.${sequence}`,
    stateId: state as StateId,
  };
  const signature = crypto.signerOf(replicaId(signedBy)).sign(replyDigest(crypto, content));
  return reply(new CommittedReply({ ...content, signature }));
}

const reply = (each: ClientReply): ClientEvent => ({ kind: "reply", reply: each });

function answered(
  client: Client,
  at: Millis,
  ...events: readonly ClientEvent[]
): readonly string[] {
  return events.flatMap((event) => effectKinds(client.handle(event, at)));
}

describe("clients", () => {
  const one: Workload = { type: "flood", count: 1, clients: 1, timeout: 50 };

  it("take f+1 equal answers, and no fewer", () => {
    const client = clientWith(one);
    answered(client, 0, START, answer(1, { from: "a" }), answer(1, { from: "a" }));
    expect(client.progress.kind).to.equal("working");
    answered(client, 7, answer(1, { from: "b", state: "other" }));
    expect(client.progress.kind).to.equal("working");
    expect(answered(client, 8, answer(1, { from: "c" }))).to.deep.equal(["stop timeout"]);
    expect(client.progress).to.deep.equal({ kind: "done", at: 8 });
    expect([...client.requests.latencies]).to.deep.equal([[8, 1]]);
  });

  it("believe neither strangers nor bad signatures", () => {
    const client = clientWith(one);
    const lies = [
      answer(1, { from: "z" }),
      answer(1, { from: "y" }),
      answer(1, { from: "a", signedBy: "b" }),
      answer(1, { from: "c", signedBy: "d" }),
    ];
    answered(client, 0, START, ...lies);
    expect(client.progress.kind).to.equal("working");
  });

  it("count refusals by reason", () => {
    const client = clientWith(one);
    const no = { replica: replicaId("a"), client: ME, sequence: 1, id: "me.1" };
    answered(client, 0, START, reply(new RejectedReply({ ...no, because: "mempool-full" })));
    expect([...client.requests.rejections]).to.deep.equal([["mempool-full", 1]]);
  });

  it("flood: all at once, none repeated, and the timeout ends it", () => {
    const client = clientWith({ type: "flood", count: 3, clients: 1, timeout: 50 });
    expect(answered(client, 0, START)).to.deep.equal([
      "timeout in 50",
      "request 1",
      "request 2",
      "request 3",
    ]);
    expect(answered(client, 50, fireTimer("timeout"))).to.deep.equal([]);
    expect(client.progress).to.deep.equal({ kind: "gave-up", at: 50 });
  });

  it("retransmit: one at a time, waiting twice as long each time, reset after success", () => {
    const client = clientWith({ type: "retransmit", count: 2, clients: 1, firstWait: 10 });
    expect(answered(client, 0, START)).to.deep.equal(["request 1", "again in 10"]);
    expect(answered(client, 10, fireTimer("again"))).to.deep.equal(["request 1", "again in 20"]);
    expect(answered(client, 30, fireTimer("again"))).to.deep.equal(["request 1", "again in 40"]);
    const both = [answer(1, { from: "a" }), answer(1, { from: "b" })];
    expect(answered(client, 35, ...both)).to.deep.equal(["stop again", "request 2", "again in 10"]);
    expect(client.requests.retransmissions).to.equal(2);
  });

  it("timed: each after its interval, answered or not; patience counts from the last", () => {
    const workload: Workload = {
      type: "timed",
      count: 3,
      clients: 1,
      delays: [5, 0],
      timeout: 50,
    };
    const client = clientWith(workload);
    expect(answered(client, 0, START)).to.deep.equal(["request 1", "next in 5"]);
    const early = [answer(1, { from: "a" }), answer(1, { from: "b" })];
    expect(answered(client, 3, ...early)).to.deep.equal([]);
    expect(client.progress.kind).to.equal("working");
    expect(answered(client, 5, fireTimer("next"))).to.deep.equal(["request 2", "next in 0"]);
    expect(answered(client, 5, fireTimer("next"))).to.deep.equal(["request 3", "timeout in 50"]);
  });

  it("ask for nothing that was answered in an earlier process", () => {
    const flood = clientWith({ type: "flood", count: 3, clients: 1 }, new Set([1, 3]));
    expect(answered(flood, 0, START)).to.deep.equal(["request 2"]);
    const over: Workload = { type: "retransmit", count: 2, clients: 1, firstWait: 1 };
    const done = clientWith(over, new Set([1, 2]));
    answered(done, 0, START);
    expect(done.progress).to.deep.equal({ kind: "done", at: 0 });
  });
});
