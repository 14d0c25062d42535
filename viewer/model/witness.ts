/** Walks through the witness of a violated property: sentences, and the steps that prove them. */
import type { Run, Step } from "./run.js";
import { actionWords, inputWords, messageWords } from "./words.js";

/** One step of a walk. */
export interface WitnessStep {
  /** The sentence of the witness that it belongs to, and its number. */
  readonly sentence: string;
  readonly number: number;
  /** The step of the run to look at. */
  readonly step: number;
  /** What happens there. */
  readonly words: string;
  /** The block that it is about. */
  readonly block?: string | undefined;
}

/** What a piece of evidence is: the last of the strongest kind completes the proof. */
type EvidenceKind = "commit" | "certificate" | "message" | "round";

interface Evidence {
  readonly kind: EvidenceKind;
  readonly step: number;
  readonly words: string;
  readonly block?: string | undefined;
}

/** The walk through the witness of a property; empty unless it was violated. */
export function witnessWalk(run: Run, property: string): readonly WitnessStep[] {
  const witness = run.trace.result?.witnesses?.find((each) => each.property === property);
  if (witness === undefined) return [];
  return witness.explanation.flatMap((sentence, number) => {
    const blocks = witness.blocks.filter((name) => isNamed(sentence, name));
    return evidenceFor(run, sentence, blocks).map(({ step, words, block }) => ({
      ...{ sentence, number, step, words, block },
    }));
  });
}

/** A violation, and the place in the walk through its witness at which it is complete. */
export interface FirstViolation {
  readonly property: string;
  readonly walk: number;
  readonly step: number;
}

/** The first violated property in the order of reports: its first sentence, proven. */
export function firstViolation(run: Run): FirstViolation | undefined {
  const property = run.trace.result?.witnesses?.[0]?.property;
  if (property === undefined) return undefined;
  const steps = witnessWalk(run, property);
  const walk = Math.max(
    0,
    steps.findLastIndex(({ number }) => number === 0),
  );
  return { property, walk, step: steps[walk]?.step ?? 0 };
}

/** What proves a sentence, up to the step that completes the proof; without any, the end. */
function evidenceFor(run: Run, sentence: string, blocks: readonly string[]): readonly Evidence[] {
  const nodes = run.lanes.map(({ node }) => node).filter((name) => isNamed(sentence, name));
  const found =
    blocks.length > 0
      ? ofBlocks(run, blocks).filter(isAbout(sentence, nodes))
      : ofNodes(run, nodes, sentence);
  const strongest = (["commit", "certificate", "message"] as const).find((kind) =>
    found.some((each) => each.kind === kind),
  );
  const decisive = found.filter(({ kind }) => kind === strongest).map(({ step }) => step);
  const end = blocks.length > 0 ? Math.max(-1, ...decisive) : Infinity;
  const proof = found.filter(({ step }) => step <= end);
  const last = Math.max(0, run.steps.length - 1);
  return proof.length > 0 ? proof : [{ kind: "round", step: last, words: "the run ends here" }];
}

/** Commits count where a sentence speaks of commits: those of the nodes that it names, if any. */
const isAbout =
  (sentence: string, nodes: readonly string[]) =>
  ({ kind, node }: Evidence & { readonly node: string }): boolean =>
    kind !== "commit" ||
    (sentence.includes("commit") && (nodes.length === 0 || nodes.includes(node)));

/** Whether a name stands in a sentence, whole: `d@1` does not stand in `d@10`, `d@1.2`, `dd@1`. */
export function isNamed(sentence: string, name: string): boolean {
  for (let at = sentence.indexOf(name); at >= 0; at = sentence.indexOf(name, at + 1)) {
    const before = sentence.slice(0, at);
    const after = sentence.slice(at + name.length);
    if (!/[\w@']$/.test(before) && !/^(?:[\w@']|\.\d)/.test(after)) return true;
  }
  return false;
}

/** For each block: the first message of each type of each node, its certificates and commits. */
function ofBlocks(
  { steps }: Run,
  blocks: readonly string[],
): readonly (Evidence & { readonly node: string })[] {
  const wanted = new Set(blocks);
  const seen = new Set<string>();
  const first = (...key: readonly string[]): boolean => {
    const text = JSON.stringify(key);
    return seen.size < seen.add(text).size;
  };
  return steps.flatMap((step) =>
    step.parts.flatMap((part) => {
      if (part.kind === "sent") {
        const { block, type } = part.message;
        return block !== undefined && wanted.has(block) && first(step.node, type, block)
          ? [evidence("message", step, `sends ${messageWords(part.message)}`, block)]
          : [];
      }
      const { action } = part;
      if (action.event === "commit" && wanted.has(action.block)) {
        return first(step.node, "commit", action.block)
          ? [evidence("commit", step, actionWords(action), action.block)]
          : [];
      }
      const { block } = action.event === "certify" ? action.certificate : {};
      return block !== undefined && wanted.has(block) && first("certify", block)
        ? [evidence("certificate", step, actionWords(action), block)]
        : [];
    }),
  );
}

/** Of each node: its last commit, and its entries of the rounds that the sentence names. */
function ofNodes(run: Run, nodes: readonly string[], sentence: string): readonly Evidence[] {
  const rounds = [...sentence.matchAll(/(?<!above )\bround (\d+)/g)].map(([, round]) =>
    Number(round),
  );
  const found = nodes.flatMap((node) => {
    let commit: Evidence | undefined;
    const entries: Evidence[] = [];
    for (const step of run.steps) {
      if (step.node !== node) continue;
      for (const part of step.parts) {
        if (part.kind !== "action") continue;
        const { action } = part;
        if (action.event === "commit") {
          commit = evidence("commit", step, `${actionWords(action)}, its last commit`);
        }
        if (action.event === "enter" && rounds.includes(action.round)) {
          entries.push(evidence("round", step, actionWords(action)));
        }
      }
    }
    return [...entries, ...(commit === undefined ? [] : [commit])];
  });
  return found.toSorted((a, b) => a.step - b.step);
}

function evidence(
  kind: EvidenceKind,
  step: Step,
  words: string,
  block?: string,
): Evidence & { readonly node: string } {
  const { at, node, index } = step;
  const input = step.input?.event === "receive" ? `${inputWords(step)} and ` : "";
  return { kind, step: index, node, block, words: `${at} ms: ${node} ${input}${words}` };
}
