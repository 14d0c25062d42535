/** Transcripts of shipped cases. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readConfig } from "../../executor/config/read-config.js";
import { runCase } from "../../executor/run/run-case.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { transcripts } from "../support/transcript.js";

const CONFIGS = new URL("../../executor-configs/", import.meta.url);

/** What happens in a shipped case, named `config/case`. */
function transcriptOf(path: string): readonly string[] {
  const [config = "", name] = path.split("/");
  const text = readFileSync(new URL(`${config}.json`, CONFIGS), "utf8");
  const { run, work } = valueOf(readConfig(JSON.parse(text)));
  const cases = work.kind === "cases" ? work.cases : [];
  return cases
    .filter(({ scenario }) => scenario.id === name)
    .flatMap((each) => runCase(run, each).transcript);
}

describe("transcripts of shipped cases", () => {
  transcripts(
    fileURLToPath(new URL("transcripts/", import.meta.url)),
    () => (input) => input.flatMap(transcriptOf),
  );
});
