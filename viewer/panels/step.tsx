/** What happens in the step of the cursor, with the message that it handles in full. */
import type { JSX } from "preact";
import type { Scene } from "../app/scene.js";
import type { Change } from "../app/view.js";
import { stepWords } from "../model/words.js";

interface StepPanelProps {
  readonly scene: Scene;
  readonly step: number;
  readonly change: (change: Change) => void;
}

/** Shows a step. */
export function StepPanel({ scene, step: index, change }: StepPanelProps): JSX.Element | null {
  const step = scene.first.run.steps[index];
  if (step === undefined) return null;
  const { input, received } = step;
  const [first = "", ...others] = stepWords(step);
  return (
    <section class="panel event" aria-label="Event">
      <h2>
        {step.at} ms: {step.node} {first}
      </h2>
      <ul>
        {others.map((words, number) => (
          <li key={number}>{words}</li>
        ))}
      </ul>
      {received === undefined ? null : (
        <button
          type="button"
          onClick={() =>
            change((view) => ({ ...view, cursor: scene.positionOf(0, received.sentIn) }))
          }
        >
          Go to where it was sent
        </button>
      )}
      {input?.event === "receive" ? (
        <details>
          <summary>The message</summary>
          <pre tabIndex={0}>{JSON.stringify(input.message, null, 2)}</pre>
        </details>
      ) : null}
    </section>
  );
}
