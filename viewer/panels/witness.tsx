/** The walk through the witness of a violated property. */
import type { JSX } from "preact";
import type { Commands } from "../app/commands.js";
import type { View } from "../app/view.js";
import type { WitnessStep } from "../model/witness.js";

interface WitnessProps {
  readonly view: View;
  readonly walk: readonly WitnessStep[];
  readonly commands: Commands;
}

/** Shows where the walk is. */
export function WitnessPanel({ view, walk, commands }: WitnessProps): JSX.Element {
  const at = Math.min(view.walk, walk.length - 1);
  const step = walk[at];
  const sentences = [...new Set(walk.map(({ sentence }) => sentence))];
  return (
    <section class="panel witness" aria-label="Witness">
      <h2>
        {view.property}: step {at + 1} of {walk.length}
      </h2>
      <p class="walk-words" aria-live="polite">
        {step?.words}
      </p>
      <p>
        <button type="button" disabled={at === 0} onClick={() => commands.walkBy(-1)}>
          Previous step
        </button>{" "}
        <button type="button" disabled={at === walk.length - 1} onClick={() => commands.walkBy(1)}>
          Next step
        </button>
      </p>
      <ol class="sentences">
        {sentences.map((sentence) => (
          <li key={sentence} aria-current={sentence === step?.sentence ? "step" : undefined}>
            {sentence}
          </li>
        ))}
      </ol>
    </section>
  );
}
