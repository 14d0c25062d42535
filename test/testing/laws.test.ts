/** The law kit: correct protocols pass, and each deliberately broken one fails its own law. */
import { expect } from "chai";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { diembft } from "../../lib/protocols/diembft/protocol.js";
import { laws } from "../../lib/testing/laws.js";
import { echoDecision } from "../support/echo-decision.js";

/** The protocol with its `handle` replaced. */
const withHandle = (
  protocol: AnyProtocol,
  handle: (inner: AnyProtocol["handle"]) => AnyProtocol["handle"],
): AnyProtocol => ({ ...protocol, handle: handle(protocol.handle.bind(protocol)) });

const failing = (protocol: AnyProtocol, only: readonly string[]): readonly string[] =>
  laws
    .filter(({ name }) => only.includes(name))
    .flatMap((law) => {
      try {
        law.check(protocol);
        return [];
      } catch {
        return [law.name];
      }
    });

const NAMES = laws.map(({ name }) => name);

describe("the law kit", () => {
  for (const law of laws) {
    it(`the single-decision protocol: ${law.name}`, () => {
      law.check(echoDecision.create([]));
    });
  }

  // The others take minutes for a protocol of this size.
  for (const law of laws.slice(0, 1)) {
    it(`DiemBFT: ${law.name}`, () => {
      law.check(diembft());
    });
  }

  it("finds effects that depend on what ran before", () => {
    let calls = 0;
    const broken = withHandle(echoDecision.create([]), (handle) => (state, event, context) => [
      ...handle(state, event, context),
      { kind: "decided", what: "count", allowed: true, because: String(calls++) },
    ]);
    expect(failing(broken, NAMES.slice(0, 1))).to.deep.equal(NAMES.slice(0, 1));
  });

  it("finds a protocol that throws, and shows the shortest sequence", () => {
    const broken = withHandle(echoDecision.create([]), (handle) => (state, event, context) => {
      if (event.kind === "timer") throw new Error("no timers");
      return handle(state, event, context);
    });
    const law = laws.find(({ name }) => name.startsWith("no message"));
    expect(() => law?.check(broken)).to.throw(
      /handle, at timer .* threw Error: no timers[^\n]*\n {2}1\. start\n {2}2\. timer [^\n]*$/,
    );
  });

  it("finds a replica that echoes every offer", () => {
    const name = "it is correct in 1,000 small scenarios";
    expect(failing(echoDecision.create(["echoes_all"]), [name])).to.deep.equal([name]);
  });

  it("finds a received message that is changed", () => {
    const name = "it leaves what it receives as it is";
    const broken = withHandle(echoDecision.create([]), (handle) => (state, event, context) => {
      if (event.kind === "message") Reflect.deleteProperty(event.message, "view");
      if (event.kind === "message") Object.assign(event.message, { view: 1 });
      return handle(state, event, context);
    });
    expect(failing(broken, [name])).to.deep.equal([name]);
  });
});
