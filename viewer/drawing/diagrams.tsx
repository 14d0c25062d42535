/** The scrolled area with the diagrams of one run or of two, which scroll together. */
import { useRef } from "preact/hooks";
import type { JSX } from "preact";
import type { Scene } from "../app/scene.js";
import type { Change, View } from "../app/view.js";
import { Diagram } from "./diagram.js";
import { LaneHeads } from "./lane-heads.js";
import { lanesAt } from "./lane-places.js";
import { usePrinting } from "./printing.js";
import { useSight } from "./visible-part.js";

interface DiagramsProps {
  readonly scene: Scene;
  readonly view: View;
  readonly change: (change: Change) => void;
}

/** Shows the diagrams, and keeps the cursor in sight. */
export function Diagrams({ scene, view, change }: DiagramsProps): JSX.Element {
  const area = useRef<HTMLDivElement>(null);
  const { runs, first, stepsAt } = scene;
  const { height } = first.layout;
  const steps = stepsAt(view.cursor);
  const cursor = Math.max(
    ...runs.map(({ layout }, index) => layout.steps[steps[index] ?? -1]?.y ?? 0),
  );
  const isPrinting = usePrinting();
  const sight = useSight(area, { height, cursor, isPrinting });
  return (
    <div class="diagrams" ref={area} tabIndex={0} role="region" aria-label="Diagram, scrollable">
      {sight === undefined ? (
        <div class="diagram" style={{ height: `${height}px` }} />
      ) : (
        <>
          <div class="heads">
            {runs.map(({ run, shown }, index) => (
              <LaneHeads
                key={index}
                title={runs.length > 1 ? shown.page.title : undefined}
                lanes={lanesAt(run.lanes, sight.width / runs.length)}
              />
            ))}
          </div>
          <div class="side-by-side">
            {runs.map(({ run }, index) => (
              <Diagram
                key={index}
                number={index}
                scene={scene}
                part={sight}
                lanes={lanesAt(run.lanes, sight.width / runs.length)}
                view={view}
                change={change}
              />
            ))}
          </div>
        </>
      )}
    </div>
  );
}
