/** Counts how often each decision of a protocol said yes and no. */
import type { TraceEntry } from "../../../lib/simulation/trace.js";
import { errorShape } from "../../results/families.js";

/** How often a decision gave one reason. */
export interface ReasonCount {
  /** Without its numbers. */
  readonly because: string;
  readonly yes: number;
  readonly no: number;
}

/** A decision: a protocol's word for what it is about. */
export interface DecisionCount {
  readonly what: string;
  readonly yes: number;
  readonly no: number;
  /** In the order of first appearance. */
  readonly reasons: readonly ReasonCount[];
}

/** Listens to runs. */
export class RuleCoverage {
  readonly #counts = new Map<string, Map<string, { yes: number; no: number }>>();

  /** Takes note of an entry of a trace. */
  note(entry: TraceEntry<object>): void {
    if (entry.kind !== "effect" || entry.effect.kind !== "decided") return;
    const { what, because, allowed } = entry.effect;
    const reasons = this.#counts.get(what) ?? new Map<string, { yes: number; no: number }>();
    this.#counts.set(what, reasons);
    const shape = errorShape(because);
    const count = reasons.get(shape) ?? { yes: 0, no: 0 };
    reasons.set(shape, count);
    if (allowed) count.yes++;
    else count.no++;
  }

  /** All decisions, in the order of first appearance. */
  decisions(): readonly DecisionCount[] {
    return [...this.#counts].map(([what, reasons]) => {
      const counts = [...reasons].map(([because, { yes, no }]) => ({ because, yes, no }));
      const sum = (kind: "yes" | "no"): number => counts.reduce((all, each) => all + each[kind], 0);
      return { what, yes: sum("yes"), no: sum("no"), reasons: counts };
    });
  }
}

/** Decisions that never said yes, or never said no: that side of the rule was not exercised. */
export const unexercised = (decisions: readonly DecisionCount[]): readonly string[] =>
  decisions.flatMap(({ what, yes, no }) => [
    ...(yes === 0 ? [`${what} was never allowed`] : []),
    ...(no === 0 ? [`${what} was never forbidden`] : []),
  ]);
