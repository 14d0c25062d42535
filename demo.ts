/**
 * The demonstration, `npm start`: what a newcomer types in the first minutes, typed for them. Each
 * step is a command of this package, shown before it runs.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

interface Step {
  readonly says: string;
  readonly command: readonly [name: "twins-gen" | "twins-exec", ...args: string[]];
  /** How the command must end. */
  readonly exit: number;
}

const STEPS: readonly Step[] = [
  {
    says: "How many scenarios are there? Counted exactly, before anything is run.",
    command: ["twins-gen", "generator-configs/all_random.json", "--count"],
    exit: 0,
  },
  {
    says: "Draw 10,000 of them, none twice, the same ones on every machine.",
    command: ["twins-gen", "generator-configs/all_random.json"],
    exit: 0,
  },
  {
    says: "Replay each against a correct DiemBFT v4, and judge safety and liveness.",
    command: ["twins-exec", "generated/all_random.json"],
    exit: 0,
  },
  {
    says: "Plant a bug, two votes in one round, and replay a thousand of them: who votes twice?",
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
    says: "Another, certificates with one signer too few, in a scenario written by hand: a fork.",
    command: [
      "twins-exec",
      "executor-configs/small_quorum_bug.json",
      "--case",
      "equivocating_with_bug",
    ],
    exit: 0,
  },
];

const ENTRIES = { "twins-gen": "generator/cli.js", "twins-exec": "executor/cli.js" };

for (const [index, { says, command, exit }] of STEPS.entries()) {
  const [name, ...args] = command;
  console.log(`\n${index + 1}. ${says}\n$ ${command.join(" ")}`);
  const entry = fileURLToPath(new URL(ENTRIES[name], import.meta.url));
  const { status } = spawnSync(process.execPath, [entry, ...args], { stdio: "inherit" });
  if (status === exit) continue;
  console.error(`the demonstration expected exit code ${exit} here, and got ${String(status)}`);
  process.exit(4);
}
