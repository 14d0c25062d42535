/** What a checkpoint says, line by line, and its checksum. */
import { z } from "zod";
import { exactly, list, record } from "../../../lib/scenario/input/zod-problems.js";
import { LineDigest } from "../../run/digest.js";
import { MOST_OUTCOMES } from "./certificate.js";
import type { NewStateClass } from "../frontier.js";
import {
  FINDING,
  HASH,
  PATH,
  encodeFinding,
  encodeCounts,
  COUNTS_BY_FIRST_ROUND,
  WHOLE,
} from "./serialization.js";
import type { ExplorationState } from "../exploration-state.js";

const FORMAT = "twins-checkpoint";
const VERSION = 3;

const LENGTH = record({ events: WHOLE, time: z.number("a number").min(0, "0 or more") });

/** The first line. */
export const HEADER = record({
  format: exactly(FORMAT),
  version: exactly(VERSION),
  basis: HASH.describe("Digest of everything that what follows depends on."),
  states: WHOLE,
  merged: WHOLE,
  runs: WHOLE,
  longest: LENGTH,
  findings: z
    .array(z.unknown(), "a list")
    .max(MOST_OUTCOMES, `at most ${MOST_OUTCOMES} findings`)
    .pipe(list(FINDING)),
  bundles: WHOLE.describe("So many lines follow, and one more."),
});

const FINGERPRINT = "32 hexadecimal digits, or a line's number where a pass is under way";

/** Below every level: what is left of the current layer comes first. */
export const UNDER_WAY = -1;

const LEVEL = `a whole number from ${UNDER_WAY}`;

/** Every other line but the last: a class of states. */
export const STATE_CLASS = record({
  fingerprint: z.string(FINGERPRINT).regex(/^([0-9a-f]{32}|\d{0,15})$/, FINGERPRINT),
  level: z.int(LEVEL).min(UNDER_WAY, LEVEL),
  path: PATH,
  shares: COUNTS_BY_FIRST_ROUND,
  longest: LENGTH,
}).transform(({ shares, ...rest }) => ({ ...rest, counts: shares }));

/** The last line. */
export const SEAL = record({
  sha256: HASH.describe("SHA-256 of all lines before, each with a line feed."),
});

/** The state of an exploration between two batches, as the lines of a file. */
export function* checkpointLines(exploration: ExplorationState, basis: string): Generator<string> {
  const digest = new LineDigest();
  for (const line of unsealed(exploration, basis)) {
    digest.add(line);
    yield `${line}\n`;
  }
  const seal: z.input<typeof SEAL> = { sha256: digest.hex() };
  yield `${JSON.stringify(seal)}\n`;
}

function* unsealed(exploration: ExplorationState, basis: string): Generator<string> {
  const { states, merged, findings } = exploration;
  const { runs, longest } = findings;
  const classes = unfinished(exploration);
  const header: z.input<typeof HEADER> = {
    ...{ format: FORMAT, version: VERSION, basis },
    ...{ states, merged, runs, longest },
    findings: findings.all().map(encodeFinding),
    bundles: classes.length,
  };
  yield JSON.stringify(header);
  for (const { path, counts, ...rest } of classes) {
    const line: z.input<typeof STATE_CLASS> = {
      ...rest,
      path: [...path],
      shares: encodeCounts(counts),
    };
    yield JSON.stringify(line);
  }
}

const unfinished = ({ open, frontier }: ExplorationState): readonly NewStateClass[] => [
  ...open.map((stateClass, index) => ({
    ...stateClass,
    level: UNDER_WAY,
    fingerprint: String(index),
  })),
  ...frontier.all(),
];
