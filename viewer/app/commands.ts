/** What a reader can do by a button or a key. */
import { witnessWalk } from "../model/witness.js";
import type { WitnessStep } from "../model/witness.js";
import type { Scene } from "./scene.js";
import { moveTo } from "./view.js";
import type { Change, View } from "./view.js";

/** The commands of a page. */
export interface Commands {
  readonly next: () => void;
  readonly previous: () => void;
  readonly toStart: () => void;
  readonly toEnd: () => void;
  readonly togglePlay: () => void;
  /** Goes to the first violation, and opens the walk through its witness. */
  readonly toViolation: () => void;
  readonly toDifference: () => void;
  /** Opens the walk through the witness of a property, or closes it. */
  readonly walkThrough: (property: string) => void;
  readonly walkBy: (steps: number) => void;
  readonly nextBlock: () => void;
  readonly clear: () => void;
}

/** The commands of a scene; `walk` is the walk that is open. */
export function commandsOf({
  scene,
  walk,
  change,
}: {
  readonly scene: Scene;
  readonly walk: readonly WitnessStep[];
  readonly change: (change: Change) => void;
}): Commands {
  const { positions, difference, violation, first } = scene;
  const by = (steps: number) => (): void =>
    change((view) => moveTo(view.cursor + steps, positions)(view));
  const walkTo = (view: View, place: number): View => {
    const at = Math.max(0, Math.min(place, walk.length - 1));
    return { ...view, walk: at, ...seeing(walk[at], view, scene), playing: false };
  };
  return {
    next: by(1),
    previous: by(-1),
    toStart: () => change(moveTo(0, positions)),
    toEnd: () => change(moveTo(positions - 1, positions)),
    togglePlay: () => change((view) => ({ ...view, playing: !view.playing })),
    toViolation: () => {
      if (violation === undefined) return;
      const { property, walk: place, position } = violation;
      change((view) => ({ ...view, property, walk: place, cursor: position, playing: false }));
    },
    toDifference: () => {
      if (difference !== undefined) change(moveTo(difference, positions));
    },
    walkThrough: (property) => change((view) => toggleWalk(view, property, scene)),
    walkBy: (steps) => change((view) => walkTo(view, view.walk + steps)),
    nextBlock: () => {
      const names = [...first.tree.blocks.keys()];
      change((view) => ({ ...view, block: names[names.indexOf(view.block ?? "") + 1] }));
    },
    clear: () =>
      change((view) => ({ ...view, block: undefined, property: undefined, playing: false })),
  };
}

function toggleWalk(view: View, property: string, scene: Scene): View {
  if (view.property === property) return { ...view, property: undefined };
  const [start] = witnessWalk(scene.first.run, property);
  return { ...view, property, walk: 0, ...seeing(start, view, scene), playing: false };
}

/** The cursor at a step of a walk, with the block that it is about selected. */
const seeing = (
  step: WitnessStep | undefined,
  { cursor, block }: View,
  scene: Scene,
): Pick<View, "cursor" | "block"> =>
  step === undefined
    ? { cursor, block }
    : { cursor: scene.positionOf(0, step.step), block: step.block };
