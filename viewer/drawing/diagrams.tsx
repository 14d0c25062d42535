/** The scrolled area with the diagrams of one run or of two, which scroll together. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { Scene } from "../app/scene.js";
import type { Change, View } from "../app/view.js";
import { Diagram } from "./diagram.js";
import { LaneHeads } from "./lane-heads.js";
import { lanesAt } from "./lane-places.js";
import { usePrinting } from "./printing.js";
import { usePart } from "./visible-part.js";

interface DiagramsProps {
  readonly scene: Scene;
  readonly view: View;
  readonly change: (change: Change) => void;
}

/** Shows the diagrams, and keeps the cursor in sight. */
export function Diagrams({ scene, view, change }: DiagramsProps): JSX.Element {
  const area = useRef<HTMLDivElement>(null);
  const width = useWidth(area);
  const isPrinting = usePrinting();
  const { height } = scene.first.layout;
  const part = usePart(area, height, isPrinting);
  const steps = scene.stepsAt(view.cursor);
  const cursorY = Math.max(
    ...scene.runs.map(({ layout }, index) => layout.steps[steps[index] ?? -1]?.y ?? 0),
  );
  useEffect(() => {
    const { current } = area;
    if (current === null) return;
    const { scrollTop, clientHeight } = current;
    const isInSight = cursorY > scrollTop + 20 && cursorY < scrollTop + clientHeight - 90;
    if (!isInSight) current.scrollTop = cursorY - clientHeight / 2;
  }, [cursorY]);
  const places = scene.runs.map(({ run }) => lanesAt(run.lanes, width / scene.runs.length));
  return (
    <div class="diagrams" ref={area} tabIndex={0} role="region" aria-label="Diagram, scrollable">
      <div class="heads">
        {scene.runs.map((each, index) => (
          <LaneHeads
            key={index}
            title={scene.runs.length > 1 ? each.shown.page.title : undefined}
            lanes={places[index]}
          />
        ))}
      </div>
      <div class="side-by-side">
        {scene.runs.map((_, index) => (
          <Diagram
            key={index}
            number={index}
            scene={scene}
            part={part}
            lanes={places[index]}
            view={view}
            change={change}
          />
        ))}
      </div>
    </div>
  );
}

/** The width of an element, as it changes. */
function useWidth(area: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(800);
  useLayoutEffect(() => {
    const { current } = area;
    if (current === null) return undefined;
    setWidth(current.clientWidth);
    const observer = new ResizeObserver(() => {
      setWidth(current.clientWidth);
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, [area]);
  return width;
}
