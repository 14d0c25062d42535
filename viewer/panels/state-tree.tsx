/** The internal state of a node as a tree whose branches open and close. */
import { useMemo } from "preact/hooks";
import type { JSX } from "preact";
import type { Run } from "../model/run.js";
import { stateTreeAt } from "../model/state-tree.js";
import type { StatePart } from "../model/state-tree.js";

interface StateTreeProps {
  readonly run: Run;
  readonly node: string;
  readonly step: number;
}

/** Shows the state after a step; nothing if the trace does not tell it. */
export function StateTree({ run, node, step }: StateTreeProps): JSX.Element | null {
  const root = useMemo(() => stateTreeAt(run, node, step), [run, node, step]);
  if (root.parts.size === 0) return null;
  return (
    <section class="state" aria-label={`Internal state of ${node}`}>
      <h3>Internal state</h3>
      <Parts of={root} />
    </section>
  );
}

function Parts({ of }: { readonly of: StatePart }): JSX.Element {
  return (
    <ul>
      {[...of.parts.values()].map((part) => (
        <li key={part.name} class={part.changed ? "changed" : ""}>
          {part.parts.size === 0 ? <Leaf part={part} /> : <Branch part={part} />}
        </li>
      ))}
    </ul>
  );
}

/** What the step changed is open. */
function Branch({ part }: { readonly part: StatePart }): JSX.Element {
  return (
    <details open={part.changed}>
      <summary>
        <span class="entry-name">
          {part.changed ? "changed: " : ""}
          {part.name}
        </span>
      </summary>
      <Parts of={part} />
    </details>
  );
}

function Leaf({ part: { name, value, before, changed } }: { readonly part: StatePart }) {
  return (
    <>
      <span class="entry-name">
        {changed ? "changed: " : ""}
        {name}
      </span>
      : {valueWords(value)}
      {before === undefined ? null : <span class="before"> (was {valueWords(before)})</span>}
    </>
  );
}

function valueWords(value: StatePart["value"]): string {
  if (value === undefined) return "gone";
  return value === "" ? "empty" : String(value);
}
