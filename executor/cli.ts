#!/usr/bin/env node
/** The command line of twins-exec. */
import { availableParallelism } from "node:os";
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { packageVersion, runCommand, strict } from "../io/command.js";
import { openFile } from "../io/files/open-file.js";
import { packageFile } from "../io/files/package-file.js";
import { settled } from "../io/outputs/standard-output.js";
import { readTime } from "../io/files/read-time.js";
import { complain, standardScreen } from "../io/terminal/screen.js";
import { protocols } from "../lib/registry.js";
import { isShard } from "../lib/space/generator-config.js";
import { checkProtocol } from "./check-protocol.js";
import { exec } from "./exec.js";
import { newProtocol } from "./new-protocol.js";
import { CORPUS } from "./corpus/run-corpus.js";
import { TEST_RUNNERS } from "./session.js";
import type { Options } from "./session.js";
import { CRYPTO_NAMES } from "../lib/crypto/names.js";

const EXAMPLES = `
Examples:
  twins-exec executor-configs/small_quorum_bug.json
      run every case of a config and check its expectation
  twins-exec executor-configs/small_quorum_bug.json --case equivocating_with_bug --trace
      run one case and print every event
  twins-exec executor-configs/small_quorum_bug.json --case equivocating_with_bug \\
      --html run.html --open
      show it in a browser: messages, blocks, and why a property is violated
  twins-exec generated/all_random.json --out results.jsonl
      run every scenario of a file; the same command resumes an interrupted run
  twins-exec generated/all_random.json --bug small_quorum --json
      the same with an injected bug, as one JSON document
  twins-exec generator-configs/all_random.json --limit 20000 --workers 2 --out results.jsonl
      run scenarios of a space by their numbers; no file of them is needed
  twins-exec generator-configs/all_random.json --limit 20000 --shard 2/7 --out shard-2.jsonl
      run part 2 of 7 of the same; twins-merge puts the parts together
  twins-exec generator-configs/all_random.json --limit 20000 --queue redis://10.0.0.5:6379
      have workers on other machines run the same, and gather their results
  twins-exec generator-configs/all_random.json --max-time 30m --bail
      run until the first failure, for half an hour at most
  twins-exec generator-configs/all_random.json --bug small_quorum --find agreement
      search for a scenario that forks, by several strategies
  twins-exec attacks
      run all published attacks of a folder, each with the correct rules as its control
  twins-exec generator-configs/all_random.json --scenario e20b7fad31fae28a:1f4 --trace
      run one scenario by its id; a scenario file works as well
  twins-exec generator-configs/paper/4-1-2-4.json --exhaustive
      judge every scenario of a space, exploring equal states once
  twins-exec generator-configs/paper/4-1-2-7.json --exhaustive --certificate 4-1-2-7.json
      the same, and write a certificate of the counts
  twins-exec generator-configs/paper/4-1-2-4.json --exhaustive --bug small_quorum \\
      --property agreement
      count the scenarios that fork; each run stops at its fork
  twins-exec generated/all_random.json --protocol ./mine.js --bug forgets
      run a protocol of your own, defined by ./mine.js, with one of its bugs
  twins-exec --new-protocol mine.js
      write a small protocol to start from, and print the next steps
  twins-exec --check-protocol ./mine.js
      check it against laws that every protocol obeys
  twins-exec generated/all_random.json --protocol ./mine.js --verify-determinism 100
      run 100 scenarios twice, and name the first event with another answer
  twins-exec --audit 4-1-2-7.json --sample 1000
      check a certificate against 1,000 scenarios run singly

Exit codes: 0 as expected; 1 a property was violated, a protocol crashed, or an expectation was not
met; 2 the command or a file is invalid; 3 inconclusive: a limit or --max-time was reached, or
nothing was run; 4 the tool itself failed.
`;

/** An option that may be given several times. */
function repeatable(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The same for a name that the protocol knows. */
const several = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,14}$/.test(value)) {
    throw new InvalidArgumentError("Allowed: a whole number from 1 to 999999999999999.");
  }
  return Number(value);
}

/** Upper limit of worker threads per core: more gain no speed, and each needs some 20 MB. */
const THREADS_A_CORE = 4;

function threads(value: string): number {
  const count = wholeNumber(value);
  const cores = availableParallelism();
  const most = THREADS_A_CORE * cores;
  if (count <= most) return count;
  const why = `${THREADS_A_CORE} for each of the ${cores} that this machine runs at once`;
  throw new InvalidArgumentError(`At most ${most}: ${why}.`);
}

function shard(value: string): string {
  if (isShard(value)) return value;
  throw new InvalidArgumentError("Allowed: i/n with i from 1 to n, such as 2/5.");
}

/** A number of failures; without one, the option alone is 1. */
const failures = (value: string | number): number => wholeNumber(String(value));

