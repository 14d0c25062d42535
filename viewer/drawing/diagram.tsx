/** The space-time diagram of a run: the part of it that is in sight. */
import { useMemo } from "preact/hooks";
import type { JSX } from "preact";
import type { Scene } from "../app/scene.js";
import type { Change, View } from "../app/view.js";
import { Arrows } from "./arrows.js";
import { Cursor, Difference } from "./cursor.js";
import type { LanePlaces } from "./lane-places.js";
import type { DiagramPart } from "./diagram-part.js";
import { Rounds } from "./rounds.js";
import { Steps } from "./steps.js";
import type { Sight } from "./visible-part.js";

interface DiagramProps {
  readonly number: number;
  readonly scene: Scene;
  readonly part: Sight;
  readonly lanes: LanePlaces;
  readonly view: View;
  readonly change: (change: Change) => void;
}

/** Shows a diagram. */
export function Diagram(props: DiagramProps): JSX.Element | null {
  const { number, scene, part, lanes, view, change } = props;
  const shown = scene.runs[number];
  const { block, hiddenNodes, hiddenTypes, fromRound, toRound, lost } = view;
  const drawing = useMemo(() => {
    if (shown === undefined) return null;
    const select: DiagramPart["select"] = (step, chosen) =>
      change((old) => ({
        ...old,
        cursor: scene.positionOf(number, step),
        ...(chosen === undefined ? {} : { block: chosen }),
        playing: false,
      }));
    const common: DiagramPart = { scene, shown, part, lanes, view, select };
    return (
      <>
        <Rounds {...common} />
        <Arrows {...common} />
        <Steps {...common} />
      </>
    );
    // The cursor is drawn apart: moving it draws nothing else again.
  }, [
    ...[shown, lanes.width, lanes.laneWidth, part.from, part.to],
    ...[block, hiddenNodes, hiddenTypes, fromRound, toRound, lost],
  ]);
  if (shown === undefined) return null;
  const height = Math.max(1, part.to - part.from);
  return (
    <div class="diagram" style={{ width: `${lanes.width}px`, height: `${shown.layout.height}px` }}>
      <svg
        role="img"
        aria-label={`${shown.run.steps.length} events of ${lanes.lanes.length} nodes`}
        style={{ top: `${part.from}px` }}
        width={lanes.width}
        height={height}
        viewBox={`0 ${part.from} ${lanes.width} ${height}`}
      >
        {drawing}
        <Difference number={number} scene={scene} lanes={lanes} />
        <Cursor number={number} scene={scene} lanes={lanes} view={view} />
      </svg>
    </div>
  );
}
