#!/usr/bin/env node
import { Command } from "commander";
import { packageVersion, runCommand, strict } from "../io/command.js";
import { EXIT } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import { paintFor } from "../io/paint.js";
import { readJson } from "../io/read.js";
import { NOWHERE } from "../io/standard-output.js";
import { about, InputError, valueOf } from "../lib/scenario/problem.js";
import { notationOf } from "../lib/scenario/notation.js";
import { scenarioTable } from "../lib/scenario/table.js";
import { scenarioNamed } from "../lib/space/lookup.js";
import { symmetryOf } from "../lib/space/symmetry.js";
import { readGeneratorConfig } from "./config.js";
import type { GeneratorConfig } from "./config.js";
import { planGeneration } from "./generation.js";
import type { Generation } from "./generation.js";
import { countsDocument, describeCounts } from "./report.js";
import { describeTally, tallyDocument } from "./report-tally.js";
import { writeScenarios } from "./write.js";

const EXAMPLES = `
Examples:
  twins-gen generator-configs/all_random.json            write what the config says
  twins-gen generator-configs/all_random.json --count    count, write nothing
  twins-gen my.json --order random --seed 7 --limit 100  a sample of a hundred
  twins-gen my.json --order random --shard 2/5           the second fifth of them, at random
  twins-gen my.json --index 500 --show                   one scenario as a table
  twins-gen my.json --out - | head -1                    to standard output`;

interface Options {
  readonly count?: true;
  readonly json?: true;
  readonly yes?: true;
  readonly index?: string;
  readonly show?: true;
  readonly [override: string]: unknown;
}

/** What the command line says instead of the config. */
const OVERRIDES = ["out", "limit", "offset", "shard", "seed", "order", "format"] as const;

/** More than this is written only if somebody said how much, or said yes. */
const MANY = 1_000_000n;

const program = strict(new Command("twins-gen"))
  .description("Writes Twins scenarios: partitions x leaders x drops x twins, over rounds.")
  .argument("<config>", "a generator config (JSON)")
  .option("--count", "count the space and write nothing")
  .option("--json", "print one JSON document, and nothing else")
  .option("--index <name>", "print one scenario, by its number, its id, or on one line")
  .option("--show", "with --index: as a table, rounds by nodes")
  .option("-o, --out <file>", "where to write; - is standard output, null nowhere")
  .option("--format <name>", "json, jsonl, distalgo, libtwins or relab")
  .option("--limit <number>", "write at most so many scenarios", numberIfOne)
  .option("--offset <number>", "begin at this place in the order")
  .option("--shard <i/n>", "write part i of n")
  .option("--order <name>", "systematic or random")
  .option("--seed <text>", "what all that is random follows from")
  .option("--yes", "write more than a million scenarios without a limit")
  .version(packageVersion())
  .addHelpText("after", EXAMPLES);

/** What is no number is left as it is, for the problem to quote. */
function numberIfOne(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

async function main(): Promise<ExitCode> {
  program.parse();
  const [file = ""] = program.args;
  const options: Options = program.opts();
  const document = withOverrides(await readJson(file), options);
  const generation = about(file, () => planGeneration(valueOf(readGeneratorConfig(document))));
  refuseMisplaced(options);
  const { config } = generation;
  const json = options.json === true;
  const out = config.out === "-" && options.count !== true ? process.stderr : process.stdout;
  const paint = paintFor(out);
  if (options.count === true) {
    const { counts } = generation.space;
    const classes = symmetryOf(generation.space);
    const known = classes.ok ? classes.value.classes : undefined;
    print(json ? countsDocument(counts, known) : describeCounts(generation, paint, known), out);
    return EXIT.ok;
  }
  if (options.index !== undefined) {
    printScenario(generation, options.index, options);
    return EXIT.ok;
  }
  refuseUnwise(generation, options, file);
  if (!json) out.write(describeCounts(generation, paint, generation.symmetry?.classes));
  const tally = await writeScenarios(generation);
  print(json ? tallyDocument(generation, tally) : describeTally(generation, tally, paint), out);
  return EXIT.ok;
}

function printScenario(generation: Generation, name: string, options: Options): void {
  const { space } = generation;
  const scenario = valueOf(scenarioNamed(space, name), "--index");
  const lines =
    options.show === true
      ? [
          scenario.id,
          notationOf(scenario.rounds),
          ...scenarioTable(scenario.rounds, space.config.roster),
        ]
      : [generation.encoder().scenario(scenario)];
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

function refuseMisplaced({ index, show, count }: Options): void {
  const problems = [
    ...(show === true && index === undefined
      ? [{ path: "--show", wrong: "has no meaning here", allowed: "--show together with --index" }]
      : []),
    ...(count === true && index !== undefined
      ? [{ path: "--index", wrong: "has no meaning here", allowed: "one of --index and --count" }]
      : []),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

function withOverrides(document: unknown, options: Options): unknown {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return document;
  const given = OVERRIDES.filter((name) => options[name] !== undefined);
  return { ...document, ...Object.fromEntries(given.map((name) => [name, options[name]])) };
}

function refuseUnwise({ config, selection }: Generation, options: Options, file: string): void {
  if (config.out !== NOWHERE) refuseLosses(config, file);
  if (options.json === true && config.out === "-") {
    const wrong = 'is "-", and --json has standard output for itself';
    throw new InputError([{ path: "out", wrong, allowed: "a file (--out FILE)" }], file);
  }
  const isUnlimited = config.limit === undefined && config.out !== NOWHERE;
  if (selection.count > MANY && isUnlimited && options.yes !== true) {
    const wrong = `is missing, and there are ${selection.count} scenarios`;
    throw new InputError([{ path: "limit", wrong, allowed: "a limit, or --yes" }], file);
  }
}

/** A run of the file would be of the default protocol, and correct, and nobody would notice. */
function refuseLosses({ protocol, bugs }: GeneratorConfig, file: string): void {
  const wrong = "would be lost: a file of scenarios does not say what is run";
  const allowed = "--bug of twins-exec, or twins-exec with this config";
  const problems = [
    ...(protocol === undefined ? [] : [{ path: "protocol", wrong, allowed }]),
    ...(bugs.length === 0 ? [] : [{ path: "bugs", wrong, allowed }]),
  ];
  if (problems.length > 0) throw new InputError(problems, file);
}

function print(document: string | object, stream: NodeJS.WriteStream): void {
  stream.write(typeof document === "string" ? document : `${JSON.stringify(document)}\n`);
}

await runCommand("twins-gen", main);
