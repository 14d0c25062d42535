/** The world at the cursor: what the trace shows of each node, and the messages under way. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { JSX } from "preact";
import { copyWords } from "../drawing/arrows.js";
import type { Run } from "../model/run.js";
import { count } from "../model/words.js";
import { worldAt } from "../model/world.js";
import type { NodeState } from "../model/world.js";
import { StateTree } from "./state-tree.js";

/** As many messages under way are listed. */
const LISTED = 40;

/** Shows the state after a step. */
export function WorldPanel({
  run,
  step,
}: {
  readonly run: Run;
  readonly step: number;
}): JSX.Element {
  const world = useMemo(() => worldAt(run, step), [run, step]);
  const acting = run.steps[step]?.node;
  const { underWay } = world;
  return (
    <section class="panel world" aria-label="State at the cursor">
      <h2>State at the cursor</h2>
      {world.nodes.map((state) => (
        <NodePanel key={state.node} {...{ run, step, state }} acting={state.node === acting} />
      ))}
      <details>
        <summary>{count(underWay.length, "message")} under way</summary>
        <ul>
          {underWay.slice(0, LISTED).map((copy) => (
            <li key={copy.index}>{copyWords(copy)}</li>
          ))}
          {underWay.length > LISTED ? <li>and {underWay.length - LISTED} more</li> : null}
        </ul>
      </details>
    </section>
  );
}

interface NodePanelProps {
  readonly run: Run;
  readonly step: number;
  readonly state: NodeState;
  readonly acting: boolean;
}

/** A closed panel has nothing in it: a step of the cursor draws few of them. */
function NodePanel({ run, step, state, acting }: NodePanelProps): JSX.Element {
  const [isOpened, setOpened] = useState(acting);
  useEffect(() => setOpened(acting), [acting]);
  const committed = state.entries.find(({ name }) => name === "committed")?.values.at(-1);
  return (
    <details
      class={acting ? "node acting" : "node"}
      open={isOpened}
      onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
    >
      <summary>
        <strong>{state.node}</strong> round {state.round}
        {committed === undefined ? null : `, last commit ${committed}`}
        {acting ? " (acts)" : null}
      </summary>
      <ul>
        {state.entries
          .filter(({ values }) => values.length > 0)
          .map(({ name, values, changed }) => (
            <li key={name} class={changed ? "changed" : ""}>
              <span class="entry-name">
                {changed ? "changed: " : ""}
                {name}
              </span>
              : {values.join(", ")}
            </li>
          ))}
      </ul>
      {isOpened ? <StateTree run={run} node={state.node} step={step} /> : null}
    </details>
  );
}
