/** Reads a certificate, and checks all of it before anything is run. */
import { z } from "zod";
import type { Sha256 } from "../../../lib/crypto/sha256.js";
import { moduleOf } from "../../../io/protocols/choose.js";
import type { ChosenProtocol } from "../../../io/protocols/choose.js";
import { selectableOf } from "../../../lib/properties/all.js";
import { protocols } from "../../../lib/registry.js";
import { readFileHeader } from "../../../lib/scenario/formats/file-header.js";
import { parseJson } from "../../../lib/scenario/input/json-text.js";
import { about, InputError, oneOf, valueOf } from "../../../lib/scenario/input/problem.js";
import type { Problem } from "../../../lib/scenario/input/problem.js";
import { bugsOf } from "../../../lib/scenario/protocol-fields.js";
import { problemsOf } from "../../../lib/scenario/input/zod-problems.js";
import { readSpaceDescription } from "../../../lib/space/identity.js";
import { protocolOf } from "../../run/run-case.js";
import { provenanceOf } from "./provenance.js";
import { CERTIFICATE, checksumOf, COUNTED, MOST_OUTCOMES, rootOf, SUBTREE } from "./certificate.js";
import type { SpaceCertificate, CertificateDocument } from "./certificate.js";
import { contentProblems } from "./certificate-content.js";
import { spaceFactsOf } from "./space-facts.js";
import { leafHash } from "./merkle-tree.js";
import { layoutOf } from "./json-layout.js";
import { readOwn } from "./serialization.js";
import { reductionNames } from "../state/reductions.js";
import { searchSpaceOf } from "../search-space.js";
import type { ExplorationJob, SearchSpace } from "../search-space.js";

/** A certificate that is whole, and what it is of. */
export interface WholeCertificate {
  readonly certificate: SpaceCertificate;
  readonly job: ExplorationJob;
  readonly searchSpace: SearchSpace;
}

/** The deepest that we write has seven. */
const MOST_DEPTH = 16;

/** So many items are told of that are wrong. */
const MOST_TOLD = 10;

/** The lists are read item by item: in a list of wrong items, each would be a problem. */
const FRAME = CERTIFICATE.extend({
  outcomes: z
    .array(z.unknown(), "a list")
    .min(1, "at least one outcome")
    .max(MOST_OUTCOMES, `at most ${MOST_OUTCOMES} outcomes`),
  subtrees: z.array(z.unknown(), "a list"),
});

/**
 * Reads a certificate, of the protocol that is named if it is not built in. Throws
 * {@link InputError} with all that is wrong, one kind after the other.
 */
export function readCertificate(
  text: string,
  file: string,
  sha256: Sha256,
  named?: ChosenProtocol,
): WholeCertificate {
  const { compact, depth } = layoutOf(text);
  if (depth > MOST_DEPTH) {
    const wrong = `is nested ${depth} deep`;
    throw new InputError([{ path: "", wrong, allowed: `at most ${MOST_DEPTH}` }], file);
  }
  const document = valueOf(parseJson(text), file);
  const certificate = read(document, file);
  const plain = document as CertificateDocument;
  refuse(brokenHashes(plain, compact, sha256), file);
  return about(file, () => {
    const job = jobOf(certificate, named);
    refuse(basisProblems(plain, job));
    const searchSpace = searchSpaceOf(job, sha256);
    refuse(contentProblems(certificate, searchSpace.configurations, spaceFactsOf(searchSpace)));
    return { certificate, job, searchSpace };
  });
}

function refuse(problems: readonly Problem[], file?: string): void {
  if (problems.length > 0) throw new InputError(problems, file);
}

/** Its shape, and every field's range. */
function read(document: unknown, file: string): SpaceCertificate {
  const frame = readOwn(FRAME, document, file);
  const outcomes = readItems(COUNTED, frame.outcomes, "outcomes", file);
  const allowed = `as many as outcomes, ${outcomes.length}`;
  const uneven = frame.subtrees.flatMap((subtree, at): readonly Problem[] => {
    const counts = (subtree as { readonly counts?: unknown } | null)?.counts;
    if (!Array.isArray(counts) || counts.length === outcomes.length) return [];
    return [{ path: `subtrees[${at}].counts`, wrong: `are ${counts.length}`, allowed }];
  });
  refuse(uneven.slice(0, MOST_TOLD), file);
  return { ...frame, outcomes, subtrees: readItems(SUBTREE, frame.subtrees, "subtrees", file) };
}

function readItems<Schema extends z.ZodType>(
  schema: Schema,
  items: readonly unknown[],
  path: string,
  file: string,
): z.output<Schema>[] {
  const good: z.output<Schema>[] = [];
  const problems: Problem[] = [];
  for (const [at, item] of items.entries()) {
    const one = schema.safeParse(item);
    if (one.success) good.push(one.data);
    else problems.push(...problemsOf(one.error, item, `${path}[${at}]`).slice(0, MOST_TOLD));
    if (problems.length > MOST_TOLD) break;
  }
  refuse(problems, file);
  return good;
}

