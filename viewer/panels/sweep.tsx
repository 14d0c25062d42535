/** The page of a sweep: outcomes, families of failures with examples, and what was covered. */
import type { ComponentChildren, JSX } from "preact";
import type { PageFamily, PageSweep } from "../data/page-data.js";
import { count } from "../model/words.js";

interface SweepPanelProps {
  readonly sweep: PageSweep;
  readonly open: ComponentChildren;
}

/** Shows a sweep. */
export function SweepPanel({ sweep, open }: SweepPanelProps): JSX.Element {
  const { title, scenarios, outcomes, violated, families, otherFamilies, firstRounds } = sweep;
  const rounds = firstRounds.map((each) => ({ ...each, name: `round ${each.round}` }));
  return (
    <main class="sweep">
      <h1>{title}</h1>
      <p>{count(scenarios, "scenario")}</p>
      <Bars title="Outcomes" of={scenarios} bars={outcomes} />
      {violated.length === 0 ? null : (
        <Bars title="Violated properties" of={scenarios} bars={violated} />
      )}
      {rounds.length === 0 ? null : (
        <Bars title="First rounds of violations" of={scenarios} bars={rounds} />
      )}
      <section class="panel" aria-label="Families">
        <h2>Families of failures</h2>
        {families.length === 0 ? <p>No scenario failed.</p> : null}
        <ol>
          {families.map((family, index) => (
            <Family key={index} family={family} />
          ))}
        </ol>
        {otherFamilies === 0 ? null : <p>Other families: {count(otherFamilies, "scenario")}</p>}
      </section>
      {sweep.coverage.length === 0 ? null : (
        <section class="panel" aria-label="Coverage">
          <h2>Coverage</h2>
          {sweep.coverage.map((line, index) => (
            <p key={index}>{line}</p>
          ))}
        </section>
      )}
      {open}
    </main>
  );
}

function Family({ family }: { readonly family: PageFamily }): JSX.Element {
  const { name, scenarios, because, run } = family;
  return (
    <li>
      <h3>
        {count(scenarios, "scenario")}: {name}
      </h3>
      {because.map((sentence, index) => (
        <p key={index}>{sentence}</p>
      ))}
      {run === undefined ? null : <a href={`#run=${run}`}>Open its first scenario</a>}
    </li>
  );
}

function Bars(props: {
  readonly title: string;
  readonly of: number;
  readonly bars: readonly { readonly name: string; readonly scenarios: number }[];
}): JSX.Element {
  return (
    <section class="panel bars" aria-label={props.title}>
      <h2>{props.title}</h2>
      <table>
        <tbody>
          {props.bars.map(({ name, scenarios }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{scenarios.toLocaleString("en")}</td>
              <td aria-hidden="true">
                <svg width="200" height="12">
                  <rect width={(200 * scenarios) / Math.max(1, props.of)} height="12" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
