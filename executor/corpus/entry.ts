/** The lines of a corpus: scenarios that failed in an earlier sweep, and what they violated. */
import { z } from "zod";
import { fileHeaderFields, readFileHeader } from "../../lib/scenario/formats/file-header.js";
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import { parseJson } from "../../lib/scenario/input/json-text.js";
import { record, wellFormed } from "../../lib/scenario/input/zod-problems.js";
import type { Scenario } from "../../lib/scenario/model.js";
import { notationOf } from "../../lib/scenario/notation.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { MODULE_HASH } from "../results/protocol-fields.js";
import { NAME } from "../results/result-fields.js";

const FORMAT = "twins-corpus";
const VERSION = 1;

/** One line: an entry stands for itself, so that a damaged one costs no other. */
export const CORPUS_LINE = record({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  protocol: NAME.describe("Name of the protocol. Sweeps of this protocol run the scenario first."),
  protocolSha256: NAME.describe(`When it was found: ${MODULE_HASH}`).optional(),
  bugs: z.array(NAME).describe("The bugs that were injected when it was found."),
  violated: z.array(NAME).describe("What it violated when it was found; empty for a crash."),
  family: z.string().describe("What the scenarios of its family have in common."),
  file: z.record(NAME, z.unknown()).describe("Header of a scenario file: roster, semantics."),
  id: z.string(),
  rounds: z.string().describe("The rounds, in one-line notation."),
}).describe("A line of a corpus of twins-exec.");

type CorpusLine = z.output<typeof CORPUS_LINE>;

/** A scenario that failed, with all that is needed to run it again. */
export interface CorpusEntry extends Pick<
  CorpusLine,
  "protocol" | "protocolSha256" | "bugs" | "violated" | "family"
> {
  readonly header: ScenarioFileHeader;
  readonly scenario: Scenario;
}

/** An entry as a line of text. */
export function corpusLine({ header, scenario, ...entry }: CorpusEntry): string {
  const { roster, semantics, stabilization } = header;
  const file = fileHeaderFields({ roster, semantics, stabilization });
  const { id, rounds } = scenario;
  const { protocol, protocolSha256, bugs, violated, family } = entry;
  return JSON.stringify({
    ...{ format: FORMAT, version: VERSION, protocol, protocolSha256, bugs, violated, family },
    ...{ file, id, rounds: notationOf(rounds) },
  });
}

/** An entry, or why a line is none. */
export type ReadEntry = CorpusEntry | string;

/** Reads a line of a corpus. */
export function readCorpusLine(text: string): ReadEntry {
  const read = parseJson(text);
  if (!read.ok) return "is damaged";
  const line = wellFormed(CORPUS_LINE, read.value);
  if (line === undefined) {
    const other = wellFormed(ANY_VERSION, read.value);
    return other === undefined || other.version === VERSION
      ? "is damaged"
      : `is of version ${JSON.stringify(other.version)} of the format, not ${VERSION}`;
  }
  const { file, id, rounds: notation, protocol, protocolSha256, bugs, violated, family } = line;
  const header = readFileHeader(file);
  const rounds = header.ok ? scenarioReader(header.value.roster).rounds(notation) : header;
  if (!header.ok || !rounds.ok) return "is no scenario of its roster";
  return {
    ...{ protocol, bugs, violated, family, header: header.value },
    ...(protocolSha256 === undefined ? {} : { protocolSha256 }),
    scenario: { id, rounds: rounds.value },
  };
}

const ANY_VERSION = z.object({ format: z.literal(FORMAT), version: z.unknown() });
