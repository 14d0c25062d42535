/** Benchmarks of generating scenarios: unranking, equivalence classes, and writing to disk. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MeasuredBuild } from "./measured-build.js";
import type { Benchmark, Pass } from "./workloads.js";

/** (4,1,2,7), of which the paper's authors wrote 44 million scenarios a day. */
const PAPER = { replicas: 4, twins: 1, rounds: 7, partitions: { groups: 2 } };

/** Scenarios from their numbers, and files of them. */
export const GENERATING: readonly Benchmark[] = [
  {
    name: "u",
    says: "unranking (4,1,2,7) in random order",
    prepare: (build) => unranking(build, {}, 300_000),
  },
  {
    name: "p",
    says: "the same with requireProgress and any leader",
    prepare: (build) =>
      unranking(build, { requireProgress: true, leaders: { eligible: "any" } }, 100_000),
  },
  {
    name: "s",
    says: "the same space, one scenario of each class, by number",
    prepare: (build) => classes(build, 200_000),
  },
  {
    name: "w",
    says: "writing .jsonl of (4,1,2,7) to a file",
    prepare: (build) => writing(build, 100_000),
  },
];

function unranking({ space: api }: MeasuredBuild, rest: object, scenarios: number): () => Pass {
  const read = api.readSpaceConfig({ ...PAPER, ...rest });
  if (!read.ok) throw new Error("the paper's space is none");
  const space = api.openSpace(read.value);
  const order = api.keyedPermutation(space.counts.scenarios, "bench", "scenarios");
  return () => {
    const started = performance.now();
    let rounds = 0;
    for (let place = 0; place < scenarios; place += 1) {
      rounds += space.scenario(order.at(BigInt(place))).rounds.length;
    }
    if (rounds !== scenarios * PAPER.rounds) throw new Error("a round is missing");
    return { scenarios, events: 0, seconds: (performance.now() - started) / 1000 };
  };
}

function classes({ generator }: MeasuredBuild, scenarios: number): () => Pass {
  const read = generator.readGeneratorConfig({ ...PAPER, symmetry: true, limit: scenarios });
  if (!read.ok) throw new Error("the paper's space has no classes");
  const generation = generator.planGeneration(read.value);
  return () => {
    const started = performance.now();
    let made = 0;
    for (const { classSize } of generation.chosen()) if (classSize > 0) made += 1;
    return { scenarios: made, events: 0, seconds: (performance.now() - started) / 1000 };
  };
}

function writing({ generator, write }: MeasuredBuild, limit: number): () => Promise<Pass> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "twins-bench-"));
    try {
      const out = join(folder, "out.jsonl");
      const read = generator.readGeneratorConfig({ ...PAPER, limit, out });
      if (!read.ok) throw new Error("the paper's space cannot be written");
      const { written, seconds } = await write.writeScenarios(generator.planGeneration(read.value));
      if (statSync(out).size === 0) throw new Error("nothing is written");
      return { scenarios: written, events: 0, seconds };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

const TELLS_ITS_PEAK =
  "data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))";

/** How much memory writing takes at most, in MB, in a process of its own. */
export function peakOfWriting(root: string, lines: number): number {
  const folder = mkdtempSync(join(tmpdir(), "twins-bench-"));
  try {
    const config = join(folder, "config.json");
    writeFileSync(config, JSON.stringify(PAPER));
    const cli = join(root, "dist/generator/cli.js");
    const args = ["--format", "jsonl", "--out", "/dev/null", "--limit", `${lines}`];
    const options = { encoding: "utf8" } as const;
    const { stderr } = spawnSync(
      process.execPath,
      ["--import", TELLS_ITS_PEAK, cli, config, ...args],
      options,
    );
    return Number(stderr.trim()) / 1024;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
