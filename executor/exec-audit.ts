/** Audits a certificate against scenarios run singly: `twins-exec --audit`. */
import { EXIT } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import type { ChosenProtocol } from "../io/protocols/choose.js";
import { nodeSha256 } from "../io/node-sha256.js";
import { readLines } from "../io/files/read.js";
import { statusLine } from "../io/terminal/status-line.js";
import { notationOf } from "../lib/scenario/notation.js";
import { InputError } from "../lib/scenario/input/problem.js";
import { audit } from "./exhaustive/audit.js";
import type { Audit, Subject } from "./exhaustive/audit.js";
import { auditDocument, auditReport } from "./exhaustive/audit-report.js";
import { readCertificate } from "./exhaustive/certificates/read-certificate.js";
import { runner } from "./run/run.js";
import type { Session } from "./session.js";

/** Default size of the sample. */
const SAMPLE = 1000;

/** Longer certificates are not read: one of a thousand first rounds has less than a million. */
const MOST_CHARACTERS = 1 << 28;
const MOST_LINES = 1 << 24;

/**
 * Reads a certificate, compares, and reports. A protocol that is not built in must be named. Throws
 * {@link InputError}.
 */
export async function execAudit(
  file: string,
  session: Session,
  named?: ChosenProtocol,
): Promise<ExitCode> {
  const { options } = session;
  const subject = subjectOf(await textOf(file), file, named);
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
  if (options.json === true) session.json(auditDocument(about));
  else session.print(auditReport(about, session.paint));
  const agrees = result.contradictions.length + result.unlikely.length === 0;
  return agrees ? EXIT.ok : EXIT.violated;
}

/** The text of a file, if it is within the limit. */
async function textOf(file: string): Promise<string> {
  const lines: string[] = [];
  let length = 0;
  for await (const line of readLines(file)) {
    length += line.length + 1;
    if (length > MOST_CHARACTERS || lines.length === MOST_LINES) {
      const allowed = `at most ${MOST_CHARACTERS} characters on ${MOST_LINES} lines`;
      throw new InputError([{ path: "", wrong: "is too long for a certificate", allowed }], file);
    }
    lines.push(line);
  }
  return lines.join("\n");
}

function subjectOf(text: string, file: string, named: ChosenProtocol | undefined): Subject {
  const { certificate, searchSpace } = readCertificate(text, file, nodeSha256, named);
  const { space, run } = searchSpace;
  const firsts = new Map(certificate.subtrees.map(({ round, first }) => [round, first]));
  return {
    certificate,
    scenario: (number) => space.scenario(number),
    run: runner(run),
    firstOf: ({ rounds }) => firsts.get(notationOf(rounds.slice(0, 1))) ?? -1,
  };
}
