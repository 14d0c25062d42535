#!/usr/bin/env node
/** The command line of twins-cluster. */
import { randomBytes } from "node:crypto";
import { Argument, Command, Option } from "commander";
import { packageVersion, runCommand, strict } from "../io/command.js";
import { standardScreen } from "../io/screen.js";
import { CRYPTO_NAMES } from "../lib/crypto/names.js";
import { cluster } from "./cluster.js";
import type { ClusterCommandOptions } from "./cluster.js";

const EXAMPLES = `
Examples:
  twins-cluster cluster-configs/faulty_dropouts.json
      one test, with a report on clients, replicas and failures
  twins-cluster cluster-configs/
      every test of a folder, a line each
  twins-cluster cluster-configs/probabilistic_failures.json --seed 7 --json
      the same with other draws, as one JSON document
  twins-cluster cluster-configs/syncup.json --out run
      ledgers, states and answers in files; run again after a crash, it goes on from them

Exit codes: 0 all passed; 1 a workload unfinished, a property violated, or something expected not
shown; 2 the command or a file is wrong; 4 the tool failed.
`;

/** How many bytes make a seed that nobody has drawn before. */
const SEED_BYTES = 8;

const command = strict(new Command("twins-cluster"))
  .description("Runs DiemBFT v4 with clients, workloads and injected failures, and judges it.")
  .version(packageVersion())
  .addArgument(new Argument("<path>", "a cluster config, or a folder of them"))
  .option("--json", "print one JSON document instead of a report")
  .option("-o, --out <folder>", "keep ledgers, states and answers in files; go on with them")
  .option("--seed <text>", "use this seed, and expect nothing but a correct run")
  .addOption(new Option("--crypto <suite>", "use these signatures").choices(CRYPTO_NAMES))
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
