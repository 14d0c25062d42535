/** Holds a protocol against the laws: twins-exec --check-protocol. */
import { EXIT } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import type { AnyProtocol } from "../lib/protocol/protocol.js";
import { protocols } from "../lib/registry.js";
import { InputError, oneOf, show } from "../lib/scenario/input/problem.js";
import { laws } from "../lib/testing/laws.js";
import type { Law } from "../lib/testing/laws.js";
import type { Session } from "./session.js";

/** What became of one law. */
interface LawResult {
  readonly law: string;
  readonly held: boolean;
  /** What is wrong, and the shortest events that show it. */
  readonly because?: string;
}

/** Checks all laws, and prints a line for each, or one JSON document. */
export function checkProtocol(
  name: string,
  session: Pick<Session, "json" | "options" | "paint" | "print">,
): ExitCode {
  const entry = protocols.get(name);
  if (entry === undefined) {
    const allowed = oneOf([...protocols.keys()]);
    throw new InputError([{ path: "--check-protocol", wrong: `is ${show(name)}`, allowed }]);
  }
  const protocol = entry.create(session.options.bug);
  const results = laws.map((law) => resultOf(law, protocol));
  if (session.options.json === true) {
    session.json(JSON.stringify({ protocol: name, laws: results }, null, 2));
  } else session.print(results.flatMap((result) => lawLines(result, session)));
  return results.every(({ held }) => held) ? EXIT.ok : EXIT.violated;
}

function resultOf(each: Law, protocol: AnyProtocol): LawResult {
  const { name: law } = each;
  try {
    each.check(protocol);
    return { law, held: true };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { law, held: false, because: error.message };
  }
}

function lawLines(
  { law, held, because = "" }: LawResult,
  { paint }: Pick<Session, "paint">,
): readonly string[] {
  if (held) return [`${paint.good("ok  ")}  ${law}`];
  return [`${paint.bad("FAIL")}  ${law}`, ...because.split("\n").map((line) => `      ${line}`)];
}
