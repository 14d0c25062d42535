/** The marks of a step in the diagram: a line each, a sign and a few words. */
import type { MessageTrace } from "../../executor/run/trace-format.js";
import type { Action, Step } from "./run.js";
import { certificateWords, messageWords, timerWords } from "./words.js";

/** Kinds of marks; each has a shape and a colour of its own. */
export type MarkKind =
  | "send"
  | "timer"
  | "restart"
  | "round"
  | "allowed"
  | "forbidden"
  | "certificate"
  | "commit"
  | "refused"
  | "halt";

/** A mark. */
export interface Mark {
  readonly kind: MarkKind;
  readonly words: string;
  /** The block that it is about. */
  readonly block?: string | undefined;
  /** The message that it sends: its arrows begin here. */
  readonly message?: MessageTrace | undefined;
}

/** The sign of each kind of mark. */
export const SIGNS: Readonly<Record<MarkKind, string>> = {
  send: "▷",
  timer: "◔",
  restart: "↻",
  round: "▸",
  allowed: "✓",
  forbidden: "✗",
  certificate: "◆",
  commit: "■",
  refused: "⊘",
  halt: "◼",
};

/** The marks of a step, in the order in which things happened. */
export function marksOf({ input, parts }: Step): readonly Mark[] {
  const marks = parts.flatMap((part): readonly Mark[] => {
    if (part.kind === "action") return actionMarks(part.action);
    const { message } = part;
    return [{ kind: "send", words: messageWords(message), block: message.block, message }];
  });
  return [...inputMarks(input), ...marks];
}

function inputMarks(input: Step["input"]): readonly Mark[] {
  if (input?.event === "timer") return [{ kind: "timer", words: timerWords(input.timer) }];
  return input?.event === "restart" ? [{ kind: "restart", words: "restarts" }] : [];
}

function actionMarks(action: Action): readonly Mark[] {
  switch (action.event) {
    case "enter":
      return [{ kind: "round", words: `round ${action.round}` }];
    case "certify": {
      const { certificate } = action;
      const words = certificateWords(certificate);
      return [{ kind: "certificate", words, block: certificate.block }];
    }
    case "decide": {
      const { allowed, what, because } = action;
      return [
        allowed
          ? { kind: "allowed", words: `may ${what}` }
          : { kind: "forbidden", words: `no ${what}: ${because}` },
      ];
    }
    case "refuse":
      return [{ kind: "refused", words: action.because }];
    case "commit":
      return [{ kind: "commit", words: `commits ${action.block}`, block: action.block }];
    case "stuck":
      return [{ kind: "forbidden", words: `stuck: ${action.because}` }];
    case "halt":
      return [{ kind: "halt", words: "halts" }];
    case "start-timer":
    case "stop-timer":
      return [];
  }
}
