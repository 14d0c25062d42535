/** Clients in the simulator: start, replies and timers. */
import { expect } from "chai";
import { ClientRequest, RejectedReply } from "../../lib/protocol/host/client.js";
import { clientId, replicaId } from "../../lib/protocol/ids.js";
import type { Signature } from "../../lib/protocol/ids.js";
import { Call, Scheduler } from "../../lib/simulation/scheduler.js";
import { ClientHost } from "../../lib/simulation/clients.js";
import type { ClientProcess, ClientEffect } from "../../lib/simulation/clients.js";

const request = (client: string, sequence: number): ClientEffect => ({
  kind: "request",
  request: new ClientRequest({
    ...{ client: clientId(client), sequence, command: "go", id: `${client}${sequence}` },
    signature: "signed" as Signature,
  }),
});
const startTimer = (name: string, after: number): ClientEffect => ({
  kind: "start-timer",
  ...{ name, after },
});
const stopTimer = (name: string): ClientEffect => ({ kind: "stop-timer", name });

const reply = (client: string, sequence: number) =>
  new RejectedReply({
    ...{ replica: replicaId("a"), client: clientId(client), sequence, id: "x", because: "full" },
  });

type Answer = (what: string, at: number) => readonly ClientEffect[];

/** A house with clients that all behave alike; messages take 5 ms. */
function clientHostOf(names: string, answer: Answer) {
  const told: string[] = [];
  const scheduler = new Scheduler<never>(0);
  const clients = names.split(" ").map((name): ClientProcess => ({
    id: clientId(name),
    handle(event, at) {
      const what =
        event.kind === "timer"
          ? `timer ${event.name}`
          : event.kind === "reply"
            ? `reply ${event.reply.sequence}`
            : event.kind;
      told.push(`${at} ${name} ${what}`);
      return answer(what, at);
    },
  }));
  const host = new ClientHost({ clients, delay: () => 5 }, scheduler, ({ id }) => {
    told.push(`${scheduler.now} request ${id}`);
  });
  return {
    told,
    house: host,
    /** Lets everything happen that is still to happen. */
    finish: () => {
      for (let item = scheduler.next(); item !== undefined; item = scheduler.next()) {
        if (item instanceof Call) item.call();
      }
    },
  };
}

describe("clients", () => {
  it("start in order, and ask every replica at once", () => {
    const { told, house: host } = clientHostOf("p q", (what) =>
      what === "start" ? [request("p", 1)] : [],
    );
    expect(() => {
      host.start();
    }, "q asks in the name of p").to.throw("a client asks in its own name");
    expect(told).to.deep.equal(["0 p start", "0 request p1", "0 q start"]);
  });

  it("hear answers after the delay; those to strangers are lost", () => {
    const { told, house: host, finish } = clientHostOf("p", () => []);
    host.reply(clientId("p"), reply("p", 1));
    host.reply(clientId("nobody"), reply("nobody", 2));
    host.reply(clientId("p"), reply("p", 3));
    finish();
    expect(told).to.deep.equal(["5 p reply 1", "5 p reply 3"]);
  });

  it("have timers by name: a new one replaces the old, a stopped one does not ring", () => {
    const {
      told,
      house: host,
      finish,
    } = clientHostOf("p q", (what, at) => {
      if (what === "start") {
        return [
          ...[startTimer("x", 10), startTimer("y", 20), startTimer("z", 30)],
          ...[startTimer("x", 40), stopTimer("y"), stopTimer("never started")],
        ];
      }
      return what === "timer x" && at === 40 ? [startTimer("x", 2)] : [];
    });
    host.start();
    finish();
    expect(told.slice(2)).to.deep.equal([
      ...["30 p timer z", "30 q timer z", "40 p timer x", "40 q timer x"],
      ...["42 p timer x", "42 q timer x"],
    ]);
  });

  it("may start a timer again as it rings, which then rings once", () => {
    let left = 3;
    const {
      told,
      house: host,
      finish,
    } = clientHostOf("p", (what) =>
      what === "start" || (what === "timer x" && --left > 0) ? [startTimer("x", 7)] : [],
    );
    host.start();
    finish();
    expect(told.slice(1)).to.deep.equal(["7 p timer x", "14 p timer x", "21 p timer x"]);
  });
});
