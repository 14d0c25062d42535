/**
 * The demonstration, `npm start`: runs the first commands of a new user. Each step is a command of
 * this package, printed before it runs.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

interface Step {
  readonly says: string;
  readonly command: readonly [name: "twins-gen" | "twins-exec", ...args: string[]];
  /** The exit code that the command must have. */
  readonly exit: number;
}

/** The page that shows the fork. */
const PICTURE = "generated/fork.html";

const STEPS: readonly Step[] = [
  {
    says: "Count the scenarios of a space, exactly and before anything is run.",
    command: ["twins-gen", "generator-configs/all_random.json", "--count"],
    exit: 0,
  },
  {
    says: "Draw 10,000 of them at random, without repetition, the same on every machine.",
    command: ["twins-gen", "generator-configs/all_random.json"],
    exit: 0,
  },
  {
    says: "Replay each against the correct DiemBFT v4, and judge safety and liveness.",
    command: ["twins-exec", "generated/all_random.json"],
    exit: 0,
  },
  {
    says: "Inject a bug (two votes in one round), replay 1,000 of them, and find who votes twice.",
    command: [
      "twins-exec",
      "generated/all_random.json",
      "--bug",
      "conflicting_votes",
      "--limit",
      "1000",
    ],
    exit: 1,
  },
  {
    says: "Inject another bug (certificates with a signer too few) in one case: a fork.",
    command: [
      "twins-exec",
      "executor-configs/small_quorum_bug.json",
      "--case",
      "equivocating_with_bug",
      "--html",
      PICTURE,
    ],
    exit: 0,
  },
];

const ENTRIES = { "twins-gen": "generator/cli.js", "twins-exec": "executor/cli.js" };

mkdirSync("generated", { recursive: true });
for (const [index, { says, command, exit }] of STEPS.entries()) {
  const [name, ...args] = command;
  console.log(`\n${index + 1}. ${says}\n$ ${command.join(" ")}`);
  const entry = fileURLToPath(new URL(ENTRIES[name], import.meta.url));
  const { status } = spawnSync(process.execPath, [entry, ...args], { stdio: "inherit" });
  if (status === exit) continue;
  console.error(`the demonstration expected exit code ${exit} here, and got ${String(status)}`);
  process.exit(4);
}
console.log(`\nsee the fork: open ${resolve(PICTURE)} in a browser`);
