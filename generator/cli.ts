#!/usr/bin/env node
import { Command } from "commander";
import { packageVersion, runCommand, strict } from "../io/command.js";
import { EXIT } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import { paintFor } from "../io/paint.js";
import { readJson } from "../io/read.js";
import { about, InputError, valueOf } from "../lib/scenario/problem.js";
import { readGeneratorConfig } from "./config.js";
import { planGeneration } from "./generation.js";
import type { Generation } from "./generation.js";
import { countsDocument, describeCounts, describeTally, tallyDocument } from "./report.js";
import { writeScenarios } from "./write.js";

const EXAMPLES = `
Examples:
  twins-gen generator-configs/all_random.json            write what the config says
  twins-gen generator-configs/all_random.json --count    count, write nothing
  twins-gen my.json --order random --seed 7 --limit 100  a sample of a hundred
  twins-gen my.json --out - | head -1                    to standard output`;

interface Options {
  readonly count?: true;
  readonly json?: true;
  readonly yes?: true;
  readonly [override: string]: unknown;
}

/** What the command line says instead of the config. */
const OVERRIDES = ["out", "limit", "seed", "order", "format"] as const;

/** More than this is written only if somebody said how much, or said yes. */
const MANY = 1_000_000n;

const program = strict(new Command("twins-gen"))
  .description("Writes Twins scenarios: partitions x leaders x drops x twins, over rounds.")
  .argument("<config>", "a generator config (JSON)")
  .option("--count", "count the space and write nothing")
  .option("--json", "print one JSON document, and nothing else")
  .option("--out <file>", "where to write; - is standard output")
  .option("--format <name>", "json, jsonl or distalgo")
  .option("--limit <number>", "write at most so many scenarios", Number)
  .option("--order <name>", "systematic or random")
  .option("--seed <text>", "what all that is random follows from")
  .option("--yes", "write more than a million scenarios without a limit")
  .version(packageVersion())
  .addHelpText("after", EXAMPLES);

async function main(): Promise<ExitCode> {
  program.parse();
  const [file = ""] = program.args;
  const options: Options = program.opts();
  const document = withOverrides(await readJson(file), options);
  const generation = about(file, () => planGeneration(valueOf(readGeneratorConfig(document))));
  const { config } = generation;
  const json = options.json === true;
  const out = config.out === "-" && options.count !== true ? process.stderr : process.stdout;
  const paint = paintFor(out);
  if (options.count === true) {
    print(json ? countsDocument(generation.space.counts) : describeCounts(generation, paint), out);
    return EXIT.ok;
  }
  refuseUnwise(generation, options, file);
  if (!json) out.write(describeCounts(generation, paint));
  const tally = await writeScenarios(generation);
  print(json ? tallyDocument(generation, tally) : describeTally(generation, tally, paint), out);
  return EXIT.ok;
}

function withOverrides(document: unknown, options: Options): unknown {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return document;
  const given = OVERRIDES.filter((name) => options[name] !== undefined);
  return { ...document, ...Object.fromEntries(given.map((name) => [name, options[name]])) };
}

function refuseUnwise({ config, count }: Generation, options: Options, file: string): void {
  if (options.json === true && config.out === "-") {
    const wrong = 'is "-", and --json has standard output for itself';
    throw new InputError([{ path: "out", wrong, allowed: "a file (--out FILE)" }], file);
  }
  if (count > MANY && config.limit === undefined && options.yes !== true) {
    const wrong = `is missing, and there are ${count} scenarios`;
    throw new InputError([{ path: "limit", wrong, allowed: "a limit, or --yes" }], file);
  }
}

function print(document: string | object, stream: NodeJS.WriteStream): void {
  stream.write(typeof document === "string" ? document : `${JSON.stringify(document)}\n`);
}

await runCommand("twins-gen", main);
