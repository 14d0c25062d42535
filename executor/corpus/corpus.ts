/** A corpus: scenarios that failed before. A sweep runs them first, and adds its new families. */
import { addToShared, sharedLines } from "../../io/outputs/logs/shared-log.js";
import { ToolFailure } from "../../io/failure.js";
import { Locked } from "../../io/outputs/lock.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import { unfitRounds } from "../config/protocol-problems.js";
import type { Shrunk } from "../counterexample/shrink/shrink.js";
import type { Family } from "../results/families.js";
import { witnessesOf } from "../results/record.js";
import { protocolFields } from "../results/protocol-fields.js";
import { protocolOf } from "../run/run-case.js";
import type { RunConfig } from "../config/config.js";
import { isUnanswered } from "../sweeps/watchdog.js";
import type { Sweep } from "../sweeps/sweep.js";
import { corpusLine, readCorpusLine } from "./entry.js";
import type { CorpusEntry } from "./entry.js";

/** What a corpus has for a protocol. */
export interface Corpus {
  /** The scenarios of this protocol, in the order in which they were found. */
  readonly entries: readonly CorpusEntry[];
  /** Lines that cannot be used, each with its number and the reason. They stay where they are. */
  readonly unusable: readonly string[];
  /** How many entries are of other protocols. */
  readonly others: number;
}

/** Reads a corpus; an empty one if there is no file. Throws {@link InputError}. */
export function readCorpus(name: string, run: RunConfig): Corpus {
  const protocol = protocolOf(run);
  const entries: CorpusEntry[] = [];
  const unusable: string[] = [];
  let others = 0;
  for (const [index, text] of sharedLines(name).entries()) {
    const where = `${name}:${index + 1}`;
    const entry = readCorpusLine(text);
    if (typeof entry === "string") unusable.push(`${where} ${entry}`);
    else if (entry.protocol !== run.protocol) others++;
    else if (unfitRounds(entry.scenario.rounds, protocol, "").length > 0) {
      unusable.push(`${where} asks of ${run.protocol} what it does not have`);
    } else entries.push(entry);
  }
  return { entries, unusable, others };
}

/**
 * Adds the first scenario of each family that a corpus does not have yet: what it was shrunk to, if
 * it was. A scenario in which the protocol never returned is left out: running it first would stop
 * the next sweep. Returns why nothing could be written, if so: the results of a sweep do not depend
 * on it.
 */
export async function addFamilies(
  name: string,
  sweep: Sweep,
  families: readonly Family[],
  shrunkOf: (family: Family) => Shrunk | undefined,
): Promise<string | undefined> {
  const kept = families.filter(({ first }) => !isUnanswered(first));
  if (kept.length === 0) return undefined;
  try {
    const scenarios = await sweep.find(new Set(kept.map(({ first }) => first.id)));
    const { run } = sweep.job;
    const found = kept.flatMap((family): readonly CorpusEntry[] => {
      const { key, properties, first } = family;
      const scenario = scenarios.get(first.id);
      if (scenario === undefined) return [];
      const common = { ...protocolFields(run), bugs: [...run.bugs], family: key };
      const shrunk = shrunkOf(family);
      return shrunk === undefined
        ? [{ ...common, violated: [...properties], header: sweep.scenarios, scenario }]
        : [{ ...common, ...shrunkEntry(shrunk, sweep) }];
    });
    await addToShared(name, (lines) => {
      const known = new Set(lines.map(readCorpusLine).map(keyOf));
      return found.filter((entry) => !known.has(keyOf(entry))).map(corpusLine);
    });
    return undefined;
  } catch (error) {
    const isExpected = error instanceof InputError || error instanceof ToolFailure;
    if (!isExpected && !(error instanceof Locked)) throw error;
    return `the corpus was not updated: ${error.message}`;
  }
}

/** A shrunk scenario has a roster of its own, and may violate less than the original. */
const shrunkEntry = (
  { scenario, roster, result }: Shrunk,
  { scenarios }: Sweep,
): Pick<CorpusEntry, "header" | "scenario" | "violated"> => ({
  header: { ...scenarios, roster },
  scenario,
  violated: witnessesOf(result).map(({ property }) => property),
});

const keyOf = (entry: CorpusEntry | string): string =>
  typeof entry === "string" ? "" : JSON.stringify([entry.protocol, entry.family]);
