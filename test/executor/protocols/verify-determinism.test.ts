/** twins-exec --verify-determinism: a protocol that answers differently is found and named. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { run, temporaryFolder } from "../session.js";

const OFFERS = fileURLToPath(new URL("../../support/protocols/offers.mjs", import.meta.url));

/** Ways to answer differently: code before the definition, and what is added to each answer. */
const WAYS: Readonly<Record<string, readonly [before: string, because: string]>> = {
  "Math.random": ["", "String(Math.random())"],
  "a counter of the module": ["let calls = 0;", "String(calls++)"],
};

const ROSTER = { replicas: 4, twins: 1 };
const SCENARIOS = {
  ...{ format: "twins-scenarios", version: 1, replicas: ["a", "b", "c", "d"], twins: ["a"] },
  ...{ faulty: 1, stabilization: { rounds: 1, leaders: ["b"] } },
  scenarios: [
    { id: "one", rounds: "b: all" },
    { id: "two", rounds: "c: all" },
    { id: "three", rounds: "d: all" },
  ],
};
const CASES = { ...ROSTER, cases: [{ name: "healthy", rounds: "b: all", expect: "held" }] };
const SPACE = { ...ROSTER, rounds: 1, partitions: { groups: 2 } };

describe("--verify-determinism", () => {
  const inFolder = temporaryFolder();
  const write = (name: string, document: object): string => {
    writeFileSync(inFolder(name), JSON.stringify(document));
    return inFolder(name);
  };
  const protocolWith = (before: string, because: string): string => {
    copyFileSync(OFFERS, inFolder("offers.mjs"));
    const protocol = inFolder(`mine${because.length}.mjs`);
    writeFileSync(
      protocol,
      `import offers from "./offers.mjs";
      ${before}
      export default { name: "mine", create() {
        const right = offers.create([]);
        const handle = (state, event, context) => [
          ...right.handle(state, event, context),
          ...(context.self === "c" && event.kind === "message"
            ? [{ kind: "decided", what: "offer", allowed: true, because: ${because} }]
            : []),
        ];
        return { ...right, handle };
      } };`,
    );
    return protocol;
  };
  const REASON =
    /^c: broken contract: it answers differently when the scenario is run again: at \d+ ms, at message offer of round 1 from b, effect 2 has .*, and then /;

  for (const [way, [before, because]] of Object.entries(WAYS)) {
    describe(`a protocol with ${way}`, () => {
      it("crashes in the scenarios of a file that are run twice, and in no other", async () => {
        const protocol = protocolWith(before, because);
        const out = inFolder(`results of ${way}`);
        const file = write("scenarios.json", SCENARIOS);
        const { exit } = await run(file, { protocol, verifyDeterminism: 2, out, all: true });
        const lines = readFileSync(out, "utf8")
          .trim()
          .split("\n")
          .filter((line) => line.includes('"verdict"'));
        const records = lines.map((line) => JSON.parse(line) as Readonly<Record<string, string>>);
        expect(records.map(({ verdict }) => verdict)).to.deep.equal(["crashed", "crashed", "held"]);
        expect(records[0]?.["because"]).to.match(REASON);
        expect(exit).to.equal(1);
        expect((await run(file, { protocol })).exit, "nobody notices otherwise").to.equal(0);
      });

      it("crashes in cases", async () => {
        const protocol = protocolWith(before, because);
        const { exit, printed } = await run(write("cases.json", CASES), {
          ...{ protocol, verifyDeterminism: 1, json: true },
        });
        expect(exit).to.equal(1);
        expect(JSON.parse(printed.join(""))).to.have.nested.property("cases[0].ending", "crashed");
      });

      it("keeps a space from being explored", async () => {
        const protocol = protocolWith(before, because);
        const { exit, printed } = await run(write("space.json", SPACE), {
          ...{ protocol, verifyDeterminism: 5, exhaustive: true },
        });
        expect(exit).to.equal(1);
        expect(printed.join("\n")).to.match(
          /it answers differently when the scenario is run again/,
        );
      });
    });
  }

  it("finds nothing in a protocol that answers alike", async () => {
    copyFileSync(OFFERS, inFolder("offers.mjs"));
    const protocol = inFolder("offers.mjs");
    const options = { protocol, verifyDeterminism: 3 };
    expect((await run(write("scenarios.json", SCENARIOS), options)).exit).to.equal(0);
    expect((await run(write("cases.json", CASES), options)).exit).to.equal(0);
    const space = write("space.json", SPACE);
    expect((await run(space, { ...options, exhaustive: true })).exit).to.equal(0);
    const diembft = await run(write("scenarios.json", SCENARIOS), { verifyDeterminism: 3 });
    expect(diembft.exit).to.equal(0);
  });
});