/** Whether it is as it was written: checksum, hash tree, and no second spelling of anything. */
function brokenHashes(
  document: CertificateDocument,
  compact: string,
  sha256: Sha256,
): readonly Problem[] {
  const problems: Problem[] = [];
  const allowed = "what was written: the file is damaged, or has been changed";
  if (compact !== JSON.stringify(document)) {
    const wrong = "has a key twice, or is not written in the plainest way";
    problems.push({ path: "", wrong, allowed });
  }
  if (checksumOf(document, sha256) !== document.sha256) {
    problems.push({ path: "sha256", wrong: "does not fit the certificate", allowed });
  }
  for (const [index, { first, round, counts, hash }] of document.subtrees.entries()) {
    if (leafHash({ first, round, counts }, sha256) === hash) continue;
    problems.push({ path: `subtrees[${index}].hash`, wrong: "does not fit its subtree", allowed });
  }
  if (rootOf(document, sha256) !== document.root) {
    problems.push({ path: "root", wrong: "does not fit the certificate", allowed });
  }
  return problems.slice(0, MOST_TOLD);
}

/** What was explored, by what the certificate says. */
function jobOf({ basis }: SpaceCertificate, named: ChosenProtocol | undefined): ExplorationJob {
  const { bugs, delta, delay, limits } = basis.run;
  const chosen = protocolOfBasis(basis.run, named);
  const known = moduleOf(chosen);
  if (known === undefined) {
    const { protocol } = chosen;
    const allowed = oneOf([...protocols.keys()]);
    throw new InputError([{ path: "basis.run.protocol", wrong: `is ${protocol}`, allowed }]);
  }
  const allowed = `${bugsOf(known)}, each once`;
  refuse(
    bugs.flatMap((bug, at) =>
      Object.hasOwn(known.bugs, bug) && bugs.indexOf(bug) === at
        ? []
        : [{ path: `basis.run.bugs[${at}]`, wrong: `is ${bug}`, allowed }],
    ),
  );
  const { roster, semantics, stabilization, space = {} } = valueOf(readFileHeader(basis.of));
  return {
    definition: { space: valueOf(readSpaceDescription(space, roster, semantics)), stabilization },
    run: { ...chosen, bugs, delta, delay, limits, crypto: "structural" },
    properties: basis.properties,
    examples: 0,
  };
}

/** The protocol that a certificate is of. Of a module it has the hash, and not the path. */
function protocolOfBasis(
  { protocol, protocolSha256: hash }: SpaceCertificate["basis"]["run"],
  named: ChosenProtocol | undefined,
): ChosenProtocol {
  if (hash === undefined) {
    if (named === undefined || (named.loaded === undefined && named.protocol === protocol)) {
      return { protocol };
    }
    const wrong = "has no meaning here: the certificate is of a protocol that is built in";
    throw new InputError([{ path: "--protocol", wrong, allowed: protocol }]);
  }
  if (named?.loaded?.sha256 === hash && named.protocol === protocol) return named;
  const found = named?.loaded === undefined ? "is missing" : "names another module";
  const allowed = `the module of ${protocol} whose SHA-256 is ${hash}`;
  throw new InputError([{ path: "--protocol", wrong: found, allowed }]);
}

/** The basis must be told as we tell it: nothing else in it, nothing by another name. */
function basisProblems({ basis }: CertificateDocument, job: ExplorationJob): readonly Problem[] {
  const { hash, of: header } = provenanceOf(job, basis.tool);
  const { delta, delay } = basis.run;
  const names = selectableOf(protocolOf(job.run)).map(({ name }) => name);
  const judged = names.filter((name) => basis.properties.includes(name));
  return [
    ...(basis.hash === hash
      ? []
      : [{ path: "basis.hash", wrong: `is ${basis.hash}`, allowed: hash }]),
    ...(JSON.stringify(basis.of) === JSON.stringify(header)
      ? []
      : [{ path: "basis.of", wrong: "is not what we say", allowed: JSON.stringify(header) }]),
    ...(delay <= delta
      ? []
      : [{ path: "basis.run.delay", wrong: `is ${delay}`, allowed: `at most delta, ${delta}` }]),
    ...reductionProblems(basis, reductionNames(protocolOf(job.run))),
    ...(judged.length > 0 && judged.join() === basis.properties.join()
      ? []
      : [
          {
            path: "basis.properties",
            wrong: `are ${basis.properties.join(", ") || "none"}`,
            allowed: `at least one, each once, in the order of ${names.join(", ")}`,
          },
        ]),
  ];
}

/** The reductions that were used, if a certificate names them: each once, in their order. */
function reductionProblems(
  { reductions }: CertificateDocument["basis"],
  names: readonly string[],
): readonly Problem[] {
  if (reductions === undefined) return [];
  const known = names.filter((name) => reductions.includes(name));
  if (known.join() === reductions.join()) return [];
  const wrong = `are ${reductions.join(", ")}`;
  return [{ path: "basis.reductions", wrong, allowed: `some of ${names.join(", ")}, in order` }];
}
