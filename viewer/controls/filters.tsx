/** The filters of the diagram, which are its legend, too. */
import type { JSX } from "preact";
import type { Scene } from "../app/scene.js";
import { toggled } from "../app/view.js";
import type { Change, View } from "../app/view.js";
import { arrowClass } from "../drawing/arrow-class.js";

interface FilterProps {
  readonly scene: Scene;
  readonly view: View;
  readonly change: (change: Change) => void;
}

/** Shows a check box for each type of message and each node, and a range of rounds. */
export function Filters({ scene, view, change }: FilterProps): JSX.Element {
  return (
    <div class="filters" role="group" aria-label="Filters">
      <fieldset>
        <legend>Messages</legend>
        {scene.kinds.map((kind) => (
          <label key={kind.type}>
            <input
              type="checkbox"
              checked={!view.hiddenTypes.includes(kind.type)}
              onChange={() =>
                change((v) => ({ ...v, hiddenTypes: toggled(v.hiddenTypes, kind.type) }))
              }
            />
            <svg class="sample" width="26" height="8" aria-hidden="true">
              <line class={arrowClass(kind)} x1="0" y1="4" x2="26" y2="4" />
            </svg>
            {kind.type}
          </label>
        ))}
        <label>
          <input
            type="checkbox"
            checked={view.lost}
            onChange={() => change((v) => ({ ...v, lost: !v.lost }))}
          />
          lost
        </label>
      </fieldset>
      <NodesAndRounds scene={scene} view={view} change={change} />
    </div>
  );
}

function NodesAndRounds({ scene, view, change }: FilterProps): JSX.Element {
  const nodes = scene.first.run.lanes.map(({ node }) => node);
  return (
    <details>
      <summary>Nodes and rounds</summary>
      <fieldset>
        <legend>Nodes</legend>
        {nodes.map((node) => (
          <label key={node}>
            <input
              type="checkbox"
              checked={!view.hiddenNodes.includes(node)}
              onChange={() => change((v) => ({ ...v, hiddenNodes: toggled(v.hiddenNodes, node) }))}
            />
            {node}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Rounds</legend>
        <RoundInput
          name="from"
          value={view.fromRound}
          onValue={(fromRound) => change((v) => ({ ...v, fromRound }))}
        />
        <RoundInput
          name="to"
          value={view.toRound}
          onValue={(toRound) => change((v) => ({ ...v, toRound }))}
        />
      </fieldset>
    </details>
  );
}

function RoundInput(props: {
  readonly name: string;
  readonly value: number | undefined;
  readonly onValue: (round: number | undefined) => void;
}): JSX.Element {
  return (
    <label>
      {props.name}{" "}
      <input
        type="number"
        min={0}
        value={props.value ?? ""}
        onInput={({ currentTarget: { value } }) =>
          props.onValue(value === "" ? undefined : Number(value))
        }
      />
    </label>
  );
}
