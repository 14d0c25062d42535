/** All events as a table: the same facts as the diagram, for readers of the screen. */
import { useState } from "preact/hooks";
import type { JSX } from "preact";
import type { Scene } from "../app/scene.js";
import type { Change } from "../app/view.js";
import type { Step } from "../model/run.js";
import { stepWords } from "../model/words.js";

/** As many rows are in the page at once. */
const ROWS = 100;

interface EventTableProps {
  readonly scene: Scene;
  readonly step: number;
  readonly change: (change: Change) => void;
}

/** Shows the table when it is opened, a part at a time. */
export function EventTable({ scene, step, change }: EventTableProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const [page, setPage] = useState<number>();
  const { steps } = scene.first.run;
  const pages = Math.max(1, Math.ceil(steps.length / ROWS));
  const shown = Math.min(page ?? Math.floor(Math.max(0, step) / ROWS), pages - 1);
  return (
    <section class="panel events" aria-label="Events as a table">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <h2>Events as a table</h2>
        </summary>
        {!isOpen ? null : (
          <>
            <p>
              <button type="button" disabled={shown === 0} onClick={() => setPage(shown - 1)}>
                Earlier events
              </button>{" "}
              part {shown + 1} of {pages}{" "}
              <button
                type="button"
                disabled={shown === pages - 1}
                onClick={() => setPage(shown + 1)}
              >
                Later events
              </button>
            </p>
            <Rows
              steps={steps.slice(shown * ROWS, (shown + 1) * ROWS)}
              current={step}
              onChoose={(index) => {
                setPage(shown);
                change((view) => ({ ...view, cursor: scene.positionOf(0, index) }));
              }}
            />
          </>
        )}
      </details>
    </section>
  );
}

function Rows(props: {
  readonly steps: readonly Step[];
  readonly current: number;
  readonly onChoose: (step: number) => void;
}): JSX.Element {
  const { steps, current, onChoose } = props;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">ms</th>
          <th scope="col">Node</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((each) => (
          <tr key={each.index} aria-current={each.index === current ? "true" : undefined}>
            <th scope="row">
              <button type="button" class="plain" onClick={() => onChoose(each.index)}>
                {each.index + 1}
              </button>
            </th>
            <td>{each.at}</td>
            <td>{each.node}</td>
            <td>{stepWords(each).join("; ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
