/** Checks a protocol against the laws: twins-exec --check-protocol. */
import { EXIT } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import { moduleOf, protocolNamed, runsInProgram } from "../io/protocols/choose.js";
import { invariant } from "../lib/protocol/assert.js";
import type { ProtocolModule } from "../lib/protocol/module.js";
import { InputError } from "../lib/scenario/input/problem.js";
import { bugsAreFound } from "../lib/testing/bugs.js";
import { BrokenLaw } from "../lib/testing/law.js";
import { lawsFor } from "../lib/testing/laws.js";
import { unknownBugNames } from "./config/protocol-problems.js";
import { conflictsWith } from "./option-conflicts.js";
import type { Session } from "./session.js";

/** The result of one law. */
interface LawResult {
  readonly law: string;
  readonly held: boolean;
  /** What is wrong, and the shortest events that show it. */
  readonly because?: string;
}

const ONLY_OF_A_PROGRAM = {
  path: "--node-timeout",
  wrong: "has no meaning here",
  allowed: "a protocol that runs in a program",
};

type Reader = Pick<Session, "json" | "options" | "paint" | "print">;

/**
 * Checks all laws, and prints a line for each, or one JSON document. `name` is that of a built-in
 * protocol, or the path of a module. Throws {@link InputError} if it is neither.
 */
export async function checkProtocol(name: string, session: Reader): Promise<ExitCode> {
  const { options, json, print } = session;
  const conflicts = conflictsWith("checkProtocol", options);
  if (conflicts.length > 0) throw new InputError(conflicts);
  const { nodeTimeout: seconds } = options;
  const option = "--check-protocol";
  const chosen = await protocolNamed(name, { option, seconds });
  if (seconds !== undefined && !runsInProgram(chosen)) throw new InputError([ONLY_OF_A_PROGRAM]);
  const module = moduleOf(chosen);
  invariant(module !== undefined, "a chosen protocol is known", { name });
  const unknown = unknownBugNames(options.bug, module);
  if (unknown.length > 0) throw new InputError(unknown);
  const { undetected = [] } = module;
  const results: LawResult[] = [];
  for (const [law, check] of checksOf(module, options.bug)) {
    const result = resultOf(law, check);
    results.push(result);
    if (options.json !== true) print(lawLines(result, session));
  }
  if (options.json === true) {
    json(JSON.stringify({ protocol: module.name, laws: results, undetected }, null, 2));
  } else if (undetected.length > 0 && options.bug.length === 0) {
    print([`bugs that it declares as undetected, not tried: ${undetected.join(", ")}`]);
  }
  return results.every(({ held }) => held) ? EXIT.ok : EXIT.violated;
}

type Check = readonly [law: string, check: () => void];

/** With a bug injected there is nothing to say of the other bugs. */
function checksOf(module: ProtocolModule, injected: readonly string[]): readonly Check[] {
  const protocol = module.create(injected);
  const checks = lawsFor(protocol).map((law): Check => {
    return [
      law.name,
      () => {
        law.check(protocol);
      },
    ];
  });
  if (injected.length > 0 || Object.keys(module.bugs).length === 0) return checks;
  const ofBugs = (): void => {
    bugsAreFound.check(module);
  };
  return [...checks, [bugsAreFound.name, ofBugs]];
}

function resultOf(law: string, check: () => void): LawResult {
  try {
    check();
    return { law, held: true };
  } catch (error) {
    if (!(error instanceof BrokenLaw)) throw error;
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
