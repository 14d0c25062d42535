/** The scenario of a run: its rounds, with leaders, groups and what else it scripts. */
import type { JSX } from "preact";
import { groupWords, partWords } from "../model/scenario-words.js";
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
              <th scope="col">Messages and nodes</th>
            </tr>
          </thead>
          <tbody>
            {rounds.map((round, index) => (
              <tr key={index}>
                <th scope="row">{index + 1}</th>
                <td>{round.leader}</td>
                <td>{groupWords(round.partition)}</td>
                <td>{partWords(round).join("; ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
