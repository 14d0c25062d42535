/** Sweeps of protocols that never return, or whose module changes meanwhile. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { RANGE_SIZE } from "../../../executor/sweeps/range.js";
import type { Options } from "../../../executor/session.js";
import { EXIT } from "../../../io/exit.js";
import { fileHeaderFields } from "../../../lib/scenario/formats/file-header.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../../../lib/scenario/model.js";
import { replicaNames, rosterOf } from "../../../lib/scenario/roster.js";
import { run, temporaryFolder } from "../session.js";

const TRUSTING = new URL("../../support/protocols/trusting.mjs", import.meta.url).href;

const SPACE = {
  ...{ replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } },
  leaders: { eligible: "any" },
  stabilization: { rounds: 1 },
};

interface Line {
  readonly id?: string;
  readonly verdict?: string;
  readonly because?: string;
}

describe("a sweep", function () {
  this.timeout(120_000);
  const inFolder = temporaryFolder();
  let config: string;

  before(() => {
    config = inFolder("space.json");
    writeFileSync(config, JSON.stringify(SPACE));
  });

  async function resultsOf(name: string, options: Partial<Options>): Promise<string> {
    const out = inFolder(name);
    await run(config, { limit: RANGE_SIZE + 10, out, all: true, ...options });
    return readFileSync(out, "utf8");
  }

  const linesOf = (text: string): readonly Line[] =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Line)
      .filter(({ id }) => id !== undefined);

  /** Replica c never returns on a message of d. */
  const endless = (): string => {
    const protocol = inFolder("endless.mjs");
    writeFileSync(
      protocol,
      `import trusting from ${JSON.stringify(TRUSTING)};
      const create = () => {
        const right = trusting.create();
        const handle = (state, event, context) => {
          while (event.kind === "message" && event.from === "d" && context.self === "c");
          return right.handle(state, event, context);
        };
        return { ...right, handle };
      };
      export default { name: "trusting", create };`,
    );
    return protocol;
  };

  it("counts a scenario in which the protocol never returns as crashed, and goes on", async () => {
    const limits = { limit: 12, order: "random" };
    const whole = await resultsOf("right.jsonl", { ...limits, protocol: fileURLToPath(TRUSTING) });
    const protocol = endless();
    const found = await resultsOf("one.jsonl", { ...limits, protocol, nodeTimeout: 1, workers: 1 });
    const again = await resultsOf("two.jsonl", { ...limits, protocol, nodeTimeout: 1, workers: 2 });
    expect(again).to.equal(found);
    const lines = linesOf(found);
    const crashed = lines.filter(({ verdict }) => verdict === "crashed");
    expect(crashed.length).to.be.within(1, lines.length - 1);
    for (const { because } of crashed) {
      expect(because).to.match(
        /^trusting: broken contract: handle, or another .*, gave no answer within 1 s of real time$/,
      );
    }
    const others = lines.filter(({ verdict }) => verdict !== "crashed");
    expect(linesOf(whole)).to.deep.include.members(others);
    expect(linesOf(whole).map(({ id }) => id)).to.deep.equal(lines.map(({ id }) => id));
  });

  it("shrinks around scenarios in which the protocol never returns", async () => {
    const protocol = inFolder("endless-twice.mjs");
    // Replica c never returns on a second message: the twins must stay apart.
    writeFileSync(
      protocol,
      `import trusting from ${JSON.stringify(TRUSTING)};
      const create = () => {
        const right = trusting.create();
        const handle = (state, event, context) => {
          while (event.kind === "message" && state.decided && context.self === "c");
          return right.handle(state, event, context);
        };
        return { ...right, handle };
      };
      export default { name: "trusting", create };`,
    );
    const file = inFolder("apart.json");
    const scenarios = [{ id: "apart", rounds: "a: a b | c d a'; b: a | b | c d a'" }];
    const roster = rosterOf(replicaNames(4), replicaNames(1));
    const header = { roster, semantics: DEFAULT_SEMANTICS, stabilization: DEFAULT_STABILIZATION };
    writeFileSync(file, JSON.stringify({ ...fileHeaderFields(header), scenarios }));
    const options = { protocol, nodeTimeout: 1, workers: 1, json: true };
    const { printed } = await run(file, options);
    const { families } = JSON.parse(printed.join("")) as {
      readonly families: readonly { readonly shrunk?: { readonly rounds: string } }[];
    };
    expect(families.map(({ shrunk }) => shrunk?.rounds)).to.deep.equal(["a: a b | c d a'"]);
  });

  it("ends with a sentence if the module changes meanwhile, and does not run it", async () => {
    const protocol = inFolder("changing.mjs");
    writeFileSync(
      protocol,
      `import { writeFileSync } from "node:fs";
      import trusting from ${JSON.stringify(TRUSTING)};
      writeFileSync(new URL(import.meta.url), "process.exit(0);");
      export default trusting;`,
    );
    const refusal: unknown = await resultsOf("changing.jsonl", { protocol, workers: 2 }).catch(
      (error: unknown) => error,
    );
    expect(refusal).to.be.instanceOf(InputError);
    expect(String(refusal)).to.include("changing.mjs: was changed while it was run");
  });

  it("that --max-time ends is inconclusive, and says so", async () => {
    const given = { protocol: fileURLToPath(TRUSTING), maxTime: 3, property: ["validity"] };
    let seconds = 0;
    const limit = 5 * RANGE_SIZE;
    const ended = await run(config, { ...given, limit }, { elapsed: () => seconds++ });
    expect(ended.exit).to.equal(EXIT.inconclusive);
    expect(ended.warned.join()).to.match(/--max-time ended the run after \d+ of 1250 scenarios/);
    const whole = await run(config, { ...given, limit: 10 });
    expect(whole.exit).to.equal(EXIT.ok);
  });
});
