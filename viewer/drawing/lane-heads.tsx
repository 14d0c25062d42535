/** The heads of the lanes: nodes, with replicas and their twins visibly one identity. */
import type { JSX } from "preact";
import type { LanePlaces } from "./lane-places.js";

/** Shows the heads. */
export function LaneHeads(props: {
  readonly title: string | undefined;
  readonly lanes: LanePlaces;
}): JSX.Element {
  const { title, lanes } = props;
  const twinned = lanes.lanes.filter(({ twin }) => twin);
  return (
    <div class="lane-heads">
      {title === undefined ? null : <p>{title}</p>}
      <svg width={lanes.width} height="38" role="img" aria-label={headWords(lanes)}>
        {lanes.lanes.map((lane) => {
          const x = lanes.x.get(lane.node) ?? 0;
          const kind = `${lane.honest ? "honest" : "byzantine"}${lane.twin ? " twin" : ""}`;
          return (
            <g key={lane.node} class={`head ${kind}`}>
              <rect x={x - 15} y={12} width={30} height={20} rx={lane.honest ? 4 : 10} />
              <text x={x} y={26}>
                {lane.node}
              </text>
            </g>
          );
        })}
        {twinned.map(({ node, replica }) => {
          const original = lanes.lanes.find((lane) => lane.replica === replica && !lane.twin);
          const [from = 0, to = 0] = [lanes.x.get(original?.node ?? ""), lanes.x.get(node)];
          return (
            <g key={node} class="bracket">
              <path d={`M ${from} 11 V 5 H ${to} V 11`} />
              <text x={(from + to) / 2} y={24}>
                twins
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

const headWords = ({ lanes }: LanePlaces): string =>
  lanes
    .map(({ node, replica, twin, honest }) =>
      twin ? `${node}, the twin of ${replica}` : `${node}${honest ? "" : ", Byzantine"}`,
    )
    .join("; ");
