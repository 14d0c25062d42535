/** What became of rounds in which something was to happen, and did not. */
import { count, joinWithAnd } from "../../../lib/properties/wording.js";
import type { NodeId } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import { inNodeOrder } from "./decisions.js";
import type { Shrunk } from "../shrink/shrink.js";
import type { PassedFact } from "./document.js";
import type { RunLog } from "./run-log.js";

/** So many rounds of a witness are looked at. */
const MOST_ROUNDS = 3;

/**
 * The rounds of the witness, and the first after the scripted ones: who formed a certificate in
 * them, and how nodes left them.
 */
export function roundsInQuestion(
  { result, failure, scenario }: Shrunk,
  log: RunLog,
): readonly PassedFact[] {
  const verdict = result.verdicts.get(failure.about);
  if (verdict?.status !== "violated") return [];
  const next = scenario.rounds.length + 1;
  const rounds = [...new Set([...verdict.witness.rounds, next, next + 1])].sort((a, b) => a - b);
  return rounds.slice(0, MOST_ROUNDS).map((round) => ({
    round,
    formed: [
      ...new Set(
        log.formed.flatMap(({ node, certificate }) =>
          certificate.round === round && certificate.value !== null ? node : [],
        ),
      ),
    ],
    left: waysOut(round, log),
  }));
}

/** How honest nodes left a round, the most frequent way first. */
function waysOut(round: number, { passages }: RunLog): PassedFact["left"] {
  const ways = new Map<string, NodeId[]>();
  for (const { node, left, by } of passages) {
    if (left === round && node.honest) ways.set(by, [...(ways.get(by) ?? []), node.id]);
  }
  return [...ways]
    .map(([by, nodes]) => ({ by, nodes }))
    .sort((one, other) => other.nodes.length - one.nodes.length);
}

/** The answers of honest nodes that were no, with who gave them, most frequent first. */
export function refusalsIn({ refusals }: RunLog): readonly string[] {
  const answers = new Map<string, { readonly nodes: Set<NodeInfo>; times: number }>();
  for (const { node, words } of refusals) {
    if (!node.honest) continue;
    const known = answers.get(words) ?? { nodes: new Set<NodeInfo>(), times: 0 };
    known.nodes.add(node);
    known.times++;
    answers.set(words, known);
  }
  return [...answers]
    .sort(([, one], [, other]) => other.times - one.times)
    .map(
      ([words, { nodes, times }]) =>
        `${joinWithAnd(inNodeOrder([...nodes]))} ${words} (${count(times, "time")})`,
    );
}
