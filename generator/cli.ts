#!/usr/bin/env node
/** The command line of twins-gen. */
import { Command } from "commander";
import { packageVersion, runCommand, strict } from "../io/command.js";
import { EXIT } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import { readJson, STANDARD_STREAM } from "../io/files/read.js";
import { protocolIn } from "../io/protocols/choose.js";
import { claimOutputs } from "../io/outputs/claim.js";
import type { OutputRequest } from "../io/outputs/plan.js";
import { NOWHERE } from "../io/outputs/output.js";
import { isStandardOutputClosed } from "../io/outputs/standard-output.js";
import { standardScreen } from "../io/terminal/screen.js";
import { about, InputError, valueOf } from "../lib/scenario/input/problem.js";
import { notationOf } from "../lib/scenario/notation.js";
import { scenarioTable } from "../lib/scenario/table.js";
import { scenarioNamed } from "../lib/space/lookup.js";
import { SELECTION_KEYS, withOverrides } from "../lib/space/overrides.js";
import type { Overrides } from "../lib/space/overrides.js";
import { symmetryOf } from "../lib/space/symmetry/symmetry.js";
import { readGeneratorConfig } from "./config.js";
import type { GeneratorConfig } from "./config.js";
import { planGeneration } from "./generation.js";
import type { Generation } from "./generation.js";
import { countsDocument, describeCounts } from "./report.js";
import { describeTally, tallyDocument } from "./report-tally.js";
import { writeScenarios } from "./write.js";

const EXAMPLES = `
Examples:
  twins-gen generator-configs/all_random.json            write the scenarios of a config
  twins-gen generator-configs/all_random.json --count    count the space, write nothing
  twins-gen my.json --order random --seed 7 --limit 100  a random sample of 100
  twins-gen my.json --order random --shard 2/5           part 2 of 5, in random order
  twins-gen my.json --index 500 --show                   one scenario as a table
  twins-gen my.json --out - | head -1                    write to standard output`;

interface Options {
  readonly count?: true;
  readonly json?: true;
  readonly yes?: true;
  readonly index?: string;
  readonly show?: true;
  readonly [override: string]: unknown;
}

/** The options that override the config key of the same name. */
const overridesOf = (options: Options): Overrides =>
  Object.fromEntries(
    [...SELECTION_KEYS, "out", "format"].map((name): [string, unknown] => [name, options[name]]),
  );

/** More scenarios than this are written only with a limit or with `--yes`. */
const MANY = 1_000_000n;

const program = strict(new Command("twins-gen"))
  .description("Generates Twins scenarios: leaders x partitions x drops for each round.")
  .argument("<config>", "a generator config (JSON)")
  .option("--count", "count the space and write nothing")
  .option("--json", "print one JSON document instead of a report")
  .option("--index <name>", "print one scenario: by number, by id, or in one-line notation")
  .option("--show", "with --index: print it as a table of rounds and nodes")
  .option("-o, --out <file>", "output file; - is standard output, null discards")
  .option("--format <name>", "output format: json, jsonl, distalgo, libtwins or relab")
  .option("--limit <n>", "write at most this many scenarios", numberIfOne)
  .option("--offset <n>", "skip the first n scenarios of the order")
  .option("--shard <i/n>", "write part i of n disjoint parts")
  .option("--order <name>", "systematic (by number) or random (without repetition)")
  .option("--seed <text>", "seed of every random choice; random order if nothing else is random")
  .option("--yes", "allow more than a million scenarios without a limit")
  .version(packageVersion())
  .addHelpText("after", EXAMPLES);

/** A number if the text is one; otherwise the text, so that the error message can quote it. */
function numberIfOne(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

async function main(): Promise<ExitCode> {
  program.parse();
  const [file = ""] = program.args;
  const options: Options = program.opts();
  const document = withOverrides(await readJson(file), overridesOf(options));
  const named = await protocolIn(document, file);
  const generation = about(file, () =>
    planGeneration(valueOf(readGeneratorConfig(document, named?.loaded?.module))),
  );
  refuseOptionConflicts(options);
  const { config } = generation;
  const json = options.json === true;
  const screen = standardScreen(config.out === "-" && options.count !== true ? "errors" : "output");
  const { paint: style } = screen;
  const tell = (document: object, report: () => readonly string[]): void => {
    if (json) screen.json(JSON.stringify(document));
    else screen.print(report());
  };
  if (options.count === true) {
    const { counts } = generation.space;
    const classes = symmetryOf(generation.space);
    const known = classes.ok ? classes.value.classes : undefined;
    tell(countsDocument(counts, known), () => describeCounts(generation, style, known));
    return EXIT.ok;
  }
  if (options.index !== undefined) {
    printScenario(generation, options.index, options);
    return EXIT.ok;
  }
  refuseUnbounded(generation, options, file);
  const release = await claimOutputs(outputsOf(config.out, options), [file]);
  try {
    if (!json) screen.print(describeCounts(generation, style, generation.symmetry?.classes));
    const tally = await writeScenarios(generation);
    tell(tallyDocument(generation, tally), () => describeTally(generation, tally, style));
  } finally {
    release();
  }
  return EXIT.ok;
}

/** The file to write, by the option that names it, or by the key of the config. */
const outputsOf = (path: string, { out }: Options): readonly OutputRequest[] =>
  path === STANDARD_STREAM || path === NOWHERE
    ? []
    : [{ option: out === undefined ? "out" : "--out", path, kind: "whole" }];

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
  standardScreen("output").print(lines);
}

function refuseOptionConflicts({ index, show, count }: Options): void {
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

function refuseUnbounded({ config, selection }: Generation, options: Options, file: string): void {
  if (config.out !== NOWHERE) refuseLosses(config, file);
  if (options.json === true && config.out === "-") {
    const wrong = 'is "-", and --json has standard output for itself';
    throw new InputError([{ path: "out", wrong, allowed: "a file (--out FILE)" }], file);
  }
  if (config.out === STANDARD_STREAM && isStandardOutputClosed()) {
    const wrong = 'is "-", and standard output is closed, or opened as nothing is kept';
    throw new InputError([{ path: "out", wrong, allowed: "a file, or null" }], file);
  }
  const isUnlimited = config.limit === undefined && config.out !== NOWHERE;
  if (selection.count > MANY && isUnlimited && options.yes !== true) {
    const wrong = `is missing, and there are ${selection.count} scenarios`;
    throw new InputError([{ path: "limit", wrong, allowed: "a limit, or --yes" }], file);
  }
}

/** Refuses a protocol or bugs that the output cannot hold: its run would silently ignore them. */
function refuseLosses({ protocol, bugs }: GeneratorConfig, file: string): void {
  const wrong = "would be lost: a file of scenarios does not say what is run";
  const allowed = "--protocol and --bug of twins-exec, or twins-exec with this config";
  const problems = [
    ...(protocol === undefined ? [] : [{ path: "protocol", wrong, allowed }]),
    ...(bugs.length === 0 ? [] : [{ path: "bugs", wrong, allowed }]),
  ];
  if (problems.length > 0) throw new InputError(problems, file);
}

await runCommand("twins-gen", main);
