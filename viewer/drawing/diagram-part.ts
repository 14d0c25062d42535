/** What the parts of a diagram are drawn from. */
import type { Scene, SceneRun } from "../app/scene.js";
import type { View } from "../app/view.js";
import type { LanePlaces } from "./lane-places.js";
import type { Sight } from "./visible-part.js";

/** What the parts of a diagram need. */
export interface DiagramPart {
  readonly scene: Scene;
  readonly shown: SceneRun;
  readonly part: Sight;
  readonly lanes: LanePlaces;
  readonly view: View;
  /** Moves the cursor to a step of the run, and selects the block. */
  readonly select: (step: number, block: string | undefined) => void;
}
