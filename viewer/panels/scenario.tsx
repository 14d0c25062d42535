/** The scenario of a run: its rounds, with leaders, groups and drops. */
import type { JSX } from "preact";
import type { Run } from "../model/run.js";

/** Shows the rounds that a scenario scripts. */
export function ScenarioPanel({ run }: { readonly run: Run }): JSX.Element | null {
  const { rounds } = run.trace.header;
  if (rounds.length === 0) return null;
  return (
    <section class="panel scenario" aria-label="Scenario">
      <details>
        <summary>
          <h2>Scenario</h2>
        </summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Round</th>
              <th scope="col">Leader</th>
              <th scope="col">Groups</th>
              <th scope="col">Drops</th>
            </tr>
          </thead>
          <tbody>
            {rounds.map(({ leader, partition, drops }, index) => (
              <tr key={index}>
                <th scope="row">{index + 1}</th>
                <td>{leader}</td>
                <td>{partition.map((group) => group.join(" ")).join(" | ")}</td>
                <td>{drops.map(({ from, to, type }) => `${type} ${from} to ${to}`).join(", ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
