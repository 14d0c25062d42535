/** Leaves out facts that can change no verdict any more (docs/soundness.md, lemma 5). */
import { GENESIS_ROUND, type BlockId, type Round } from "../protocol/ids.js";
import type { Naming } from "../protocol/explorable.js";
import type { Setting } from "../protocol/occurrence.js";
import { emptyTree, type BlockFacts } from "./block-tree.js";
import type { Facts } from "./facts.js";
import type { Outlook } from "./outlook.js";
import { highestOf } from "./round-entries.js";

/** The tree without what can change no verdict any more. */
export function forget(
  facts: Facts,
  setting: Setting,
  outlook: Outlook,
  kept: ReadonlySet<BlockId>,
): Facts {
  const { naming, horizon, floors } = outlook;
  const left = emptyTree();
  const disputed = openRounds(facts, naming);
  for (const [id, block] of facts.tree.blocks) {
    const matters =
      naming.isOpen(id) ||
      naming.isLive(id) ||
      kept.has(id) ||
      ((block.round >= horizon || disputed.has(block.round)) && isStrong(block, setting)) ||
      mayBeRepeated(block, setting, floors);
    if (!matters) continue;
    left.blocks.set(id, block);
    const sameRound = left.rounds.get(block.round);
    if (sameRound === undefined) left.rounds.set(block.round, [id]);
    else sameRound.push(id);
  }
  return { tree: left, entries: facts.entries };
}

/** The rounds of blocks that may yet gather votes: others of the round are compared with them. */
function openRounds({ tree }: Facts, naming: Naming): ReadonlySet<Round> {
  const rounds = new Set<Round>();
  for (const { id, round } of tree.blocks.values()) if (naming.isOpen(id)) rounds.add(round);
  return rounds;
}

const isStrong = ({ certificates, honestVoters }: BlockFacts, setting: Setting): boolean =>
  certificates.length > 0 || honestVoters.length > setting.validators.faulty;

/** Whether its honest proposer could still propose another of its round. */
function mayBeRepeated(
  { proposer, round }: BlockFacts,
  setting: Setting,
  floors: readonly Round[],
) {
  const node = setting.nodes.find(({ id }) => id === proposer);
  return node?.honest === true && (floors[node.index] ?? GENESIS_ROUND) <= round;
}

/** All of the facts that can still change a verdict. */
export function factsKey(facts: Facts, setting: Setting, outlook: Outlook): string {
  const { tree, entries } = facts;
  const { naming, horizon, floors, now } = outlook;
  const blocks: string[] = [];
  const disputed = openRounds(facts, naming);
  for (const block of tree.blocks.values()) {
    const { id, round, proposer } = block;
    const certified = block.certificates.length > 0 ? "c" : "";
    if (naming.isOpen(id)) {
      blocks.push(`${naming.block(id)}${certified}${[...block.honestVoters].sort().join("")}`);
    } else if ((round >= horizon || disputed.has(round)) && isStrong(block, setting)) {
      const voted = block.honestVoters.length > setting.validators.faulty ? "s" : "";
      blocks.push(`${naming.isNamed(id) ? naming.block(id) : `r${round}`}${certified}${voted}`);
    }
    if (mayBeRepeated(block, setting, floors)) blocks.push(`p${proposer ?? ""}${round}`);
  }
  const highest = setting.nodes.map(({ index }) =>
    highestOf(entries, index) < setting.stableFrom ? "-" : "+",
  );
  const first = [...entries.first].map(([round, { at }]) => `${round}@${at - now}`);
  const since = entries.stableSince === null ? "" : entries.stableSince - now;
  return `${blocks.sort().join(" ")}|${highest.join("")}|${first.join(" ")}|${since}`;
}
