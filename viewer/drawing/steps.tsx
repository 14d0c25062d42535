/** The steps of the nodes: a point on the lane, and a line for each mark. */
import type { JSX } from "preact";
import { LINE } from "../model/layout.js";
import type { StepPlace } from "../model/layout.js";
import { SIGNS } from "../model/marks.js";
import type { Mark } from "../model/marks.js";
import type { Step } from "../model/run.js";
import { stepWords } from "../model/words.js";
import type { DiagramPart } from "./diagram-part.js";

/** Width of a letter of a mark, in pixels: about. */
const LETTER = 6;

/** Shows the steps in sight of the nodes that no filter hides. */
export function Steps(props: DiagramPart): JSX.Element {
  const { shown, part, view } = props;
  return (
    <g class="steps">
      {shown.run.steps.flatMap((step) => {
        const place = shown.layout.steps[step.index];
        if (place === undefined || place.end < part.from || place.y > part.to) return [];
        if (view.hiddenNodes.includes(step.node)) return [];
        return [<StepMarks key={step.index} {...props} step={step} place={place} />];
      })}
    </g>
  );
}

function StepMarks(
  props: DiagramPart & { readonly step: Step; readonly place: StepPlace },
): JSX.Element {
  const { lanes, step, place, select, view } = props;
  const x = lanes.x.get(step.node) ?? 0;
  return (
    <g class="step" onClick={() => select(step.index, undefined)}>
      <title>{`${step.at} ms, ${step.node}: ${stepWords(step).join("; ")}`}</title>
      {lanes.words ? (
        <rect
          class="hit"
          x={x - 10}
          y={place.y}
          width={lanes.laneWidth - 8}
          height={place.end - place.y}
        />
      ) : null}
      <circle cx={x} cy={place.y + LINE / 2} r={3.2} />
      {place.marks.map((mark, line) => (
        <MarkLine
          key={line}
          mark={mark}
          x={x}
          y={place.y + line * LINE}
          room={lanes.words ? Math.floor((lanes.laneWidth - 30) / LETTER) : 0}
          selected={view.block !== undefined && mark.block === view.block}
          onChoose={() => select(step.index, mark.block)}
        />
      ))}
    </g>
  );
}

function MarkLine(props: {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
  /** So many letters fit beside the sign. */
  readonly room: number;
  readonly selected: boolean;
  readonly onChoose: () => void;
}): JSX.Element {
  const { mark, x, y, room, selected } = props;
  const { kind, words } = mark;
  const short = words.length > room ? `${words.slice(0, Math.max(0, room - 1))}…` : words;
  const choose = (event: Event): void => {
    event.stopPropagation();
    props.onChoose();
  };
  return (
    <text
      class={`mark ${kind}${selected ? " selected" : ""}`}
      x={x + 6}
      y={y + 11}
      onClick={choose}
    >
      <tspan class="sign">{SIGNS[kind]}</tspan>
      {room > 0 ? ` ${short}` : null}
    </text>
  );
}
