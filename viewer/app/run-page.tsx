/** The page of one run, or of two that are compared. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ComponentChildren, JSX } from "preact";
import { Filters } from "../controls/filters.js";
import { useKeyboard } from "../controls/keyboard.js";
import { Playback } from "../controls/playback.js";
import { Diagrams } from "../drawing/diagrams.js";
import { BlockPanel } from "../panels/block-panel.js";
import { EventTable } from "../panels/event-table.js";
import { ScenarioPanel } from "../panels/scenario.js";
import { StepPanel } from "../panels/step.js";
import { VerdictPanel } from "../panels/verdict.js";
import { WitnessPanel } from "../panels/witness.js";
import { WorldPanel } from "../panels/world.js";
import { witnessWalk } from "../model/witness.js";
import { commandsOf } from "./commands.js";
import { usePlaying } from "./playing.js";
import type { ShownRun } from "./read-page.js";
import { sceneOf } from "./scene.js";
import type { Scene } from "./scene.js";
import { linkOf, readLink, startingView } from "./view.js";
import type { View } from "./view.js";

interface RunPageProps {
  readonly shown: readonly ShownRun[];
  /** Its number in a sweep. */
  readonly run: number | undefined;
  readonly open: ComponentChildren;
}

/** Shows runs. */
export function RunPage({ shown, run, open }: RunPageProps): JSX.Element {
  const scene = useMemo(() => sceneOf(shown), [shown]);
  if (scene === undefined) return <main class="empty">This page holds no such run. {open}</main>;
  return <ScenePage scene={scene} run={run} open={open} />;
}

function ScenePage(props: {
  readonly scene: Scene;
  readonly run: number | undefined;
  readonly open: ComponentChildren;
}): JSX.Element {
  const { scene, run, open } = props;
  const { first, positions, stepsAt } = scene;
  const [view, setView] = useState(() => {
    const start = startingView(scene.difference ?? scene.violation?.position ?? 0);
    return readLink(location.hash, positions).change(start);
  });
  useLink(view, run, positions, setView);
  usePlaying(view, positions, setView);
  const walk = useMemo(
    () => (view.property === undefined ? [] : witnessWalk(first.run, view.property)),
    [first, view.property],
  );
  const commands = commandsOf({ scene, walk, change: setView });
  useKeyboard(commands);
  const [step = -1] = stepsAt(view.cursor);
  return (
    <>
      <VerdictPanel scene={scene} view={view} run={run} commands={commands} />
      <main class={scene.runs.length > 1 ? "comparing" : ""}>
        <section class="time" aria-label="Space-time diagram">
          <Filters scene={scene} view={view} change={setView} />
          <Diagrams scene={scene} view={view} change={setView} />
          <Playback scene={scene} view={view} commands={commands} change={setView} />
        </section>
        <aside aria-label="Details">
          {walk.length === 0 ? null : <WitnessPanel view={view} walk={walk} commands={commands} />}
          <BlockPanel scene={scene} view={view} change={setView} />
          <StepPanel scene={scene} step={step} change={setView} />
          <WorldPanel run={first.run} step={step} />
          <ScenarioPanel run={first.run} />
          <EventTable scene={scene} step={step} change={setView} />
          {open}
        </aside>
      </main>
    </>
  );
}

/** Keeps the address of the page and the view the same. */
function useLink(
  view: View,
  run: number | undefined,
  positions: number,
  setView: (change: (view: View) => View) => void,
): void {
  useEffect(() => {
    const link = `#${linkOf(view, run)}`;
    if (link !== location.hash) history.replaceState(null, "", link);
  }, [view, run]);
  useEffect(() => {
    const follow = (): void => setView(readLink(location.hash, positions).change);
    addEventListener("hashchange", follow);
    return () => {
      removeEventListener("hashchange", follow);
    };
  }, [positions, setView]);
}
