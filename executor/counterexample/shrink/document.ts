/** What came of shrinking, for reports and for `--json`. */
import { z } from "zod";
import { record } from "../../../lib/scenario/input/zod-problems.js";
import { NAME } from "../../results/result-fields.js";
import { witnessesOf } from "../../results/record.js";
import type { Shrunk } from "./shrink.js";

const NAMES = z.array(NAME);

const STEP = record({
  pass: NAME.describe("What it did."),
  rounds: NAME.describe("The rounds after it, in one-line notation."),
  replicas: NAMES.describe("Where it changed the replicas: those that are left.").optional(),
  twins: NAMES.describe("Where it changed the twins: those that are left.").optional(),
});

/** The simplest scenario found that fails alike. */
export const SHRUNK = record({
  rounds: NAME.describe("In one-line notation."),
  replicas: NAMES,
  twins: NAMES,
  faulty: z.int().min(0),
  about: NAME.describe("What had to stay violated: the first property, or the crash."),
  violated: NAMES.describe("Everything that it violates; empty for a crash."),
  guilty: NAMES.describe("Identities that signed messages prove guilty; they stayed the same."),
  tried: z.int().min(0).describe("Number of scenarios run."),
  minimal: z.boolean().describe("Whether no single step leads further."),
  replay: z.string().describe("The command that runs it."),
  steps: z.array(STEP).describe("With --shrink-log: the steps that were taken.").optional(),
}).describe("The simplest scenario found that fails alike.");

/** What `--json` says of it. */
export type ShrunkDocument = z.output<typeof SHRUNK>;

/** A shrunk scenario as `--json` says it. */
export function shrunkDocument(shrunk: Shrunk, replay: string, withSteps: boolean): ShrunkDocument {
  const { roster, scenario, failure, result, tried, isMinimal } = shrunk;
  return {
    rounds: scenario.id,
    replicas: [...roster.replicas],
    twins: [...roster.twins],
    faulty: roster.faulty,
    about: failure.about,
    violated: witnessesOf(result).map(({ property }) => property),
    guilty: [...failure.guilty],
    tried,
    minimal: isMinimal,
    replay,
    ...(withSteps ? { steps: stepDocuments(shrunk) } : {}),
  };
}

const stepDocuments = ({ steps, from }: Shrunk): z.output<typeof STEP>[] =>
  steps.map(({ pass, rounds, roster }, index) => {
    const before = steps[index - 1]?.roster ?? from;
    const { replicas, twins } = roster;
    return {
      ...{ pass, rounds },
      ...(replicas.length === before.replicas.length ? {} : { replicas: [...replicas] }),
      ...(twins.length === before.twins.length ? {} : { twins: [...twins] }),
    };
  });

/** The steps with their numbers, for `--shrink-log`. */
export const stepLines = (shrunk: Shrunk): readonly string[] =>
  stepDocuments(shrunk).map(({ pass, rounds, replicas, twins }, index) => {
    const left = [
      ...(replicas === undefined ? [] : [`replicas left: ${replicas.join(" ")}`]),
      ...(twins === undefined ? [] : [`twins left: ${twins.join(" ") || "none"}`]),
    ];
    const what = left.length === 0 ? pass : `${pass} (${left.join("; ")})`;
    return `${index + 1}. ${what}: ${rounds}`;
  });

/** Whether one step changed who takes part. */
export const hasOtherRoster = ({ roster, from }: Pick<Shrunk, "roster" | "from">): boolean =>
  roster.replicas.length !== from.replicas.length || roster.twins.length !== from.twins.length;
