/** What a certificate says, its hashes and its checksum. */
import { z } from "zod";
import type { Sha256 } from "../../../lib/crypto/sha256.js";
import { notationOf } from "../../../lib/scenario/notation.js";
import { exactly, list, record, text, whole } from "../../../lib/scenario/input/zod-problems.js";
import { LONGEST_DELAY, MOST_EVENTS, MOST_MILLIS } from "../../config/config-schema.js";
import { MODULE_HASH } from "../../results/protocol-fields.js";
import { provenanceOf } from "./provenance.js";
import type { Findings } from "../findings.js";
import { leafHash, merkleRoot } from "./merkle-tree.js";
import { COUNT, HASH, OUTCOME, encodeOutcome } from "./serialization.js";
import { numberOf, total } from "../execution/scenario-counts.js";
import { MOST_CONFIGURATIONS, searchSpaceOf } from "../search-space.js";
import type { ExplorationJob } from "../search-space.js";

const FORMAT = "twins-certificate";
const VERSION = 2;
const NO_CHECKSUM = `${VERSION}; version 1 has no checksum: make it again, with --certificate`;

const LONGEST_NAME = 100;
const name = () => text().max(LONGEST_NAME, `at most ${LONGEST_NAME} characters`);

const MOST_PROPERTIES = 100;

const MOST_FIRST_ROUNDS = Number(MOST_CONFIGURATIONS);
/** A space has a few hundred outcomes. */
export const MOST_OUTCOMES = 10_000;

export const SUBTREE = record({
  first: whole(0, MOST_FIRST_ROUNDS - 1).describe("The number of the first round's configuration."),
  round: text().describe("That configuration."),
  counts: list(COUNT)
    .max(MOST_OUTCOMES)
    .describe("How many scenarios came to each of the outcomes."),
  hash: HASH,
});

export const COUNTED = record({ outcome: OUTCOME, scenarios: COUNT });

/** What twins-exec --certificate writes. */
export const CERTIFICATE = record({
  $schema: text().optional(),
  format: exactly(FORMAT),
  version: z.literal(VERSION, NO_CHECKSUM),
  basis: record({
    tool: name().describe("The version of twins-bft."),
    hash: name().describe("Of the space with its semantics."),
    of: z
      .record(text(), z.unknown(), "an object")
      .describe("The header of a file of all scenarios."),
    run: record({
      protocol: name(),
      protocolSha256: HASH.describe(MODULE_HASH).optional(),
      bugs: list(name()).max(LONGEST_NAME, `at most ${LONGEST_NAME} bugs`),
      delta: whole(1, LONGEST_DELAY).describe("Δ, in milliseconds."),
      delay: whole(1, LONGEST_DELAY).describe("Of every message, in milliseconds; at most Δ."),
      limits: record({ events: whole(1, MOST_EVENTS), time: whole(1, MOST_MILLIS) }),
    }),
    properties: list(name())
      .max(MOST_PROPERTIES, `at most ${MOST_PROPERTIES} properties`)
      .describe("What is judged."),
    reductions: list(name())
      .max(LONGEST_NAME, `at most ${LONGEST_NAME} reductions`)
      .optional()
      .describe("The reductions that were used; without any of them the numbers are the same."),
  }).describe("All that the numbers depend on."),
  scenarios: COUNT,
  outcomes: list(COUNTED)
    .min(1, "at least one outcome")
    .max(MOST_OUTCOMES, `at most ${MOST_OUTCOMES} outcomes`)
    .describe("In the order of what they say, each once."),
  subtrees: list(SUBTREE)
    .min(1, "at least one subtree")
    .max(MOST_FIRST_ROUNDS, `at most ${MOST_FIRST_ROUNDS} subtrees`)
    .describe("By the configuration of the first round."),
  root: HASH.describe("Of the basis, the outcomes, and the hash tree over the subtrees."),
  sha256: HASH.describe("SHA-256 of all else, as JSON without spaces."),
}).describe("How many scenarios of a whole space came to what.");

export type SpaceCertificate = z.output<typeof CERTIFICATE>;
export type CertificateDocument = z.input<typeof CERTIFICATE>;

/** What was found of a whole space, as the text of a file. */
export function certificateOf(
  findings: Findings,
  job: ExplorationJob,
  { tool, sha256 }: { readonly tool: string; readonly sha256: Sha256 },
): string {
  const { configurations, reductions } = searchSpaceOf(job, sha256);
  const all = findings.all().filter(({ counts }) => total(counts) > 0n);
  const subtrees = configurations.map((configuration, first) => {
    const counts = all.map(({ counts }) => String(numberOf(counts, first)));
    return { first, round: notationOf([configuration]), counts };
  });
  const outcomes = all.map(({ outcome, counts }) => {
    return { outcome: encodeOutcome(outcome), scenarios: String(total(counts)) };
  });
  const document: Omit<CertificateDocument, "root" | "sha256"> = {
    ...{ format: FORMAT, version: VERSION },
    basis: { ...provenanceOf(job, tool), reductions } as unknown as CertificateDocument["basis"],
    scenarios: String(all.reduce((sum, { counts }) => sum + total(counts), 0n)),
    outcomes,
    subtrees: subtrees.map((subtree) => ({ ...subtree, hash: leafHash(subtree, sha256) })),
  };
  const rooted = { ...document, root: rootOf(document, sha256) };
  return `${JSON.stringify({ ...rooted, sha256: checksumOf(rooted, sha256) }, null, 1)}\n`;
}

/** What the checksum of a certificate must be; one that it has is left out. */
export function checksumOf(document: object, sha256: Sha256): string {
  return sha256(JSON.stringify({ ...document, sha256: undefined }));
}

/** What the root of a certificate must be. */
export function rootOf(
  { basis, outcomes, subtrees }: Pick<CertificateDocument, "basis" | "outcomes" | "subtrees">,
  sha256: Sha256,
): string {
  const tree = merkleRoot(
    subtrees.map(({ first, round, counts }) => leafHash({ first, round, counts }, sha256)),
    sha256,
  );
  return sha256(JSON.stringify(["root", basis, outcomes, tree]));
}
