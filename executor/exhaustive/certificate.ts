import { z } from "zod";
import { PROPERTY_NAMES } from "../../lib/properties/all.js";
import type { Sha256 } from "../../lib/crypto/sha256.js";
import { notationOf } from "../../lib/scenario/notation.js";
import { exactly, list, record, text } from "../../lib/scenario/zod-problems.js";
import { basisOf } from "./basis.js";
import type { Findings } from "./findings.js";
import { leafHash, treeRoot } from "./hash-tree.js";
import { COUNT, OUTCOME, plainOutcome, WHOLE } from "./plain.js";
import { total } from "./shares.js";
import { territoryOf } from "./territory.js";
import type { Assignment } from "./territory.js";

const FORMAT = "twins-certificate";
const VERSION = 1;

const number = z.number("a number");
const HASH = z.string("64 hexadecimal digits").regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits");

const SUBTREE = record({
  first: WHOLE.describe("The number of the first round's configuration."),
  round: text().describe("That configuration."),
  counts: list(COUNT).describe("How many scenarios came to each of the outcomes."),
  hash: HASH,
});

/** What twins-exec --certificate writes. */
export const CERTIFICATE = record({
  $schema: text().optional(),
  format: exactly(FORMAT),
  version: exactly(VERSION),
  basis: record({
    tool: text().describe("The version of twins-bft."),
    hash: text().describe("Of the space with its semantics."),
    of: z
      .record(text(), z.unknown(), "an object")
      .describe("The header of a file of all scenarios."),
    run: record({
      protocol: text(),
      bugs: list(text()),
      delta: number.describe("Δ, in milliseconds."),
      delay: number.describe("Of every message, in milliseconds."),
      limits: record({ events: WHOLE, time: number }),
    }),
    properties: list(z.enum(PROPERTY_NAMES, "a property")).describe("What is judged."),
    reductions: list(text())
      .optional()
      .describe("The reductions that were used; without any of them the numbers are the same."),
  }).describe("All that the numbers depend on."),
  scenarios: COUNT,
  outcomes: list(record({ outcome: OUTCOME, scenarios: COUNT })),
  subtrees: list(SUBTREE).describe("By the configuration of the first round."),
  root: HASH.describe("Of the basis, the outcomes, and the hash tree over the subtrees."),
}).describe("How many scenarios of a whole space came to what.");

export type Certificate = z.output<typeof CERTIFICATE>;
type Plain = z.input<typeof CERTIFICATE>;

/** What was found of a whole space, as the text of a file. */
export function certificateOf(
  findings: Findings,
  assignment: Assignment,
  { tool, sha256 }: { readonly tool: string; readonly sha256: Sha256 },
): string {
  const { configurations, reductions } = territoryOf(assignment, sha256);
  const all = findings.all();
  const subtrees = configurations.map((configuration, first) => {
    const counts = all.map(({ shares }) => String(shares.get(first) ?? 0n));
    return { first, round: notationOf([configuration]), counts };
  });
  const outcomes = all.map(({ outcome, shares }) => {
    return { outcome: plainOutcome(outcome), scenarios: String(total(shares)) };
  });
  const document: Omit<Plain, "root"> = {
    ...{ format: FORMAT, version: VERSION },
    basis: { ...basisOf(assignment, tool), reductions } as unknown as Plain["basis"],
    scenarios: String(all.reduce((sum, { shares }) => sum + total(shares), 0n)),
    outcomes,
    subtrees: subtrees.map((subtree) => ({ ...subtree, hash: leafHash(subtree, sha256) })),
  };
  return `${JSON.stringify({ ...document, root: rootOf(document, sha256) }, null, 1)}\n`;
}

/** What the root of a certificate must be. */
export function rootOf({ basis, outcomes, subtrees }: Omit<Plain, "root">, sha256: Sha256): string {
  const tree = treeRoot(
    subtrees.map(({ first, round, counts }) => leafHash({ first, round, counts }, sha256)),
    sha256,
  );
  return sha256(JSON.stringify(["root", basis, outcomes, tree]));
}
