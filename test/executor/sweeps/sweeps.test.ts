/** Sweeps: the same results from a file or a space, for any number of workers and shards. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { readGeneratorConfig } from "../../../generator/config.js";
import { planGeneration } from "../../../generator/generation.js";
import { RANGE_SIZE } from "../../../executor/sweeps/range.js";
import type { Options } from "../../../executor/session.js";
import { EXIT } from "../../../io/exit.js";
import { valueOf } from "../../../lib/scenario/input/problem.js";
import { run, temporaryFolder } from "../session.js";

const protocol = fileURLToPath(new URL("../../support/protocols/trusting.mjs", import.meta.url));

const SPACE = {
  ...{ replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } },
  leaders: { eligible: "any" },
  stabilization: { rounds: 1 },
};
/** Of 3600 scenarios. */
const LIMIT = 2 * RANGE_SIZE + 30;

/** What a run wrote and printed; `exit` and results. */
interface Outputs {
  readonly printed: string;
  readonly results: string;
  readonly junit: string;
  readonly exit: number;
}

describe("a sweep", () => {
  const inFolder = temporaryFolder();
  let config: string;
  let runs = 0;

  before(() => {
    config = inFolder("space.json");
    writeFileSync(config, JSON.stringify(SPACE));
  });

  async function outputsOf(options: Partial<Options>, file = config): Promise<Outputs> {
    const out = inFolder(`${runs++}.jsonl`);
    const junit = inFolder("junit.xml");
    const given = { protocol, limit: LIMIT, out, junit, ...options };
    const { printed, exit } = await run(file, given);
    return {
      printed: printed.join("\n"),
      results: readFileSync(out, "utf8"),
      junit: readFileSync(junit, "utf8"),
      exit,
    };
  }

  const idsIn = (results: string): readonly string[] =>
    [...results.matchAll(/^\{"id":"([^"]+)"/gm)].map(([, id = ""]) => id);

  it("runs the scenarios that twins-gen writes with the same keys", async () => {
    const selections: readonly Partial<Options>[] = [
      { limit: 40 },
      { limit: 40, offset: "7", order: "random", seed: "x" },
      { limit: 40, shard: "2/3", order: "random" },
      { limit: 40, offset: "7", shard: "3/3" },
    ];
    for (const options of selections) {
      const { order = "systematic", seed = "twins", offset = "0", limit, shard } = options;
      const keys = { order, seed, offset, limit, ...(shard === undefined ? {} : { shard }) };
      const planned = planGeneration(valueOf(readGeneratorConfig({ ...SPACE, ...keys })));
      const expected = [...planned.scenarios()].map(({ id }) => id);
      const { results } = await outputsOf({ ...options, all: true });
      expect(idsIn(results), JSON.stringify(options)).to.deep.equal(expected);
    }
  });

  it("draws in random order by a seed where nothing else is random", async () => {
    const seeded = await outputsOf({ limit: 40, seed: "x", all: true });
    const random = await outputsOf({ limit: 40, seed: "x", order: "random", all: true });
    const systematic = await outputsOf({ limit: 40, seed: "x", order: "systematic", all: true });
    expect(seeded.results).to.equal(random.results);
    expect(seeded.results).to.not.equal(systematic.results);
  });

  it("gives the same bytes for any number of workers", async () => {
    for (const options of [{}, { all: true, json: true, digest: true }] as const) {
      const one = await outputsOf({ ...options, workers: 1 });
      for (const workers of [2, 3]) {
        expect(await outputsOf({ ...options, workers })).to.deep.equal(one);
      }
    }
  });

  it("ends at failure n, at the same scenario for any number of workers", async () => {
    for (const bail of [1, 7, 100]) {
      const one = await outputsOf({ workers: 1, bail });
      expect(one.exit).to.equal(EXIT.violated);
      expect(idsIn(one.results)).to.have.lengthOf(bail);
      expect(await outputsOf({ workers: 2, bail })).to.deep.equal(one);
      const ids = idsIn((await outputsOf({ workers: 1 })).results);
      expect(idsIn(one.results)).to.deep.equal(ids.slice(0, bail));
    }
  });

  it("goes on after --bail as if it had never been stopped", async () => {
    const out = inFolder("stopped.jsonl");
    await run(config, { protocol, limit: LIMIT, out, bail: 150 });
    await run(config, { protocol, limit: LIMIT, out });
    expect(readFileSync(out, "utf8")).to.equal((await outputsOf({})).results);
  });

  it("begins no range after --max-time, and says how far it came", async () => {
    const { results, exit } = await outputsOf({ workers: 1, maxTime: 2 });
    expect(exit).to.equal(EXIT.inconclusive);
    expect(JSON.parse(results.trimEnd().split("\n").at(-1) ?? "")).to.include({
      ...{ scenarios: 0, end: 0, places: LIMIT },
    });
  });

  it("gives the digest of the same scenarios from a file, whatever their order", async () => {
    const digestIn = ({ printed }: Outputs): unknown =>
      (JSON.parse(printed) as { readonly digest: string }).digest;
    const planned = planGeneration(valueOf(readGeneratorConfig({ ...SPACE, limit: LIMIT })));
    const encoder = planned.encoder();
    const lines = [...planned.scenarios()].map((each) => encoder.scenario(each));
    const file = inFolder("scenarios.json");
    const digests = [digestIn(await outputsOf({ json: true }))];
    for (const order of [lines, lines.toReversed()]) {
      writeFileSync(file, encoder.opening + order.join(encoder.separator) + encoder.closing);
      digests.push(digestIn(await outputsOf({ json: true, workers: 2 }, file)));
    }
    expect(new Set(digests).size).to.equal(1);
    expect(digests[0]).to.match(/^[0-9a-f]{64}$/);
  });

  it("groups failures into families, with the first of each", async () => {
    const { printed } = await outputsOf({ json: true });
    const { families, violated } = JSON.parse(printed) as {
      readonly families: readonly { readonly first: string; readonly scenarios: number }[];
      readonly violated: Readonly<Record<string, number>>;
    };
    expect(families).to.have.lengthOf(1);
    expect(families[0]).to.deep.include({
      properties: ["agreement"],
      scenarios: violated["agreement"],
      first: idsIn((await outputsOf({})).results)[0],
    });
  });

  it("judges what the seed says, and the replay line repeats it", async () => {
    writeFileSync(
      inFolder("random.json"),
      JSON.stringify({ ...SPACE, partitions: { groups: 2, order: "random", limit: 5 } }),
    );
    const { printed } = await outputsOf({ seed: "other", limit: 50 }, inFolder("random.json"));
    const [, id = ""] = /--scenario (\S+) --trace --seed other/.exec(printed) ?? [];
    const { exit } = await run(inFolder("random.json"), { protocol, seed: "other", scenario: id });
    expect(exit).to.equal(EXIT.violated);
  });

  const refusals: readonly (readonly [string, Partial<Options>, string])[] = [
    ["a shard without scenarios", { limit: 3, shard: "4/4" }, "shard is 4/4, which has none of 3"],
    ["an offset beyond the space", { offset: "99999" }, "offset is 99999"],
    ["--all without --out", { all: true }, "--all has no meaning here; allowed: --all together"],
    ["--bail of one scenario", { bail: 1, scenario: "0" }, "--bail has no meaning here"],
    ["--shard of a whole space", { exhaustive: true, shard: "1/2" }, "--shard has no meaning here"],
  ];
  for (const [shows, options, message] of refusals) {
    it(`refuses ${shows}`, async () => {
      const refusal = await run(config, { protocol, ...options }).catch((error: unknown) => error);
      expect(refusal).to.have.property("name", "InputError");
      expect(String(refusal)).to.include(message);
    });
  }

  it("refuses a large space without a limit", async () => {
    const file = inFolder("large.json");
    writeFileSync(file, JSON.stringify({ ...SPACE, rounds: 9 }));
    const refusal = await run(file, { protocol }).catch((error: unknown) => error);
    expect(String(refusal)).to.match(
      /limit is missing, and there are \d+ scenarios; allowed: --li/,
    );
  });
});
