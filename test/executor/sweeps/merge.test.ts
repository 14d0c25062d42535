/** twins-merge: shards become the results of the whole, byte for byte. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect } from "chai";
import { mergeShards, openShards } from "../../../executor/merge/merge.js";
import type { Options } from "../../../executor/session.js";
import { RANGE_SIZE } from "../../../executor/sweeps/range.js";
import { run, temporaryFolder } from "../session.js";

const protocol = fileURLToPath(new URL("../../support/protocols/trusting.mjs", import.meta.url));
const SPACE = {
  ...{ replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } },
  ...{ leaders: { eligible: "any" }, stabilization: { rounds: 1 } },
};
const limit = 2 * RANGE_SIZE + 30;
const SHARDS = 3;

describe("merged shards", () => {
  const inFolder = temporaryFolder();
  const shardNames = (prefix = ""): string[] =>
    Array.from({ length: SHARDS }, (_, index) => inFolder(`${prefix}${index + 1}.jsonl`));
  let config: string;

  const sweep = (out: string, options: Partial<Options> = {}): Promise<unknown> =>
    run(config, { protocol, limit, out, ...options });

  async function merge(names: readonly string[]): Promise<string> {
    let text = "";
    await mergeShards(await openShards(names), {
      write(part) {
        text += part;
        return Promise.resolve();
      },
      commit: () => Promise.resolve(),
      discard: () => undefined,
    });
    return text;
  }

  before(async () => {
    config = inFolder("space.json");
    writeFileSync(config, JSON.stringify(SPACE));
    for (const [index, name] of shardNames().entries()) {
      await sweep(name, { shard: `${index + 1}/${SHARDS}` });
    }
    await sweep(inFolder("whole.jsonl"));
  });

  it("are the results of one run, in whichever order they are named", async () => {
    const whole = readFileSync(inFolder("whole.jsonl"), "utf8");
    expect(await merge(shardNames())).to.equal(whole);
    expect(await merge(shardNames().reverse())).to.equal(whole);
    expect(await merge([inFolder("whole.jsonl")])).to.equal(whole);
  });

  it("may be compressed, have all results, be from an offset or from a file", async () => {
    const first = inFolder("1.jsonl.gz");
    writeFileSync(first, gzipSync(readFileSync(inFolder("1.jsonl"))));
    expect(gunzipSync(readFileSync(first))).to.not.have.lengthOf(0);
    const whole = readFileSync(inFolder("whole.jsonl"), "utf8");
    expect(await merge([first, ...shardNames().slice(1)])).to.equal(whole);
    const options = { all: true, offset: "5", seed: "x", limit: 40 };
    for (const [index, name] of shardNames("o").entries()) {
      await sweep(name, { ...options, shard: `${index + 1}/${SHARDS}` });
    }
    await sweep(inFolder("plain.jsonl"), options);
    expect(await merge(shardNames("o"))).to.equal(readFileSync(inFolder("plain.jsonl"), "utf8"));
  });

  const edited = (name: string, edit: (text: string) => string): string => {
    const path = inFolder(`edited-${name}`);
    const text = readFileSync(inFolder(name), "utf8");
    expect(edit(text)).to.not.equal(text);
    writeFileSync(path, edit(text));
    return path;
  };
  const refusals: readonly (readonly [string, () => string[] | Promise<string[]>, string])[] = [
    ["a missing part", () => shardNames().slice(1), "part 1 of 3 is missing"],
    [
      "a part that comes twice",
      () => [...shardNames(), inFolder("2.jsonl")],
      "is part 2 of 3, as is",
    ],
    [
      "a part of another run",
      async () => {
        await sweep(inFolder("foreign.jsonl"), { shard: "2/3", seed: "other" });
        return [inFolder("1.jsonl"), inFolder("foreign.jsonl"), inFolder("3.jsonl")];
      },
      "has the results of another run: selection.order is",
    ],
    [
      "a part of another division",
      async () => {
        await sweep(inFolder("half.jsonl"), { shard: "2/2" });
        return [inFolder("1.jsonl"), inFolder("half.jsonl")];
      },
      "is part 2 of 2; allowed: one of 3",
    ],
    [
      "a part of fewer scenarios",
      async () => {
        await sweep(inFolder("short.jsonl"), { shard: "2/3", limit: RANGE_SIZE });
        return [inFolder("1.jsonl"), inFolder("short.jsonl"), inFolder("3.jsonl")];
      },
      "places 250 to 499 have 16",
    ],
    [
      "a part that was stopped",
      async () => {
        await sweep(inFolder("stopped.jsonl"), { shard: "2/3", bail: 1 });
        return [inFolder("1.jsonl"), inFolder("stopped.jsonl"), inFolder("3.jsonl")];
      },
      "places",
    ],
    [
      "a part that was cut short",
      () => [...shardNames().slice(1), edited("1.jsonl", (text) => text.slice(0, -40))],
      "breaks off",
    ],
    [
      "a damaged part",
      () => [
        ...shardNames().slice(1),
        edited("1.jsonl", (text) => text.replace('"stalled":', '"stalled":1')),
      ],
      "is damaged",
    ],
    [
      "a part of another version",
      () => [
        ...shardNames().slice(1),
        edited("1.jsonl", (text) => text.replace('"version":3', '"version":2')),
      ],
      "is of version 2 of the results format, not 3",
    ],
    ["what is no results file", () => [config], "is no results file"],
  ];
  for (const [shows, names, message] of refusals) {
    it(`refuse ${shows}`, async () => {
      const refusal = await merge(await names()).catch((error: unknown) => error);
      expect(refusal).to.have.property("name", "InputError");
      expect(String(refusal)).to.include(message);
    });
  }
});
