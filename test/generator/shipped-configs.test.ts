/** The shipped generator configs: counts, and the original's file byte for byte. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { readGeneratorConfig } from "../../generator/config.js";
import { planGeneration } from "../../generator/generation.js";
import type { Generation } from "../../generator/generation.js";
import { countsDocument } from "../../generator/report.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { quorumFinder } from "../../lib/scenario/quorum.js";

const FOLDER = new URL("../../generator-configs/", import.meta.url);

const document = (file: string): object =>
  JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as object;

const plan = (file: string, changes: object = {}): Generation =>
  planGeneration(valueOf(readGeneratorConfig({ ...document(file), ...changes })));

const filesIn = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, FOLDER)).filter((file) => file.endsWith(".json"));

/** The rounds of every scenario that is written, as texts. */
const roundsOf = (generation: Generation): readonly (readonly string[])[] =>
  Array.from(generation.scenarios(), ({ rounds }) => rounds.map((round) => JSON.stringify(round)));

// Partitions that pass, round configurations, scenarios; how many are written; and how many
// different configurations each round has in them.
const ORIGINAL: Readonly<Record<string, readonly [string, string, string, number, number[]]>> = {
  deterministic: ["685", "20", "3200000", 10_000, [20, 20, 20, 2, 1]],
  random_leader: ["685", "70", "1680700000", 10_000, [1, 1, 3, 70, 70]],
  random_partition: ["685", "20", "3200000", 10_000, [1, 2, 20, 20, 20]],
  random_config: ["685", "20", "3200000", 10_000, [20, 20, 20, 20, 20]],
  all_random: ["685", "70", "1680700000", 10_000, [70, 70, 70, 70, 70]],
  allow_quorumless_partition: ["3025", "20", "3200000", 10_000, [1, 2, 20, 20, 20]],
  intrapartition_drops: ["685", "100", "10000000000", 1_000, [100, 100, 100, 100, 100]],
};

describe("the original's configs", () => {
  it("are all there, each with its schema and a description", () => {
    expect(filesIn(".")).to.have.members(Object.keys(ORIGINAL).map((name) => `${name}.json`));
    for (const file of filesIn(".")) {
      expect(document(file)).to.include({ $schema: "../schemas/generator-config.schema.json" });
      expect(document(file))
        .to.have.property("description")
        .that.matches(/^Seven replicas/);
    }
  });

  for (const [name, [passing, configurations, scenarios, written, varied]] of Object.entries(
    ORIGINAL,
  )) {
    it(`${name}: counted exactly, and no scenario twice`, () => {
      const generation = plan(`${name}.json`);
      expect(countsDocument(generation.space.counts)).to.deep.equal({
        partitions: passing,
        roundConfigurations: configurations,
        scenarios,
      });
      const rounds = roundsOf(generation);
      expect(rounds).to.have.lengthOf(written);
      expect(new Set(rounds.map((texts) => texts.join())).size).to.equal(written);
      const different = varied.map((_, at) => new Set(rounds.map((texts) => texts[at])).size);
      expect(different).to.deep.equal(varied);
    });
  }

  it("deterministic, in the distalgo format, is the original's file byte for byte", () => {
    // The checksum of what the original's rules give, computed from them by a separate program.
    const hash = createHash("sha256");
    const generation = plan("deterministic.json", { format: "distalgo" });
    const encoder = generation.encoder();
    const lines = Array.from(generation.scenarios(), (scenario) => encoder.scenario(scenario));
    hash.update(encoder.opening + lines.join(encoder.separator) + encoder.closing);
    expect(hash.digest("hex")).to.equal(
      "8a496d0105fc72927eca92cc837728c83d8468e313c26ab8f1b22e6a0ba4ddb2",
    );
  });

  it("allow_quorumless_partition has rounds that nobody can pass, and the others none", () => {
    for (const name of Object.keys(ORIGINAL)) {
      const generation = plan(`${name}.json`);
      const hasQuorum = quorumFinder(generation.config.space.roster);
      const stalling = Array.from(generation.scenarios()).filter(
        ({ rounds }) => !rounds.every(hasQuorum),
      );
      const expected = name === "allow_quorumless_partition" ? 9510 : 0;
      expect(stalling.length, name).to.equal(expected);
    }
  });

  it("have leaders and partitions of their own seeds, and the same every time", () => {
    const once = roundsOf(plan("all_random.json", { limit: 50 }));
    expect(roundsOf(plan("all_random.json", { limit: 50 }))).to.deep.equal(once);
    expect(roundsOf(plan("all_random.json", { limit: 50, seed: "x" }))).to.not.deep.equal(once);
  });

  it("lose messages inside groups only, where they lose any", () => {
    const lost = Array.from(plan("intrapartition_drops.json").scenarios()).flatMap(({ rounds }) =>
      rounds.flatMap(({ partition, drops }) => drops.map((drop) => ({ partition, drop }))),
    );
    expect(lost).to.not.be.empty;
    for (const { partition, drop } of lost) {
      expect(
        partition.some((group) => group.includes(drop.from) && group.includes(drop.to)),
      ).to.equal(true);
    }
  });
});

describe("the paper's configs", () => {
  const ROWS: Readonly<Record<string, readonly [string, string, string]>> = {
    // Round configurations; with and without replacement.
    "4-1-2-4": ["15", "50625", "32760"],
    "4-1-3-4": ["25", "390625", "303600"],
    "4-1-2-7": ["15", "170859375", "32432400"],
    "4-1-3-7": ["25", "6103515625", "2422728000"],
    "7-2-2-4": ["510", "67652010000", "66858962040"],
    "7-2-3-4": ["6050", "1339743006250000", "1338414738091200"],
    "7-2-2-7": ["510", "8974106778510000000", "8610573167320924800"],
    "7-2-3-7": ["6050", "296679557486907031250000000", "295651178144351773039296000"],
  };

  it("are the eight rows of Table 1", () => {
    expect(filesIn("paper")).to.have.members(Object.keys(ROWS).map((name) => `${name}.json`));
  });

  for (const [name, [configurations, withReplacement, without]] of Object.entries(ROWS)) {
    it(`${name}: ${withReplacement} scenarios`, () => {
      const file = `paper/${name}.json`;
      const counts = countsDocument(plan(file).space.counts);
      expect(counts).to.include({
        roundConfigurations: configurations,
        scenarios: withReplacement,
      });
      const apart = plan(file, { arrangement: "without-replacement" }).space.counts;
      expect(countsDocument(apart)).to.include({ scenarios: without });
    });
  }
});
