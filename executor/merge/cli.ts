#!/usr/bin/env node
/** The command line of twins-merge. */
import { Command } from "commander";
import { packageVersion, runCommand, strict } from "../../io/command.js";
import { EXIT, exitCodeOf } from "../../io/exit.js";
import type { ExitCode } from "../../io/exit.js";
import { claimOutputs } from "../../io/outputs/claim.js";
import { openOutput } from "../../io/outputs/output.js";
import { standardScreen } from "../../io/terminal/screen.js";
import { mergeDocument, mergeReport } from "./merge-report.js";
import { mergeShards, openShards } from "./merge.js";
import type { Merged } from "./merge.js";

const EXAMPLES = `
Examples:
  twins-merge shard-*.jsonl -o all.jsonl      put the results of all shards together
  twins-merge shard-*.jsonl -o all.jsonl --config space.json
      the same, with the commands that replay the first scenario of each family
  twins-merge shard-*.jsonl.gz -o all.jsonl.gz --json
      the same with compressed files, and one JSON document instead of a report

The result is byte for byte that of the same run without --shard. Parts that overlap, that are
missing, that are not complete or that are of another run are named, and nothing is written.

Exit codes: those of twins-exec. 0 as expected; 1 a property was violated, or a protocol crashed;
2 the command or a file is invalid; 3 inconclusive: a limit was reached, or nothing was run; 4 the
tool itself failed.
`;

interface Options {
  readonly out: string;
  readonly config?: string;
  readonly json?: true;
}

const program = strict(new Command("twins-merge"))
  .description("Merges the results of all shards of a run of twins-exec.")
  .argument("<files...>", "results files, one of each shard")
  .requiredOption("-o, --out <file>", "write the results of the whole run")
  .option("--config <file>", "the file that was run, for the lines that replay a scenario")
  .option("--json", "print one JSON document instead of a report")
  .version(packageVersion())
  .addHelpText("after", EXAMPLES);

async function main(): Promise<ExitCode> {
  program.parse();
  const { out, config, json } = program.opts<Options>();
  const names = program.args;
  const release = await claimOutputs([{ option: "--out", path: out, kind: "whole" }], names);
  try {
    const merged = await written(names, out);
    const screen = standardScreen("output");
    if (json === true) screen.json(JSON.stringify(mergeDocument(merged), null, 2));
    else screen.print(mergeReport(merged, { out, config }, screen.paint));
    const { summary, failed } = merged;
    return exitCodeOf([
      ...(failed > 0 ? [EXIT.violated] : []),
      ...(summary.inconclusive > 0 || summary.scenarios === 0 ? [EXIT.inconclusive] : []),
    ]);
  } finally {
    release();
  }
}

async function written(names: readonly string[], out: string): Promise<Merged> {
  const files = await openShards(names);
  const output = await openOutput(out);
  try {
    const merged = await mergeShards(files, output);
    await output.commit();
    return merged;
  } catch (error) {
    output.discard();
    throw error;
  }
}

await runCommand("twins-merge", main);
