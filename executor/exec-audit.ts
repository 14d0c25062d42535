import { EXIT } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import { nodeSha256 } from "../io/node-sha256.js";
import { textIfAny } from "../io/replace-file.js";
import { statusLine } from "../io/status-line.js";
import { protocols } from "../lib/registry.js";
import { readFileHeader } from "../lib/scenario/file-header.js";
import { parseJson } from "../lib/scenario/json-text.js";
import { notationOf } from "../lib/scenario/notation.js";
import { InputError, oneOf, valueOf } from "../lib/scenario/problem.js";
import type { Problem } from "../lib/scenario/problem.js";
import { readSpaceDescription, spaceHash } from "../lib/space/identity.js";
import { openSpace } from "../lib/space/space.js";
import type { RunConfig } from "./config.js";
import { audit } from "./exhaustive/audit.js";
import type { Audit, Subject } from "./exhaustive/audit.js";
import { auditDocument, auditReport } from "./exhaustive/audit-report.js";
import { CERTIFICATE, rootOf } from "./exhaustive/certificate.js";
import type { Certificate } from "./exhaustive/certificate.js";
import { leafHash } from "./exhaustive/hash-tree.js";
import { readOwn } from "./exhaustive/plain.js";
import { runOptions } from "./run-case.js";
import { unknownProperties } from "./protocol-problems.js";
import { runner } from "./run.js";
import type { Session } from "./session.js";

/** So many scenarios are run again, unless the user wants more. */
const SAMPLE = 1000;

/** Compares a certificate with scenarios that are run one by one, and reports. */
export function execAudit(file: string, session: Session): ExitCode {
  const { options } = session;
  const subject = subjectOf(file);
  const sample = options.sample ?? SAMPLE;
  const status = statusLine();
  let result: Audit;
  try {
    result = audit(subject, sample, (done) => {
      status.show(() => `${done} of ${sample} scenarios run again`);
    });
  } finally {
    status.clear();
  }
  const { certificate } = subject;
  const about = { certificate, audit: result, seconds: session.elapsed(), tool: session.version };
  session.print(options.json === true ? [auditDocument(about)] : auditReport(about, session.paint));
  const agrees = result.contradictions.length + result.unlikely.length === 0;
  return agrees ? EXIT.ok : EXIT.violated;
}

/** Reads a certificate, checks that it is whole, and opens its space. Throws {@link InputError}. */
function subjectOf(file: string): Subject {
  const text = textIfAny(file);
  if (text === null) throw new InputError([{ path: "", wrong: "does not exist" }], file);
  const document = valueOf(parseJson(text), file);
  const certificate = readOwn(CERTIFICATE, document, file);
  const { basis } = certificate;
  const header = valueOf(readFileHeader(basis.of), file);
  const config = valueOf(
    readSpaceDescription(header.space ?? {}, header.roster, header.semantics),
    file,
  );
  const space = openSpace(config);
  const problems = [
    ...brokenHashes(document as Parameters<typeof rootOf>[0] & { readonly root: string }),
    ...wrongSums(certificate, space.counts.scenarios),
    ...wrongProperties(certificate),
    ...(spaceHash(config) === basis.hash
      ? []
      : [{ path: "basis.hash", wrong: `is ${basis.hash}`, allowed: spaceHash(config) }]),
    ...unknownProtocol(basis.run),
    ...unknownJudged(basis),
  ];
  if (problems.length > 0) throw new InputError(problems, file);
  const firsts = new Map(certificate.subtrees.map(({ round, first }) => [round, first]));
  const run: RunConfig = { ...basis.run, crypto: "structural" };
  return {
    certificate,
    scenario: (number) => space.scenario(number),
    run: runner(runOptions(run, header)),
    firstOf: ({ rounds }) => firsts.get(notationOf(rounds.slice(0, 1))) ?? -1,
  };
}

function brokenHashes(
  document: Parameters<typeof rootOf>[0] & { readonly root: string },
): readonly Problem[] {
  const problems: Problem[] = [];
  const allowed = "what was written: the file has been changed";
  for (const [index, { first, round, counts, hash }] of document.subtrees.entries()) {
    if (leafHash({ first, round, counts }, nodeSha256) === hash) continue;
    problems.push({ path: `subtrees[${index}].hash`, wrong: "does not fit its subtree", allowed });
  }
  if (rootOf(document, nodeSha256) !== document.root) {
    problems.push({ path: "root", wrong: "does not fit the certificate", allowed });
  }
  return problems;
}

/** The numbers must add up, and to the size of the space. */
function wrongSums(certificate: Certificate, size: bigint): readonly Problem[] {
  const { outcomes, subtrees, scenarios } = certificate;
  const problems: Problem[] = [];
  const expect = (path: string, found: bigint, allowed: bigint): void => {
    if (found !== allowed) problems.push({ path, wrong: `is ${found}`, allowed: String(allowed) });
  };
  expect("scenarios", scenarios, size);
  for (const [place, outcome] of outcomes.entries()) {
    const sum = subtrees.reduce((all, { counts }) => all + (counts[place] ?? 0n), 0n);
    expect(`outcomes[${place}].scenarios`, outcome.scenarios, sum);
  }
  const each = subtrees.length === 0 ? 0n : size / BigInt(subtrees.length);
  for (const [index, { counts }] of subtrees.entries()) {
    const sum = counts.reduce((all, count) => all + count, 0n);
    expect(`subtrees[${index}].counts`, sum, each);
  }
  return problems;
}

/** Every outcome must say something of each property that is judged, and of no other. */
function wrongProperties({ basis, outcomes }: Certificate): readonly Problem[] {
  const allowed = basis.properties.join(", ");
  return outcomes.flatMap(({ outcome: { statuses } }, place) => {
    const told = [...statuses.keys()].join(", ");
    const path = `outcomes[${place}].outcome.properties`;
    return told === allowed ? [] : [{ path, wrong: `tell of ${told || "none"}`, allowed }];
  });
}

/** Properties by which the protocol is not judged; of an unknown protocol that is told already. */
function unknownJudged({ run, properties }: Certificate["basis"]): readonly Problem[] {
  const protocol = protocols.get(run.protocol)?.create([]);
  return protocol === undefined ? [] : unknownProperties(properties, protocol, "basis.properties");
}

function unknownProtocol({ protocol, bugs }: Certificate["basis"]["run"]): readonly Problem[] {
  const known = protocols.get(protocol);
  if (known === undefined) {
    const allowed = oneOf([...protocols.keys()]);
    return [{ path: "basis.run.protocol", wrong: `is ${protocol}`, allowed }];
  }
  return bugs.flatMap((bug, index) => {
    const allowed = oneOf(Object.keys(known.bugs));
    return Object.hasOwn(known.bugs, bug)
      ? []
      : [{ path: `basis.run.bugs[${index}]`, wrong: `is ${bug}`, allowed }];
  });
}
