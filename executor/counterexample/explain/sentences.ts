/** Puts the facts of an explanation into sentences: at most a screen of them. */
import { aWord, distinct, joinWithAnd } from "../../../lib/properties/wording.js";
import type {
  BetweenFact,
  CertificateFact,
  CommitFact,
  DecisionFact,
  Explanation,
  GuiltFact,
  IgnoranceFact,
  KnowledgeFact,
  NeighbourFact,
  PartFact,
  PassedFact,
} from "./document.js";

/** A label, and the lines that stand beside it. */
export interface Section {
  readonly label: string;
  readonly lines: readonly string[];
}

const MOST_LINES = 5;
const MOST_REFUSALS = 3;
const MOST_BETWEEN = 3;

/** The sections of an explanation, in the order in which one reads them. */
export const sectionsOf = (explanation: Explanation): readonly Section[] => {
  const { claim, commits, decisions, unknown, guilty, evidence, mend, parts } = explanation;
  const sections = [
    { label: "claim", lines: claim },
    { label: "proof", lines: commits.map(commitWords) },
    { label: "allowed", lines: decisions.map(decisionWords) },
    { label: "unknown", lines: unknown.map(ignoranceWords) },
    { label: "known", lines: explanation.known.map(knowledgeWords) },
    { label: "between", lines: atMost(explanation.between.map(betweenWords), MOST_BETWEEN) },
    { label: "rounds", lines: explanation.rounds.map(passedWords) },
    { label: "refused", lines: explanation.refusals.slice(0, MOST_REFUSALS) },
    { label: "guilty", lines: [...guilty.map(({ sentence }) => sentence), evidence] },
    { label: "mend", lines: mend },
    { label: "parts", lines: partLines(parts) },
    { label: "passes", lines: neighbourLines(explanation.neighbour) },
  ];
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ label, lines }) => ({ label, lines: atMost(lines, MOST_LINES) }));
};

function atMost(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more`];
}

/** `the QC of a@1 by a, b and c`. */
export function certificateWords({ kind, block, round, signers }: CertificateFact): string {
  return `the ${kindWords(kind)} of ${block ?? `round ${round}`} by ${joinWithAnd(signers)}`;
}

const LONGEST_ACRONYM = 3;

/** `QC`, `polka certificate`. */
export function kindWords(kind: string): string {
  if (kind.length <= LONGEST_ACRONYM) return kind.toUpperCase();
  return kind.endsWith("certificate") ? kind : `${kind} certificate`;
}

const commitWords = ({ nodes, block, direct, certificates }: CommitFact): string => {
  const by = distinct(certificates.map(certificateWords));
  const proof = by.length === 0 ? "on what another node told" : `on ${joinWithAnd(by)}`;
  const onto = direct.block === block ? "" : ` with ${direct.block}`;
  return `${joinWithAnd(nodes)} committed ${block}${onto}, ${proof}`;
};

const decisionWords = ({ round, slot, nodes, what, block, because }: DecisionFact): string =>
  because === ""
    ? `round ${round}: ${joinWithAnd(nodes)} signed ${block} in ${slot}`
    : `round ${round}: ${joinWithAnd(nodes)} may ${what} for ${block}: ${because}`;

const passedWords = ({ round, formed, left }: PassedFact): string => {
  const who = formed.length === 0 ? "nobody" : joinWithAnd(formed);
  const ways = left.map(({ nodes, by }) => `${joinWithAnd(nodes)} left it by ${aWord(by)}`);
  return [`round ${round}: ${who} formed a certificate of its block`, ...ways].join("; ");
};

const ignoranceWords = ({ kind, block, nodes, votingFor }: IgnoranceFact): string =>
  `${joinWithAnd(nodes)} had not seen the ${kindWords(kind)} of ${block} ` +
  `when voting for ${votingFor}`;

const knowledgeWords = ({ kind, of, nodes, proposes, block }: KnowledgeFact): string =>
  `${joinWithAnd(nodes)} knew the ${kindWords(kind)} of ${of} ` +
  `when ${proposes ? "proposing" : "voting for"} ${block}`;

const betweenWords = ({ round, slot, value, nodes, because }: BetweenFact): string => {
  const what = `round ${round}: ${joinWithAnd(nodes)} signed ${value} in ${slot}`;
  return because === "" ? what : `${what}: ${because}`;
};

/** A line for each round, where something may be otherwise. */
function partLines(parts: readonly PartFact[]): readonly string[] {
  const lines = parts.flatMap((part) => {
    const words = [...leaderWords(part), ...placeWords(part)];
    return words.length === 0 ? [] : [`round ${part.round}: ${words.join("; ")}`];
  });
  const fixed = parts.filter((part) => leaderWords(part).length + placeWords(part).length === 0);
  const rounds = fixed.map(({ round }) => round);
  return rounds.length === 0
    ? lines
    : [...lines, `needed as it is: round${rounds.length === 1 ? "" : "s"} ${joinWithAnd(rounds)}`];
}

function leaderWords({ leaders, otherLeaders }: PartFact): readonly string[] {
  if (leaders.length === 0) return [];
  return leaders.length === otherLeaders
    ? ["anybody may lead"]
    : [`${joinWithAnd(leaders)} may lead as well`];
}

const placeWords = ({ free }: PartFact): readonly string[] =>
  free.length === 0 ? [] : [`it does not matter where ${joinWithAnd(free)} ${isOrAre(free)}`];

const isOrAre = (names: readonly string[]): string => (names.length === 1 ? "is" : "are");

function neighbourLines(neighbour: NeighbourFact | null): readonly string[] {
  if (neighbour === null) return ["no scenario that is one step away"];
  const { change, fails, differences } = neighbour;
  const but = fails === "" ? "" : `, where only ${fails} is violated`;
  return [
    `the run ${change}${but}`,
    ...differences.flatMap(({ here, there }, index) => [
      `${index === 0 ? "first difference" : "first decision"} here: ${here}`,
      `${" ".repeat(index === 0 ? 11 : 9)}there: ${there}`,
    ]),
  ];
}

/** What the proofs mean: who is to blame, the nodes or the rules. */
export function evidenceWords(
  guilty: readonly GuiltFact[],
  faulty: number,
  isFork: boolean,
): string {
  const honest = guilty.filter((each) => each.honest).map(({ replica }) => replica);
  if (honest.length > 0) {
    const them = honest.length === 1 ? "it" : "them";
    return `${joinWithAnd(honest)} ${isOrAre(honest)} honest: the rules made ${them} sign this`;
  }
  if (guilty.length > faulty) {
    return `more than f = ${faulty} are proven guilty: the protocol promises nothing then`;
  }
  if (guilty.length === 0 && !isFork) return "nobody: no two signed messages contradict each other";
  const enough = `no sufficient evidence against f+1 = ${faulty + 1}`;
  return isFork ? `${enough}: the rules are broken, not the nodes` : enough;
}