const command = strict(new Command("twins-exec"))
  .description("Runs Twins scenarios against a BFT protocol and judges what happens.")
  .version(packageVersion())
  .addArgument(
    new Argument(
      "[file]",
      "an executor config, a generator config, a file of scenarios, or an attack",
    ),
  )
  .option("--case <name>", "run this case of a config only")
  .option("--scenario <id>", "run this scenario only: by its id, its number, or on one line")
  .option(
    "--protocol <name>",
    `run this protocol: ${[...protocols.keys()].join(", ")}, a module: ./mine.js, ` +
      'or a program in any language: "exec: python3 mine.py"',
  )
  .addOption(
    new Option("--bug <name>", "inject a bug besides those of the config (repeatable)")
      .argParser(repeatable)
      .default([], "none"),
  )
  .addOption(new Option("--crypto <suite>", "signature suite").choices(CRYPTO_NAMES))
  .option("--exhaustive", "judge every scenario of a generator config, exploring equal states once")
  .option(
    "--property <name>",
    "judge this property only (repeatable); safety stands for all safety properties",
    repeatable,
  )
  .option(
    "--without-reduction <name>",
    "with --exhaustive, leave this reduction out (repeatable; all: every one); counts are the same",
    several,
  )
  .option("--symmetry", "with --exhaustive, merge states equal up to renaming, where that is exact")
  .option(
    "--find [property]",
    "search a generator config, and what is near it, for a violation (of this property)",
  )
  .option(
    "--witnesses <n>",
    "with --exhaustive, print n scenarios for each violated property",
    wholeNumber,
  )
  .option(
    "--node-timeout <s>",
    "count a scenario as crashed when it takes s seconds of real time, or when an answer of a " +
      "program does (default: 10); with --exhaustive, give up when a batch of states does",
    wholeNumber,
  )
  .option(
    "--workers <n>",
    "use n threads for --exhaustive or for many scenarios (default: one per core)",
    threads,
  )
  .option(
    "--queue [url]",
    "have workers elsewhere (twins-worker) run many scenarios, through Redis at this URL " +
      "(default: $REDIS_URL)",
  )
  .option("--checkpoint <file>", "save progress of --exhaustive to this file, and resume from it")
  .option("--certificate <file>", "write the counts of --exhaustive and everything they depend on")
  .option("--audit <certificate>", "check a certificate against scenarios run singly")
  .option("--sample <n>", "with --audit, number of scenarios to run (default: 1000)", wholeNumber)
  .option("--trace", "print every event of a case or scenario")
  .option("--trace-out <file>", "write the events and the result as JSON lines")
  .option("--html <file>", "write a page that shows the case, scenario or sweep in a browser")
  .option("--open", "with --html, open the page")
  .option("--against-correct", "with --html, show the same scenario by the correct rules beside it")
  .option("--mermaid", "print a case or scenario as a Mermaid sequence diagram, and nothing else")
  .option("--itf <file>", "write the trace in the Informal Trace Format of model checkers")
  .option(
    "--check-protocol <name>",
    "check a protocol, by its name, its module or its program, against the laws of " +
      "twins-bft/testing",
  )
  .option("--json", "print one JSON document instead of a report")
  .option("--digest", "digest the transcripts of all scenarios, not only their results")
  .option("-o, --out <file>", "write results as JSON lines; go on with them if they are there")
  .option(
    "--verify-determinism <n>",
    "run the first n cases or scenarios twice, and compare all answers of the protocol",
    wholeNumber,
  )
  .option("--all", "with --out, write a line for every scenario, not only for failures")
  .option("--limit <n>", "run the first n scenarios only, over all shards", wholeNumber)
  .option("--offset <n>", "skip the first n scenarios of the order of a generator config")
  .addOption(
    new Option("--order <name>", "order of the scenarios of a generator config").choices([
      "systematic",
      "random",
    ]),
  )
  .option("--seed <text>", "seed of every random choice; random order if nothing else is random")
  .option("--shard <i/n>", "run part i of n disjoint parts", shard)
  .option("--max-time <time>", "begin nothing more after this time: 90s, 30m, 2h", readTime)
  .addOption(
    new Option("--bail [n]", "end at failure n (default: 1)").preset(1).argParser(failures),
  )
  .option(
    "--corpus <file>",
    `run the failures of earlier sweeps first, and add new ones (default: ${CORPUS})`,
  )
  .option("--no-corpus", "neither read nor write a corpus")
  .option("--gauntlet", "run scenarios of a space against every declared bug: which are found?")
  .option("--mutate <module>", "the same, for the bugs that your own protocol declares")
  .option("--audit-symmetry", "count how often a verdict changes when nodes exchange names")
  .option("--coverage", "count how often each decision of the protocol said yes and no")
  .option("--shrink", "shrink what fails to the simplest scenario that fails alike")
  .option("--no-shrink", "with many scenarios, do not shrink the first of each family of failures")
  .option("--shrink-log", "the same as --shrink, and list the steps")
  .option("--explain", "explain, of a case or a scenario that fails, what went wrong and why")
  .option("--save-case <file>", "add what fails, shrunk, to this executor config as cases")
  .addOption(
    new Option(
      "--as-test <runner>",
      "print a test of what fails, shrunk, and nothing else",
    ).choices(TEST_RUNNERS),
  )
  .option("--junit <file>", "write a JUnit report: a test for each property of each case or file")
  .option("--annotations", "print what is wrong as annotations, for GitHub to show")
  .option("--new-protocol <file>", "write a small protocol to start from; run nothing")
  .addHelpText("after", EXAMPLES);

await runCommand("twins-exec", async () => {
  const began = performance.now();
  command.parse();
  const options = command.opts<Options>();
  const [file = options.audit] = command.args;
  if (options.newProtocol !== undefined) {
    if (file !== undefined) return command.error("error: --new-protocol takes no other file");
    return newProtocol(options.newProtocol, options, standardScreen("output"));
  }
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
    redisUrl: process.env["REDIS_URL"],
    cores: availableParallelism(),
    viewerPage: () => packageFile(new URL("../viewer/page.html", import.meta.url)),
    openFile,
    explorer: new URL("./exhaustive/worker.js", import.meta.url),
    sweeper: new URL("./sweeps/worker.js", import.meta.url),
  });
});
