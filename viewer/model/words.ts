/** Says in words what happens in a run. */
import type { CertificateTrace, MessageTrace } from "../../executor/run/trace-format.js";
import type { Action, Copy, Step } from "./run.js";

/** A certificate: its kind, and the block or the round that it is about. */
export const certificateWords = ({ kind, block, round }: CertificateTrace): string =>
  `${kind} ${block ?? `round ${round}`}`;

/** A message: its type, and the block or the round that it is about. */
export const messageWords = ({ type, block, round }: MessageTrace): string =>
  `${type} ${block ?? `round ${round}`}`;

/** What a node did, in a few words. */
export function actionWords(action: Action): string {
  switch (action.event) {
    case "enter":
      return `enters round ${action.round}${action.by === "start" ? "" : ` by ${action.by}`}`;
    case "certify":
      return `forms ${certificateWords(action.certificate)} of ${list(action.certificate.signers)}`;
    case "decide":
      return `${action.allowed ? "may" : "may not"} ${action.what}: ${action.because}`;
    case "refuse":
      return `refuses it: ${action.because}`;
    case "commit":
      return `commits ${action.block}${action.slot === undefined ? "" : ` in ${action.slot}`}`;
    case "stuck":
      return `may propose nothing in round ${action.round}: ${action.because}`;
    case "halt":
      return "has nothing left to do";
    case "start-timer":
      return `starts ${timerWords(action.timer)} for ${action.after} ms`;
    case "stop-timer":
      return `stops ${timerWords(action.timer)}`;
  }
}

/** A timer, with its round. */
export const timerWords = ({
  name,
  round,
}: {
  name: string;
  round?: number | undefined;
}): string => (round === undefined ? name : `${name} of round ${round}`);

/** The input of a step. */
export function inputWords({ input }: Step): string {
  switch (input?.event) {
    case "start":
      return "starts";
    case "restart":
      return input.state === "durable"
        ? "restarts from what it has persisted"
        : "restarts without its state";
    case "timer":
      return `${timerWords(input.timer)} runs out`;
    case "receive":
      return `receives ${messageWords(input.message)} from ${input.from}`;
    case undefined:
      return "acts";
  }
}

/** All that a step does, a sentence each. */
export const stepWords = (step: Step): readonly string[] => [
  inputWords(step),
  ...step.parts.map((part) =>
    part.kind === "action" ? actionWords(part.action) : sentWords(part.message, part.copies),
  ),
];

/** A message, to whom it goes, and why copies of it do not arrive. */
function sentWords(message: MessageTrace, copies: readonly Copy[]): string {
  const going = copies.filter(({ fate, because }) => fate !== "lost" && because === undefined);
  const to = going.length === 0 ? "" : ` to ${list(going.map((copy) => copy.to))}`;
  const reasons = [...new Set(copies.flatMap(({ because }) => because ?? []))].map((because) => {
    const those = copies.filter((copy) => copy.because === because);
    const fate = those.some((copy) => copy.fate === "lost") ? "lost" : "held back";
    return `${fate} to ${list(those.map((copy) => copy.to))} (${because})`;
  });
  return [`sends ${messageWords(message)}${to}`, ...reasons].join("; ");
}

/** `a, b and c`. */
export function list(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

/** A number with its noun. */
export const count = (n: number, noun: string): string =>
  `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
