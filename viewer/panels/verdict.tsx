/** The head of the page: what came of the run, property by property. */
import type { JSX } from "preact";
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
  const verdict = result?.verdict;
  const properties = Object.entries(result?.properties ?? {}).toSorted(
    ([, a], [, b]) => ORDER.indexOf(a) - ORDER.indexOf(b),
  );
  const [witness] = result?.witnesses ?? [];
  const [sentence = ""] = witness?.explanation ?? [];
  return (
    <header class="verdict">
      {run === undefined ? null : <a href="#">All families</a>}
      <h1>
        <span class={`badge ${verdict ?? "unknown"}`}>
          {verdict === undefined ? "no result" : `${SIGN[verdict]} ${verdict}`}
        </span>{" "}
        {header.id}
      </h1>
      <p class="because">{witness === undefined ? result?.because : sentence}</p>
      <p class="facts">{factsOf(header, steps.length, result?.ending)}</p>
      {header.description === undefined ? null : <p class="facts">{header.description}</p>}
      {runs.slice(1).map(({ shown, run: { trace: other } }) => (
        <p key={shown.page.title} class="facts">
          Compared with {shown.page.title}: {other.result?.verdict ?? "no result"}
        </p>
      ))}
      <Explanation scene={scene} />
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
      <Replay command={first.shown.page.replay} />
    </header>
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
    <div class="explanation">
      {explanation.map((sentence, index) => (
        <p key={index}>{sentence}</p>
      ))}
      {shrunk === undefined ? null : (
        <p>
          Shrunk to: <code>{shrunk}</code>
        </p>
      )}
    </div>
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
