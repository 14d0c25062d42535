/** A run as a sequence diagram in Mermaid's language, for an issue or a README. */
import type { Copy, Run, Step } from "../model/run.js";
import { actionWords, certificateWords, count, messageWords } from "../model/words.js";

/** At most as many messages are drawn: longer diagrams are not read, and not rendered. */
const MOST_MESSAGES = 200;

/** The lines of the diagram of a run. What it leaves out, its last note says. */
export function mermaidLines(run: Run): readonly string[] {
  const names = new Map(run.lanes.map(({ node }, index) => [node, `n${index}`]));
  const alias = (node: string): string => names.get(node) ?? "unknown";
  const drawn = run.copies.filter(({ from, to }) => from !== to);
  const shown = new Set(drawn.slice(0, MOST_MESSAGES));
  const isLast = lastStepOf(shown, run);
  const lines = run.steps.filter(isLast).flatMap((step) => stepLines(step, shown, alias));
  const toSelf = run.copies.length - drawn.length;
  const rest = drawn.length - shown.size;
  const left = [
    ...(toSelf === 0 ? [] : [`${count(toSelf, "message")} of nodes to themselves`]),
    ...(rest === 0 ? [] : [`${count(rest, "later message")} between nodes`]),
  ];
  const [first] = run.lanes;
  const note =
    left.length === 0 || first === undefined
      ? []
      : [`  Note over ${alias(first.node)}: ${text(`left out: ${left.join(", ")}`)}`];
  return [
    "sequenceDiagram",
    ...run.lanes.map(
      ({ node, replica, twin }) =>
        `  participant ${alias(node)} as ${text(twin ? `${node} (twin of ${replica})` : node)}`,
    ),
    ...lines,
    ...note,
  ];
}

/** Whether a step comes before the first message that is left out. */
function lastStepOf(shown: ReadonlySet<Copy>, { copies }: Run): (step: Step) => boolean {
  const omitted = copies.find((copy) => copy.from !== copy.to && !shown.has(copy));
  return ({ index }) => omitted === undefined || index <= omitted.sentIn;
}

/** What a step shows: the message that arrives, what it leads to, and what is lost. */
function stepLines(
  step: Step,
  shown: ReadonlySet<Copy>,
  alias: (node: string) => string,
): readonly string[] {
  const { received, parts, node } = step;
  const note = (words: string): string => `  Note over ${alias(node)}: ${text(words)}`;
  const arrival =
    received !== undefined && shown.has(received)
      ? [arrow(received, received.refused === undefined ? "->>" : "--x", alias)]
      : [];
  const rest = parts.flatMap((part): readonly string[] => {
    if (part.kind === "sent") {
      return part.copies
        .filter((copy) => copy.fate !== "delivered" && shown.has(copy))
        .map((copy) => arrow(copy, copy.fate === "lost" ? "-x" : "-)", alias));
    }
    const { action } = part;
    if (action.event === "commit") return [note(actionWords(action))];
    if (action.event === "certify") return [note(certificateWords(action.certificate))];
    return action.event === "enter" ? [note(`round ${action.round}`)] : [];
  });
  return [...arrival, ...rest];
}

function arrow(copy: Copy, line: string, alias: (node: string) => string): string {
  const { message, from, to, because, refused, fate } = copy;
  const ends = {
    delivered: refused === undefined ? "" : ` (refused: ${refused})`,
    lost: ` (lost: ${because ?? ""})`,
    "under way": " (under way)",
  };
  return `  ${alias(from)}${line}${alias(to)}: ${text(`${messageWords(message)}${ends[fate]}`)}`;
}

/** A text in which nothing means anything to Mermaid: all but plain letters as their codes. */
const text = (words: string): string =>
  words.replaceAll(/[^\w @.,:()'/+-]/gu, (letter) => `#${letter.codePointAt(0) ?? 0};`);
