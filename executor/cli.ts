#!/usr/bin/env node
/** The command line of twins-exec. */
import { availableParallelism } from "node:os";
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { packageVersion, runCommand, strict } from "../io/command.js";
import { settled } from "../io/outputs/standard-output.js";
import { complain, standardScreen } from "../io/screen.js";
import { propertiesOf } from "../lib/properties/all.js";
import { protocols, RUNNABLE } from "../lib/registry.js";
import { checkProtocol } from "./check-protocol.js";
import { exec } from "./exec.js";
import { subjectsOf } from "./property-selection.js";
import type { Options } from "./session.js";
import { CRYPTO_NAMES } from "../lib/crypto/names.js";

const EXAMPLES = `
Examples:
  twins-exec executor-configs/small_quorum_bug.json
      every case of a config, each against its expectation
  twins-exec executor-configs/small_quorum_bug.json --case equivocating_with_bug --trace
      one case, with all that happens in it
  twins-exec generated/all_random.json --out results.jsonl
      every scenario of a file; run again after an interruption, it goes on where it was
  twins-exec generated/all_random.json --bug small_quorum --json
      the same with a bug injected, as one JSON document
  twins-exec generator-configs/all_random.json --scenario e20b7fad31fae28a:1f4 --trace
      one scenario by its number; a file of scenarios would do as well
  twins-exec generator-configs/paper/4-1-2-4.json --exhaustive
      every scenario of a whole space, those that go alike together
  twins-exec generator-configs/paper/4-1-2-7.json --exhaustive --certificate 4-1-2-7.json
      the same, with a certificate of the numbers
  twins-exec generator-configs/paper/4-1-2-4.json --exhaustive --bug small_quorum \\
      --property agreement
      how many scenarios fork; each is left as soon as it has
  twins-exec --audit 4-1-2-7.json --sample 1000
      runs a thousand of them one by one and compares

Exit codes: 0 all as expected; 1 a property violated, a crash, or an expectation not met; 2 the
command or a file is wrong; 3 a limit was reached before anything was proven, or nothing was run;
4 the tool failed.
`;

const bugNames = RUNNABLE.bugs;

const subjectNames = [
  ...new Set(
    [...protocols.values()].flatMap((entry) => subjectsOf(propertiesOf(entry.create([])))),
  ),
];

/** An option that may be given several times. */
function bug(value: string, before: readonly string[]): readonly string[] {
  if (!bugNames.includes(value)) {
    throw new InvalidArgumentError(`Known bugs: ${bugNames.join(", ")}.`);
  }
  return [...before, value];
}

/** An option that may be given several times, and is absent where it is not. */
function property(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,14}$/.test(value)) {
    throw new InvalidArgumentError("Allowed: a whole number from 1 to 999999999999999.");
  }
  return Number(value);
}

/** More would only wait for one another, and each takes some twenty megabytes. */
const THREADS_A_CORE = 4;

function threads(value: string): number {
  const count = wholeNumber(value);
  const cores = availableParallelism();
  const most = THREADS_A_CORE * cores;
  if (count <= most) return count;
  const why = `${THREADS_A_CORE} for each of the ${cores} that this machine runs at once`;
  throw new InvalidArgumentError(`At most ${most}: ${why}.`);
}

const command = strict(new Command("twins-exec"))
  .description("Runs Twins scenarios against a BFT protocol and judges what happens.")
  .version(packageVersion())
  .addArgument(
    new Argument("[file]", "an executor config, a file of scenarios, or a generator config"),
  )
  .option("--case <name>", "run this case of a config only")
  .option("--scenario <id>", "run this scenario only: by its id, its number, or on one line")
  .addOption(
    new Option("--bug <name>", "inject a bug besides those of the config (repeatable)")
      .argParser(bug)
      .default([], "none"),
  )
  .addOption(new Option("--crypto <suite>", "use these signatures").choices(CRYPTO_NAMES))
  .option("--exhaustive", "judge every scenario of a generator config, equal states once")
  .option(
    "--property <name>",
    `with --exhaustive, judge this only (repeatable): ${subjectNames.join(", ")}`,
    property,
  )
  .option("--symmetry", "merge states that differ by a renaming, where that is exact")
  .option("--witnesses <n>", "name the first n scenarios that violate a property", wholeNumber)
  .option("--workers <n>", "explore in n threads (default: one for each core)", threads)
  .option("--checkpoint <file>", "keep what is done of --exhaustive there, and go on with it")
  .option("--certificate <file>", "write the numbers of --exhaustive and all they depend on")
  .option("--audit <certificate>", "compare a certificate with scenarios run one by one")
  .option("--sample <n>", "with --audit, run n scenarios (default: 1000)", wholeNumber)
  .option("--check-protocol <name>", "hold a protocol against the laws of twins-bft/testing")
  .option("--trace", "print everything that happens in a case or scenario")
  .option("--trace-out <file>", "write the same as JSON lines, with the result")
  .option("--json", "print one JSON document instead of a report")
  .option("--digest", "digest the transcripts of all scenarios, not only their results")
  .option("-o, --out <file>", "write results as JSON lines; go on with them if they are there")
  .option("--limit <n>", "run the first n scenarios only", wholeNumber)
  .option("--junit <file>", "write a JUnit report: a test for each property of each case or file")
  .option("--annotations", "print what is wrong as annotations, for GitHub to show")
  .addHelpText("after", EXAMPLES);

await runCommand("twins-exec", async () => {
  const began = performance.now();
  command.parse();
  const options = command.opts<Options>();
  const [file = options.audit] = command.args;
  if (options.audit !== undefined && command.args.length > 0) {
    return command.error("error: --audit takes no other file");
  }
  if (options.checkProtocol !== undefined) {
    if (command.args.length > 0) return command.error("error: --check-protocol takes no file");
    return checkProtocol(options.checkProtocol, { options, ...standardScreen("output") });
  }
  if (file === undefined) return command.error("error: missing required argument 'file'");
  return exec({
    file,
    options,
    ...standardScreen("output"),
    warn: (line) => {
      complain([line]);
    },
    delivered: settled,
    elapsed: () => (performance.now() - began) / 1000,
    version: packageVersion(),
    cores: availableParallelism(),
    explorer: new URL("./exhaustive/worker.js", import.meta.url),
  });
});
