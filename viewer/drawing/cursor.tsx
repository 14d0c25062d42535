/** The cursor in a diagram, and the line at which two runs begin to differ. */
import type { JSX } from "preact";
import type { Scene } from "../app/scene.js";
import type { View } from "../app/view.js";
import { LINE } from "../model/layout.js";
import type { StepPlace } from "../model/layout.js";
import { GUTTER } from "./lane-places.js";
import type { LanePlaces } from "./lane-places.js";

interface DifferenceProps {
  /** The number of the run. */
  readonly number: number;
  readonly scene: Scene;
  readonly lanes: LanePlaces;
}

/** Shows the step of a run that the cursor is at. */
export function Cursor(props: DifferenceProps & { readonly view: View }): JSX.Element | null {
  const { number, scene, lanes, view } = props;
  const index = scene.stepsAt(view.cursor)[number] ?? -1;
  const place = placeOf(scene, number, index);
  const step = scene.runs[number]?.run.steps[index];
  if (place === undefined || step === undefined) return null;
  const x = lanes.x.get(step.node) ?? 0;
  const middle = place.y + LINE / 2;
  return (
    <g class="cursor">
      <line x1={GUTTER - 8} x2={lanes.width} y1={middle} y2={middle} />
      <rect
        x={x - 9}
        y={place.y - 2}
        width={lanes.words ? lanes.laneWidth - 6 : 18}
        height={place.end - place.y + 3}
        rx={4}
      />
    </g>
  );
}

/** Shows where two runs begin to differ. */
export function Difference({ number, scene, lanes }: DifferenceProps): JSX.Element | null {
  const { difference, stepsAt } = scene;
  if (difference === undefined) return null;
  const place = placeOf(scene, number, stepsAt(difference)[number] ?? -1);
  if (place === undefined) return null;
  const y = place.y - 4;
  return (
    <g class="difference">
      <line x1={0} x2={lanes.width} y1={y} y2={y} />
      <text x={lanes.width - 6} y={y - 4}>
        first difference
      </text>
    </g>
  );
}

const placeOf = (scene: Scene, run: number, step: number): StepPlace | undefined =>
  scene.runs[run]?.layout.steps[step];
