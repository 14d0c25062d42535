/** Runs transcript files: input blocks and their expected output. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { UPDATE } from "./update.js";

/** Answers one input block with the lines to be shown; keeps what must last from block to block. */
export type Driver = (input: readonly string[]) => readonly string[];

interface Step {
  /** Everything before the rule, as it stands: input, comments (`#`), blank lines. */
  readonly head: readonly string[];
  readonly output: readonly string[];
}

const RULE = "----";

/**
 * A transcript is a list of steps: input lines among `#` comments, a line `----`, and the output
 * up to the next blank line.
 */
function parse(text: string): readonly Step[] {
  const steps: Step[] = [];
  let lines = text.replace(/\n+$/, "").split("\n");
  while (lines.length > 0) {
    const rule = lines.indexOf(RULE);
    if (rule < 0) throw new Error(`no ${RULE} follows the input: ${lines.join(" / ")}`);
    const length = lines.slice(rule).indexOf("");
    const end = length < 0 ? lines.length : rule + length;
    steps.push({ head: lines.slice(0, rule), output: lines.slice(rule + 1, end) });
    lines = lines.slice(end + 1);
  }
  return steps;
}

const render = (steps: readonly Step[]): string =>
  steps.map(({ head, output }) => `${[...head, RULE, ...output].join("\n")}\n`).join("\n");

const inputOf = ({ head }: Step): readonly string[] =>
  head.filter((line) => line.trim() !== "" && !line.startsWith("#"));

/** The transcript with the output that the driver gives now. */
export function replay(text: string, driver: Driver): string {
  const steps = parse(text).map((step) => {
    const output = driver(inputOf(step)).map((line) => line.trimEnd());
    if (output.includes("")) throw new Error("a blank line would end a transcript's output");
    return { ...step, output };
  });
  return render(steps);
}

/** One test for each `.txt` file of a folder, each with a driver of its own. */
export function transcripts(folder: string, newDriver: () => Driver): void {
  const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));
  if (files.length === 0) throw new Error(`${folder} holds no transcript`);
  for (const file of files.sort()) {
    it(file, () => {
      const path = join(folder, file);
      const before = readFileSync(path, "utf8");
      const now = replay(before, newDriver());
      if (UPDATE) writeFileSync(path, now);
      else expect(now).to.equal(before);
    });
  }
}
