/** Leaves out facts that can change no verdict any more (docs/soundness.md, lemma 5). */
import { GENESIS_ROUND, type BlockId, type Round } from "../protocol/ids.js";
import type { CanonicalIds } from "../protocol/explorable.js";
import type { RunInfo } from "../protocol/judging/observed-event.js";
import type { BlockFacts, Facts } from "../protocol/judging/facts.js";
import { emptyTree, isCertified, mayBeCertified } from "./block-tree.js";
import type { FutureBounds } from "../protocol/judging/state-comparison.js";
import { highestOf } from "./round-entries.js";

/** The facts without the blocks that can change no verdict any more. */
export function pruneFacts(
  facts: Facts,
  runInfo: RunInfo,
  bounds: FutureBounds,
  kept: ReadonlySet<BlockId>,
): Facts {
  const { ids, minVotableRound, minSignableRounds } = bounds;
  const left = emptyTree();
  const disputed = openRounds(facts, ids);
  for (const [id, block] of facts.tree.blocks) {
    const matters =
      ids.isVotable(id) ||
      ids.isLive(id) ||
      kept.has(id) ||
      ((block.round >= minVotableRound || disputed.has(block.round)) && isStrong(block, runInfo)) ||
      mayBeRepeated(block, runInfo, minSignableRounds);
    if (!matters) continue;
    left.blocks.set(id, block);
    const sameRound = left.rounds.get(block.round);
    if (sameRound === undefined) left.rounds.set(block.round, [id]);
    else sameRound.push(id);
  }
  return { tree: left, entries: facts.entries, overdue: facts.overdue };
}

/** The rounds of blocks that may yet gather votes: others of the round are compared with them. */
function openRounds({ tree }: Facts, ids: CanonicalIds): ReadonlySet<Round> {
  const rounds = new Set<Round>();
  for (const { id, round } of tree.blocks.values()) if (ids.isVotable(id)) rounds.add(round);
  return rounds;
}

const isStrong = (block: BlockFacts, runInfo: RunInfo): boolean =>
  isCertified(block) || mayBeCertified(block, runInfo);

/** Whether its honest proposer could still propose another of its round. */
function mayBeRepeated(
  { proposer, round }: BlockFacts,
  runInfo: RunInfo,
  floors: readonly Round[],
) {
  const node = runInfo.nodes.find(({ id }) => id === proposer);
  return node?.honest === true && (floors[node.index] ?? GENESIS_ROUND) <= round;
}

/** All of the facts that can still change a verdict. */
export function factsKey(facts: Facts, runInfo: RunInfo, bounds: FutureBounds): string {
  const { tree, entries } = facts;
  const { ids, minVotableRound, minSignableRounds, now } = bounds;
  const blocks: string[] = [];
  const disputed = openRounds(facts, ids);
  for (const block of tree.blocks.values()) {
    const { id, round, proposer } = block;
    const certified = isCertified(block) ? "c" : "";
    if (ids.isVotable(id)) {
      blocks.push(`${ids.block(id)}${certified}${[...block.honestVoters].sort().join("")}`);
    } else if ((round >= minVotableRound || disputed.has(round)) && isStrong(block, runInfo)) {
      const voted = mayBeCertified(block, runInfo) ? "s" : "";
      blocks.push(`${ids.isNamed(id) ? ids.block(id) : `r${round}`}${certified}${voted}`);
    }
    if (mayBeRepeated(block, runInfo, minSignableRounds)) blocks.push(`p${proposer ?? ""}${round}`);
  }
  const highest = runInfo.nodes.map(({ index }) =>
    highestOf(entries, index) < runInfo.stableFrom ? "-" : "+",
  );
  const first = [...entries.first].map(([round, { at }]) => `${round}@${at - now}`);
  const since = entries.stableSince === null ? "" : entries.stableSince - now;
  const key = `${blocks.sort().join(" ")}|${highest.join("")}|${first.join(" ")}|${since}`;
  return key + synchronyKey(facts);
}

/** Whether synchrony is broken: which message broke it changes no verdict. */
const synchronyKey = ({ overdue }: Facts): string => (overdue === null ? "" : "|overdue");
