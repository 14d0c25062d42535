/** Finds the nearest scenario that does not fail so, and where the two runs part. */
import { notationOf } from "../../../lib/scenario/notation.js";
import { removeDrops } from "../shrink/passes/drops.js";
import { healRound, mergeGroups } from "../shrink/passes/groups.js";
import { simplerLeader } from "../shrink/passes/leaders.js";
import { removeTwin } from "../shrink/passes/roster.js";
import { deleteRound } from "../shrink/passes/rounds.js";
import type { Subject } from "../shrink/subject.js";
import type { Trial } from "../shrink/trials.js";
import type { NeighbourFact } from "./document.js";

/** Small changes first: single drops come last among their candidates. */
const CHANGES = [
  (subject: Subject) => [...removeDrops.candidates(subject)].reverse(),
  (subject: Subject) => mergeGroups.candidates(subject),
  (subject: Subject) => healRound.candidates(subject),
  (subject: Subject) => removeTwin.candidates(subject),
  (subject: Subject) => simplerLeader.candidates(subject),
  (subject: Subject) => deleteRound.candidates(subject),
];

/** How neighbours are run. */
export interface NeighbourRuns {
  readonly run: (subject: Subject) => Trial;
  readonly transcript: (subject: Subject) => readonly string[];
}

/**
 * The first neighbour without any failure; else the first that fails in another way; null if every
 * neighbour fails alike.
 */
export function neighbourOf(
  subject: Subject,
  about: string,
  { run, transcript }: NeighbourRuns,
): NeighbourFact | null {
  let other: { readonly subject: Subject; readonly fails: string } | undefined;
  for (const changed of CHANGES.flatMap((change) => [...change(subject)])) {
    const fails = run(changed).failure?.about ?? "";
    if (fails === about) continue;
    other ??= { subject: changed, fails };
    if (fails !== "") continue;
    other = { subject: changed, fails };
    break;
  }
  if (other === undefined) return null;
  const differences = differencesIn(transcript(subject), transcript(other.subject));
  const { rounds } = other.subject;
  return {
    change: changeWords(subject, other.subject),
    rounds: notationOf(rounds),
    fails: other.fails,
    differences: [...differences],
  };
}

function changeWords(from: Subject, to: Subject): string {
  const twin = from.roster.twins.find((each) => !to.roster.twins.includes(each));
  if (twin !== undefined) return `without the twin of ${twin}`;
  const texts = [from, to].map(({ rounds }) => rounds.map((round) => notationOf([round])));
  const [before = [], after = []] = texts;
  const index = before.findIndex((text, at) => text !== after[at]);
  if (before.length !== after.length) return `without round ${index + 1}`;
  return `with "${after[index] ?? ""}" as round ${index + 1}`;
}

type Differences = NeighbourFact["differences"];

/**
 * Of two transcripts, the first lines that differ, and the first decisions, certificates or commits
 * that do. Who is sent a message differs by the change itself, and is left out.
 */
function differencesIn(here: readonly string[], there: readonly string[]): Differences {
  const isEvent = (line: string): boolean => !/^.{13}sends /.test(line);
  const isDecision = (line: string): boolean => /^.{13}(may|forms|commits) /.test(line);
  const found = [isEvent, isDecision].flatMap((counts) =>
    firstDifference(here.filter(counts), there.filter(counts)),
  );
  const [first, second] = found;
  return first?.here === second?.here && first?.there === second?.there ? found.slice(0, 1) : found;
}

const NOTHING = "nothing more";
/** Instead of a line that the other run has, too, at another place. */
const NOT_SO = "that does not happen";

function firstDifference(here: readonly string[], there: readonly string[]): Differences {
  const length = Math.max(here.length, there.length);
  for (let index = 0; index < length; index++) {
    const [mine, theirs] = [here[index], there[index]];
    if (mine === theirs) continue;
    const isCommon = { mine: isIn(there, mine), theirs: isIn(here, theirs) };
    return [
      {
        here: isCommon.mine && !isCommon.theirs ? NOT_SO : lineWords(mine),
        there: isCommon.theirs && !isCommon.mine ? NOT_SO : lineWords(theirs),
      },
    ];
  }
  return [];
}

const isIn = (lines: readonly string[], line: string | undefined): boolean =>
  line !== undefined && lines.includes(line);

/** A line of a transcript with single spaces. */
const lineWords = (line: string | undefined): string =>
  line === undefined
    ? NOTHING
    : `at ${line.trim().replaceAll(/ {2,}/g, " ").replace(" ", " ms: ")}`;
