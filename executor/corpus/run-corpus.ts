/** Runs the scenarios of a corpus before a sweep, and says what became of them. */
import { runsInProgram } from "../../io/protocols/choose.js";
import { count } from "../../lib/properties/wording.js";
import { notationOf } from "../../lib/scenario/notation.js";
import type { Shrunk } from "../counterexample/shrink/shrink.js";
import type { ResultsDocument } from "../results/document.js";
import type { Family } from "../results/families.js";
import type { ScenarioRecord } from "../results/record.js";
import { scenarioDigest } from "../results/scenario-digest.js";
import type { Session } from "../session.js";
import { rangePool } from "../sweeps/range-pool.js";
import type { Sweep } from "../sweeps/sweep.js";
import { addFamilies, readCorpus } from "./corpus.js";
import type { Corpus } from "./corpus.js";
import type { CorpusEntry } from "./entry.js";

/** A scenario of the corpus that fails. */
interface CorpusFailure {
  readonly entry: CorpusEntry;
  readonly record: ScenarioRecord;
}

/** The corpus of sweeps that name no other. */
export const CORPUS = ".twins/corpus.jsonl";

/** What a corpus adds to a sweep: what its scenarios showed, and where new families go. */
export interface SweepCorpus {
  /** How many of its scenarios fail. */
  readonly failed: number;
  readonly lines: readonly string[];
  readonly fields: Pick<ResultsDocument, "corpus">;
  readonly warnings: readonly string[];
  /** Adds new families, as they were shrunk. Returns why nothing could be written, if so. */
  readonly add: (
    families: readonly Family[],
    shrunkOf: (family: Family) => Shrunk | undefined,
  ) => Promise<string | undefined>;
}

const NONE: SweepCorpus = {
  ...{ failed: 0, lines: [], fields: {}, warnings: [] },
  add: () => Promise.resolve(undefined),
};

/** Runs the corpus of a sweep. Throws {@link InputError} if it cannot be read at all. */
export async function openCorpus(sweep: Sweep, session: Session): Promise<SweepCorpus> {
  const { corpus: name = CORPUS } = session.options;
  if (name === false) return NONE;
  const corpus = readCorpus(name, sweep.job.run);
  const failures = await runCorpus(corpus, sweep, session);
  return {
    failed: failures.length,
    lines: corpusLines(corpus, failures, name),
    fields: corpusFields(corpus, failures),
    warnings: corpus.unusable.map((line) => `${line}; it is left as it is`),
    add: (families, shrunkOf) => addFamilies(name, sweep, families, shrunkOf),
  };
}

/** Runs every entry with the protocol, the bugs and the limits of the sweep, and its own roster. */
async function runCorpus(
  { entries }: Corpus,
  sweep: Sweep,
  session: Session,
): Promise<readonly CorpusFailure[]> {
  const byHeader = new Map<string, CorpusEntry[]>();
  for (const entry of entries) {
    const key = JSON.stringify(entry.header);
    byHeader.set(key, [...(byHeader.get(key) ?? []), entry]);
  }
  const failures: CorpusFailure[] = [];
  for (const group of byHeader.values()) failures.push(...(await runGroup(group, sweep, session)));
  return failures;
}

/** Entries with the same roster and semantics. */
async function runGroup(
  group: readonly CorpusEntry[],
  { job }: Sweep,
  { sweeper, options }: Session,
): Promise<readonly CorpusFailure[]> {
  const [first] = group;
  if (first === undefined) return [];
  const { header } = first;
  const pool = rangePool(
    {
      ...{ run: job.run, context: header, digests: "none", verified: 0, detail: undefined },
      shard: { first: 0, stride: 1 },
    },
    // A program has the limit for its answers.
    {
      ...{ workers: 1, module: sweeper },
      seconds: runsInProgram(job.run) ? undefined : options.nodeTimeout,
    },
  );
  try {
    const scenarios = group.map(({ scenario }, place) => {
      return { place, scenario, digest: scenarioDigest(scenario) };
    });
    const { failures } = await pool.run({ from: 0, to: group.length, scenarios });
    return failures.flatMap(({ place, record }) => {
      const entry = group[place];
      return entry === undefined ? [] : [{ entry, record }];
    });
  } finally {
    await pool.close();
  }
}

/** What the report says of a corpus; nothing of an empty one. */
function corpusLines(
  { entries, others }: Corpus,
  failures: readonly CorpusFailure[],
  name: string,
): readonly string[] {
  if (entries.length + others === 0) return [];
  const found = failures.length === 0 ? "no violation" : `${failures.length} with a violation`;
  const run =
    entries.length === 0
      ? "nothing of this protocol"
      : `${count(entries.length, "scenario")}, run first, not counted above: ${found}`;
  return [
    `corpus ${name}: ${run}${others === 0 ? "" : `; of other protocols: ${others}`}`,
    ...failures.map(({ entry, record }) => {
      const what = namesOf(record).join(", ");
      return `  ${what}: ${entry.scenario.id}, ${notationOf(entry.scenario.rounds)}`;
    }),
  ];
}

const namesOf = ({ verdict, witnesses = [] }: ScenarioRecord): readonly string[] => [
  ...(verdict === "crashed" ? ["crash"] : []),
  ...witnesses.map(({ property }) => property),
];

/** The field of the document; absent if the corpus has nothing for this protocol. */
const corpusFields = (
  { entries }: Corpus,
  failures: readonly CorpusFailure[],
): Pick<ResultsDocument, "corpus"> =>
  entries.length === 0
    ? {}
    : {
        corpus: {
          scenarios: entries.length,
          failed: failures.map(({ entry }) => entry.scenario.id),
        },
      };
