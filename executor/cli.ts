#!/usr/bin/env node
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { packageVersion, runCommand, strict } from "../io/command.js";
import { paintFor } from "../io/paint.js";
import { protocols } from "../lib/registry.js";
import { exec } from "./exec.js";
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

Exit codes: 0 all as expected; 1 a property violated, a crash, or an expectation not met; 2 the
command or a file is wrong; 3 a limit was reached before anything was proven; 4 the tool failed.
`;

const bugNames = [...protocols.values()].flatMap(({ bugs }) => [...bugs.keys()]);

/** An option that may be given several times. */
function bug(value: string, before: readonly string[]): readonly string[] {
  if (!bugNames.includes(value)) {
    throw new InvalidArgumentError(`Known bugs: ${bugNames.join(", ")}.`);
  }
  return [...before, value];
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,14}$/.test(value)) throw new InvalidArgumentError("A whole number from 1.");
  return Number(value);
}

const command = strict(new Command("twins-exec"))
  .description("Runs Twins scenarios against a BFT protocol and judges what happens.")
  .version(packageVersion())
  .addArgument(
    new Argument("<file>", "an executor config, a file of scenarios, or a generator config"),
  )
  .option("--case <name>", "run this case of a config only")
  .option("--scenario <id>", "run this scenario only: by its id, its number, or on one line")
  .addOption(
    new Option("--bug <name>", "inject a bug besides those of the config (repeatable)")
      .argParser(bug)
      .default([], "none"),
  )
  .addOption(new Option("--crypto <suite>", "use these signatures").choices(CRYPTO_NAMES))
  .option("--trace", "print everything that happens in a case or scenario")
  .option("--trace-out <file>", "write the same as JSON lines, with the result")
  .option("--json", "print one JSON document instead of a report")
  .option("--digest", "digest the transcripts of all scenarios, not only their results")
  .option("--out <file>", "write results as JSON lines; go on with them if they are there")
  .option("--limit <n>", "run the first n scenarios only", wholeNumber)
  .option("--junit <file>", "write a JUnit report: a test for each property of each case or file")
  .option("--annotations", "print what is wrong as annotations, for GitHub to show")
  .addHelpText("after", EXAMPLES);

await runCommand("twins-exec", async () => {
  const began = performance.now();
  command.parse();
  const [file = ""] = command.args;
  return exec({
    file,
    options: command.opts<Options>(),
    paint: paintFor(process.stdout),
    print: (lines) => process.stdout.write(lines.map((line) => `${line}\n`).join("")),
    elapsed: () => (performance.now() - began) / 1000,
    version: packageVersion(),
  });
});
