/** The controls of time: buttons, a slider, and where the cursor is. */
import type { JSX } from "preact";
import type { Commands } from "../app/commands.js";
import type { Scene } from "../app/scene.js";
import { moveTo } from "../app/view.js";
import type { Change, View } from "../app/view.js";
import { KEYS } from "./keyboard.js";

interface PlaybackProps {
  readonly scene: Scene;
  readonly view: View;
  readonly commands: Commands;
  readonly change: (change: Change) => void;
}

/** Shows the controls. */
export function Playback({ scene, view, commands, change }: PlaybackProps): JSX.Element {
  const { first, positions, stepsAt, violation, difference } = scene;
  const [index = -1] = stepsAt(view.cursor);
  const step = first.run.steps[index];
  const where = step === undefined ? "before its first event" : `${step.at} ms, ${step.node}`;
  const text = `event ${view.cursor + 1} of ${positions}: ${where}`;
  return (
    <div class="playback" role="toolbar" aria-label="Time">
      <button type="button" aria-label="First event" onClick={commands.toStart}>
        |◀
      </button>
      <button type="button" aria-label="Previous event" onClick={commands.previous}>
        ◀
      </button>
      <button type="button" class="play" onClick={commands.togglePlay}>
        {view.playing ? "Pause" : "Play"}
      </button>
      <button type="button" aria-label="Next event" onClick={commands.next}>
        ▶
      </button>
      <button type="button" aria-label="Last event" onClick={commands.toEnd}>
        ▶|
      </button>
      <input
        type="range"
        aria-label="Time"
        aria-valuetext={text}
        min={0}
        max={positions - 1}
        value={view.cursor}
        onInput={({ currentTarget }) => change(moveTo(Number(currentTarget.value), positions))}
      />
      <output>{text}</output>
      {violation === undefined ? null : (
        <button type="button" onClick={commands.toViolation}>
          Go to the violation
        </button>
      )}
      {difference === undefined ? null : (
        <button type="button" onClick={commands.toDifference}>
          Go to the first difference
        </button>
      )}
      <details class="keys">
        <summary>Keys</summary>
        <dl>
          {KEYS.map(([keys, does]) => (
            <div key={keys}>
              <dt>{keys}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}
