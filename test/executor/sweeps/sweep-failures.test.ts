/** Sweeps of protocols that never return, or whose module changes meanwhile. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { RANGE_SIZE } from "../../../executor/sweeps/range.js";
import type { Options } from "../../../executor/session.js";
import { EXIT } from "../../../io/exit.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
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
