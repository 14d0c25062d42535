/** The head of the page: what came of the run, property by property. */
import type { JSX } from "preact";
import type { TraceResult } from "../../executor/run/trace-format.js";
import type { Commands } from "../app/commands.js";
import type { Scene } from "../app/scene.js";
import type { View } from "../app/view.js";
import { CopyButton } from "../controls/copy-button.js";
import { count } from "../model/words.js";

interface VerdictProps {
  readonly scene: Scene;
  readonly view: View;
  readonly run: number | undefined;
  readonly commands: Commands;
}

const SIGN = { violated: "✗", crashed: "✗", inconclusive: "?", held: "✓", vacuous: "–" } as const;

const ORDER = ["violated", "held", "vacuous"];

/** Shows the verdict on the first run, and what it is compared with. */
export function VerdictPanel({ scene, view, run, commands }: VerdictProps): JSX.Element {
  const { first, runs } = scene;
  const { trace, steps } = first.run;
  const { header, result } = trace;
  return (
    <header class="verdict">
      {run === undefined ? null : <a href="#">All families</a>}
      <h1>
        <Badge verdict={result?.verdict} /> {header.id}
      </h1>
      <p class="because">{becauseOf(result)}</p>
      <p class="facts">{factsOf(header, steps.length, result?.ending)}</p>
      {header.description === undefined ? null : <p class="facts">{header.description}</p>}
      {runs.slice(1).map(({ shown, run: { trace: other } }) => (
        <p key={shown.page.title} class="facts">
          Compared with {shown.page.title}: {other.result?.verdict ?? "no result"}
        </p>
      ))}
      <Explanation scene={scene} />
      <Properties result={result} view={view} commands={commands} />
      <Replay command={first.shown.page.replay} />
    </header>
  );
}

/** What went wrong, in a sentence. */
const becauseOf = (result: TraceResult | undefined): string | undefined =>
  result?.because ?? result?.witnesses?.[0]?.explanation[0];

function Badge({ verdict }: { readonly verdict: TraceResult["verdict"] | undefined }): JSX.Element {
  if (verdict === undefined) return <span class="badge">no result</span>;
  return <span class={`badge ${verdict}`}>{`${SIGN[verdict]} ${verdict}`}</span>;
}

function Properties(props: {
  readonly result: TraceResult | undefined;
  readonly view: View;
  readonly commands: Commands;
}): JSX.Element {
  const { result, view, commands } = props;
  const properties = Object.entries(result?.properties ?? {}).toSorted(
    ([, a], [, b]) => ORDER.indexOf(a) - ORDER.indexOf(b),
  );
  return (
    <ul class="properties" aria-label="Properties">
      {properties.map(([name, status]) => (
        <li key={name}>
          {status === "violated" ? (
            <button
              type="button"
              class="violated"
              aria-pressed={view.property === name}
              onClick={() => commands.walkThrough(name)}
            >
              {SIGN.violated} {name}
            </button>
          ) : (
            <span class={status}>
              {SIGN[status]} {name} <small>{status}</small>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function factsOf(
  header: Scene["first"]["run"]["trace"]["header"],
  events: number,
  ending: string | undefined,
): string {
  const { protocol, bugs = [] } = header;
  return [
    ...(protocol === undefined ? [] : [protocol]),
    ...(bugs.length === 0 ? [] : [`injected: ${bugs.join(", ")}`]),
    count(events, "event"),
    ...(ending === undefined ? [] : [ending]),
  ].join(" · ");
}

function Explanation({ scene }: { readonly scene: Scene }): JSX.Element | null {
  const { explanation = [], shrunk } = scene.first.shown.page;
  if (explanation.length === 0 && shrunk === undefined) return null;
  return (
    <details class="explanation">
      <summary>Why it fails, and a smaller scenario that fails alike</summary>
      {explanation.map((sentence, index) => (
        <p key={index}>{sentence}</p>
      ))}
      {shrunk === undefined ? null : (
        <p>
          Shrunk to: <code>{shrunk}</code>
        </p>
      )}
    </details>
  );
}

function Replay({ command }: { readonly command: string | undefined }): JSX.Element {
  return (
    <p class="replay">
      {command === undefined ? null : (
        <>
          <code>{command}</code> <CopyButton text={command} />{" "}
        </>
      )}
      <button type="button" onClick={() => print()}>
        Print
      </button>
    </p>
  );
}
