#!/usr/bin/env node
/** The command line of twins-cluster. */
import { randomBytes } from "node:crypto";
import { Argument, Command, Option } from "commander";
import { packageVersion, runCommand, strict } from "../io/command.js";
import { standardScreen } from "../io/terminal/screen.js";
import { protocols } from "../lib/registry.js";
import { CRYPTO_NAMES } from "../lib/crypto/names.js";
import { cluster } from "./cluster.js";
import type { ClusterCommandOptions } from "./cluster.js";

const EXAMPLES = `
Examples:
  twins-cluster cluster-configs/faulty_dropouts.json
      run one test and report on clients, replicas and failures
  twins-cluster cluster-configs/
      run every test of a folder, one line each
  twins-cluster cluster-configs/probabilistic_failures.json --seed 7 --json
      run with another seed, and print one JSON document
  twins-cluster cluster-configs/syncup.json --out run
      keep ledgers, states and answers in files; the same command resumes after a crash

  twins-cluster cluster-configs/syncup.json --protocol ./mine.js
      run a protocol of your own, defined by ./mine.js

Exit codes: 0 all passed; 1 a workload did not finish, a property was violated, or an expectation
was not met; 2 the command or a file is invalid; 4 the tool itself failed.
`;

/** Size of a fresh random seed, in bytes. */
const SEED_BYTES = 8;

const command = strict(new Command("twins-cluster"))
  .description("Runs a BFT protocol with clients, workloads and injected failures, and judges it.")
  .version(packageVersion())
  .addArgument(new Argument("<path>", "a cluster config, or a folder of them"))
  .option("--json", "print one JSON document instead of a report")
  .option("-o, --out <folder>", "keep ledgers, states and answers in files; resume from them")
  .option(
    "--protocol <name>",
    `run this protocol: ${[...protocols.keys()].join(", ")}, or a module: ./mine.js; it must ` +
      "have durability, and answer requests",
  )
  .option("--seed <text>", "use this seed, and ignore the expectations of the config")
  .addOption(new Option("--crypto <suite>", "signature suite").choices(CRYPTO_NAMES))
  .addHelpText("after", EXAMPLES);

await runCommand("twins-cluster", async () => {
  command.parse();
  const [path = ""] = command.args;
  return cluster({
    path,
    options: command.opts<ClusterCommandOptions>(),
    ...standardScreen("output"),
    freshSeed: () => randomBytes(SEED_BYTES).toString("hex"),
  });
});
