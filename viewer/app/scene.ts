/** What a page of one or two runs computes once: layouts, blocks, walks and positions. */
import { blockTree } from "../model/blocks.js";
import type { BlockTree } from "../model/blocks.js";
import { compare } from "../model/comparison.js";
import { layoutOf } from "../model/layout.js";
import type { Layout } from "../model/layout.js";
import { messageKinds } from "../model/message-kinds.js";
import type { MessageKind } from "../model/message-kinds.js";
import { roundBands } from "../model/rounds.js";
import type { RoundBand } from "../model/rounds.js";
import type { Run } from "../model/run.js";
import { firstViolation } from "../model/witness.js";
import type { FirstViolation } from "../model/witness.js";
import type { ShownRun } from "./read-page.js";

/** A run with all that is drawn of it. */
export interface SceneRun {
  readonly shown: ShownRun;
  readonly run: Run;
  readonly layout: Layout;
  readonly bands: readonly RoundBand[];
  readonly tree: BlockTree;
}

/** A violation, and the position at which it is complete. */
type Violation = FirstViolation & { readonly position: number };

/** One run, or two that are compared. */
export interface Scene {
  /** The run that panels are about. */
  readonly first: SceneRun;
  readonly runs: readonly SceneRun[];
  readonly kinds: readonly MessageKind[];
  /** Number of positions of the cursor; at least 1. */
  readonly positions: number;
  /** The step of each run at a position; -1 before its first one. */
  readonly stepsAt: (position: number) => readonly number[];
  /** The first position at which the cursor is at that step of a run, or past it. */
  readonly positionOf: (run: number, step: number) => number;
  /** The position of the first difference of two runs. */
  readonly difference: number | undefined;
  /** The position at which the first violation is complete. */
  readonly violation: Violation | undefined;
}

/** The scene of one or two runs; undefined without any. */
export function sceneOf(shown: readonly ShownRun[]): Scene | undefined {
  const models = shown.map((each) => each.run());
  const layouts = layoutOf(models);
  const runs = shown.flatMap((each, index): readonly SceneRun[] => {
    const run = models[index];
    const layout = layouts[index];
    if (run === undefined || layout === undefined) return [];
    return [{ shown: each, run, layout, bands: roundBands(run, layout), tree: blockTree(run) }];
  });
  const [first, second] = runs;
  if (first === undefined) return undefined;
  const compared = second === undefined ? undefined : compare(first.run, second.run);
  const stepsAt = (position: number): readonly number[] =>
    compared === undefined ? [position] : (compared.positions[position] ?? [-1, -1]);
  const positions = Math.max(1, compared?.positions.length ?? first.run.steps.length);
  const positionOf = (run: number, step: number): number => {
    if (compared === undefined) return step;
    const found = compared.positions.findIndex((each) => (each[run] ?? 0) >= step);
    return found < 0 ? positions - 1 : found;
  };
  const violation = firstViolation(first.run);
  return {
    ...{ first, runs, kinds: messageKinds(models), positions, stepsAt, positionOf },
    difference: compared?.difference,
    violation: violation && { ...violation, position: positionOf(0, violation.step) },
  };
}
