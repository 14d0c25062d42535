/** twins-exec --check-protocol: modules that keep all laws, and modules that break each. */
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { checkProtocol } from "../../../executor/check-protocol.js";
import type { Options } from "../../../executor/session.js";
import { PLAIN } from "../../../io/terminal/style.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { bugsAreFound } from "../../../lib/testing/bugs.js";
import { laws } from "../../../lib/testing/laws.js";

const OFFERS = fileURLToPath(new URL("../../support/protocols/offers.mjs", import.meta.url));
const BREAKERS = fileURLToPath(
  new URL("../../support/protocols/law-breakers.mjs", import.meta.url),
);

const NAMES = laws.map(({ name }) => name);

/** By law: the bug of the module that breaks it. */
const BREAKER: Readonly<Record<string, string>> = {
  "same events, same effects": "counts_calls",
  "a copy of the state, and step, do as handle does": "state_elsewhere",
  "progress changes with each change of the state": "progress_stands_still",
  "no message makes it throw, be it junk, repeated, out of order or a stranger's":
    "throws_at_strangers",
  "describe tells who signs a message, and the same each time": "describes_anew",
  "it signs one value in a slot": "offers_twice",
  "it leaves what it receives as it is": "changes_messages",
  "where nothing is wrong it commits as soon as it promises": "commits_nothing",
  "it is correct in 1,000 small scenarios": "ballots_for_all",
};

interface Document {
  readonly protocol: string;
  readonly laws: readonly { readonly law: string; readonly held: boolean; because?: string }[];
}

async function check(name: string, options: Partial<Options> = {}) {
  const printed: string[] = [];
  const exit = await checkProtocol(name, {
    options: { bug: [], checkProtocol: name, ...options },
    paint: PLAIN,
    print: (lines) => printed.push(...lines),
    json: (text) => printed.push(text),
  });
  return { printed, exit };
}

describe("--check-protocol", function () {
  this.timeout(120_000);

  it("says of a module that it keeps all laws", async () => {
    const { printed, exit } = await check(OFFERS);
    expect(printed).to.deep.equal([...NAMES, bugsAreFound.name].map((law) => `ok    ${law}`));
    expect(exit).to.equal(0);
  });

  it("has a broken module for each law", () => {
    expect(Object.keys(BREAKER)).to.deep.equal(NAMES);
  });

  for (const [law, bug] of Object.entries(BREAKER)) {
    it(`says of a module that it breaks: ${law}`, async () => {
      const { printed, exit } = await check(BREAKERS, { bug: [bug], json: true });
      const { laws: results } = JSON.parse(printed.join("")) as Document;
      expect(results.map((each) => each.law)).to.deep.equal(NAMES);
      const broken = results.find((each) => each.law === law);
      expect(broken?.held).to.equal(false);
      expect(broken?.because).to.be.a("string");
      expect(exit).to.equal(1);
    });
  }

  it("shows the shortest events", async () => {
    const { printed } = await check(BREAKERS, { bug: ["throws_at_strangers"] });
    const at = printed.findIndex((line) => line.startsWith("FAIL  no message makes it throw"));
    const shown = printed.slice(
      at + 1,
      printed.findIndex((line, n) => n > at && !line.startsWith(" ")),
    );
    expect(shown).to.have.length(3);
    expect(shown[0]).to.match(/handle, at message .* from stranger, threw Error: who is it\?/);
    expect(shown.slice(1).join("\n")).to.match(/^ +1\. start\n +2\. message from stranger: /);
  });

  it("names a bug that breaks no law", async () => {
    const { printed, exit } = await check(BREAKERS);
    expect(printed.slice(-2)).to.deep.equal([
      "FAIL  each of its bugs breaks a law",
      "      these break none: breaks_nothing (no law)",
    ]);
    expect(exit).to.equal(1);
  });

  for (const [what, name, options, message] of [
    ["an unknown name", "nonsense", {}, /^--check-protocol is "nonsense"; allowed: one of diembft/],
    ["a missing file", "./nothing.mjs", {}, /nothing\.mjs: cannot be read: no such file/],
    ["an unknown bug", OFFERS, { bug: ["no"] }, /--bug is "no"; allowed: one of ballots_for_all/],
    [
      "another option",
      OFFERS,
      { trace: true },
      /--trace has no meaning here; allowed: --check-pro/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const refusal = await check(name, options).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(InputError);
      expect(String(refusal)).to.match(new RegExp(message.source.replace("^", "^(InputError: )?")));
    });
  }
});
