/** The rounds of the nodes as bands behind their lanes, and the times at the left. */
import type { JSX } from "preact";
import type { DiagramPart } from "./diagram-part.js";
import { GUTTER } from "./lane-places.js";

/** Lanes as wide have room for the letter of the group besides the words of the marks. */
const ROOM_FOR_LETTER = 140;

const GROUPS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Shows the bands and the times in sight. */
export function Rounds({ shown, part, lanes }: DiagramPart): JSX.Element {
  const { bands, layout, run } = shown;
  const start = lanes.laneWidth - 6;
  return (
    <>
      {bands
        .filter(({ from, to }) => to >= part.from && from <= part.to)
        .map(({ node, round, from, to, group }) => {
          const x = (lanes.x.get(node) ?? 0) - 16;
          const letter = group === undefined ? "" : (GROUPS[group] ?? String(group + 1));
          const hasRoom = lanes.laneWidth >= ROOM_FOR_LETTER;
          const name = lanes.words ? (hasRoom ? letter : "") : `${round}${letter}`;
          return (
            <g key={`${node} ${round} ${from}`} class={`band parity-${round % 2}`}>
              <rect x={x} y={from - 2} width={start} height={Math.max(0, to - from)}>
                <title>{bandWords(node, round, group)}</title>
              </rect>
              {group === undefined ? null : (
                <line
                  class={`group group-${group % 4}`}
                  x1={x + 2}
                  x2={x + 2}
                  y1={from - 2}
                  y2={Math.max(from, to - 2)}
                />
              )}
              <text x={x + start - 4} y={from + 9}>
                {name}
              </text>
            </g>
          );
        })}
      {lanes.lanes.map(({ node, twin }) => {
        const x = lanes.x.get(node) ?? 0;
        return (
          <line
            key={node}
            class={twin ? "lane twin" : "lane"}
            x1={x}
            x2={x}
            y1={part.from}
            y2={Math.min(part.to, layout.height)}
          />
        );
      })}
      {layout.instants
        .filter(({ y }) => y >= part.from && y <= part.to)
        .map(({ at, y }) => (
          <text key={at} class="time" x={GUTTER - 12} y={y + 11}>{`${at} ms`}</text>
        ))}
      {run.steps.length === 0 ? (
        <text x={GUTTER} y={24}>
          No event happened.
        </text>
      ) : null}
    </>
  );
}

const bandWords = (node: string, round: number, group: number | undefined): string =>
  group === undefined
    ? `${node} is in round ${round}`
    : `${node} is in round ${round}, in group ${GROUPS[group] ?? group + 1} of its partition`;
