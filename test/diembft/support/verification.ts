/** Helpers to test message verification: valid messages and the answer to each. */
import { nodeEd25519 } from "../../../io/node-ed25519.js";
import { ed25519Suite } from "../../../lib/crypto/ed25519.js";
import { structuralSuite } from "../../../lib/crypto/structural.js";
import type { DiemMessage } from "../../../lib/protocols/diembft/messages/messages.js";
import { correctRules } from "../../../lib/protocols/diembft/rules.js";
import type { Rules } from "../../../lib/protocols/diembft/rules.js";
import { verifyMessage } from "../../../lib/protocols/diembft/messages/verify.js";
import type { CryptoSuite } from "../../../lib/protocol/crypto.js";
import type { Forge } from "./forge.js";

/** The suites with which verification is tested. */
export const SUITES: readonly (readonly [name: string, make: () => CryptoSuite])[] = [
  ["structural", structuralSuite],
  ["ed25519", (): CryptoSuite => ed25519Suite({ implementation: nodeEd25519() })],
];

/** The answer of verification to a message: why it is refused, or that it is admitted. */
export function answerTo(forge: Forge, message: DiemMessage, rules: Rules = correctRules): string {
  const answer = verifyMessage({ context: forge, rules, genesis: forge.genesis }, message);
  return typeof answer === "string" ? answer : "admitted";
}

/** A valid message of each kind; together they carry every kind of certificate. */
export function validMessages(forge: Forge): Readonly<Record<string, DiemMessage>> {
  const [one, two] = forge.chain("a", 1, 2);
  const [qc1, qc2] = [forge.qc(one), forge.qc(two, "a b c d")];
  const tc = forge.tc(4, { a: 2, b: 1, d: 0 });
  const three = forge.block("c", 3, { on: qc2, payload: ["x", "y"] });
  const five = forge.block("d", 5, { on: qc2 });
  return {
    "the first proposal": forge.proposal(one),
    "a proposal after a QC": forge.proposal(three, { highCommitQc: qc2 }),
    "a proposal after a TC": forge.proposal(five, { tc, highCommitQc: qc2 }),
    "a proposal passed on by another replica": forge.proposal(one, { sender: "b" }),
    "a vote": forge.vote("b", three, qc2),
    "a vote over a gap, which commits nothing": forge.vote("b", five),
    "a timeout of the first round": forge.timeout("c", 1),
    "a timeout after a QC": forge.timeout("c", 3, { highQc: qc2, highCommitQc: qc2 }),
    "a timeout after a TC": forge.timeout("c", 5, { highQc: qc1, tc, highCommitQc: qc2 }),
    "a sync request": forge.syncRequest("d", qc2, 3),
    "a sync response": forge.syncResponse("b", [one, two, five], 3),
  };
}
