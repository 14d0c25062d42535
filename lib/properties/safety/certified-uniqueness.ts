/** The property certified-uniqueness: at most one value is certified in a slot. */
import type { Ballot, BlockTree } from "../../protocol/judging/facts.js";
import type { BlockId, NodeId } from "../../protocol/ids.js";
import type { RunInfo } from "../../protocol/judging/observed-event.js";
import { FACTS_ONLY } from "../../protocol/judging/state-comparison.js";
import {
  HELD,
  vacuous,
  violated,
  type Property,
  type Verdict,
} from "../../protocol/judging/property.js";
import { leastHonestVotes } from "../../protocol/validators.js";
import { isCertified } from "../block-tree.js";
import { ascending, distinct, firstFew, joinWithAnd } from "../wording.js";
import { blockName } from "../names.js";

/** A value with many votes in some slot; null is nil. */
interface Contender {
  readonly value: BlockId | null;
  readonly ballot: Ballot;
}

/** Two values that were certified in one slot, or one that was and another that may have been. */
type Clash = readonly Contender[];

/**
 * Property 1: when a value is certified, no other value of its slot has so many honest votes that
 * it may be certified, too ({@link leastHonestVotes}), so that at most one is. Any certificate that
 * is formed or appears counts, whatever its size. Of certificates of nil alone nothing is said.
 * Vacuous where a protocol that assumes synchrony has quorums of fewer replicas than exclude this.
 */
export const certifiedUniqueness: Property<null> = {
  name: "certified-uniqueness",
  init: () => null,
  on: {},
  comparison: FACTS_ONLY,
  verdict(_, { facts: { tree }, runInfo }) {
    if (mayBothBeCertified(runInfo)) {
      return vacuous(
        "two quorums need not have a correct replica in common, as synchrony is assumed",
      );
    }
    let certified = false;
    const clashes: Clash[] = [];
    for (const strong of strongValues(tree, runInfo).values()) {
      if (!strong.some(({ ballot }) => isCertified(ballot))) continue;
      certified = true;
      if (strong.length > 1) clashes.push(strong);
    }
    if (clashes.length > 0) return explain(clashes, tree);
    return certified ? HELD : vacuous("no block was certified");
  },
};

/**
 * Whether each of two values may get a quorum without a correct replica that votes for both. Only
 * protocols that assume synchrony are safe with quorums so small.
 */
const mayBothBeCertified = ({ assumes, validators: { ids, faulty, quorum } }: RunInfo): boolean =>
  assumes === "synchrony" && 2 * quorum - ids.length <= faulty;

/** By slot: the values that are certified or may be. */
function strongValues(tree: BlockTree, { validators }: RunInfo): Map<string, Contender[]> {
  const strong = new Map<string, Contender[]>();
  const isStrong = (ballot: Ballot): boolean =>
    isCertified(ballot) || ballot.honestSigners.length >= leastHonestVotes(validators);
  const addStrong = (value: BlockId, ballot: Ballot): void => {
    if (!isStrong(ballot)) return;
    const others = strong.get(ballot.slot);
    if (others === undefined) strong.set(ballot.slot, [{ value, ballot }]);
    else others.push({ value, ballot });
  };
  for (const blocks of tree.rounds.values()) {
    for (const value of blocks) {
      for (const ballot of tree.blocks.get(value)?.ballots ?? []) addStrong(value, ballot);
    }
  }
  for (const [slot, ballot] of tree.nils) {
    if (isStrong(ballot)) strong.get(slot)?.push({ value: null, ballot });
  }
  return strong;
}

const roundOf = ([first]: Clash): number => first?.ballot.round ?? 0;

function explain(clashes: readonly Clash[], tree: BlockTree): Verdict {
  const ordered = [...clashes].sort((a, b) => roundOf(a) - roundOf(b));
  return violated({
    rounds: ascending(ordered.flatMap(([first]) => first?.ballot.round ?? [])),
    blocks: ordered.flat().flatMap(({ value }) => value ?? []),
    nodes: distinct(ordered.flatMap(votedTwice)),
    explanation: firstFew(ordered.map((clash) => sentence(clash, placeOf(clash, ordered), tree))),
  });
}

/** The round of a clash; with its slot, where another slot of the round has one, too. */
function placeOf(clash: Clash, all: readonly Clash[]): string {
  const place = `round ${roundOf(clash)}`;
  const isAlone = all.every((other) => other === clash || roundOf(other) !== roundOf(clash));
  return isAlone ? place : `${place}, ${clash[0]?.ballot.slot ?? ""}`;
}

function sentence(clash: Clash, place: string, tree: BlockTree): string {
  const sides = clash.map(({ value, ballot }) => {
    const name = value === null ? "nil" : blockName(tree, value);
    const signers = ballot.certificates[0];
    if (signers !== undefined) return `${name} was certified by ${joinWithAnd(signers)}`;
    return `${name} has the votes of ${joinWithAnd(ballot.honestSigners)}`;
  });
  const both = votedTwice(clash);
  const voters = both.length > 0 ? `honest ${joinWithAnd(both)}` : "no honest node";
  return `${place}: ${joinWithAnd(sides)}; ${voters} voted for more than one`;
}

/** Honest nodes that voted for more than one of the values. */
function votedTwice(clash: Clash): readonly NodeId[] {
  const votes = clash.flatMap(({ ballot }) => ballot.honestSigners);
  return distinct(votes.filter((voter, index) => votes.indexOf(voter) !== index));
}
