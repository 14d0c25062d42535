/** Canonical ids of blocks, relative to the last common ancestor of all referenced blocks. */
import { invariant } from "../../../lib/protocol/assert.js";
import type { BlockGraph, CanonicalIds } from "../../../lib/protocol/explorable.js";
import { GENESIS_ROUND } from "../../../lib/protocol/ids.js";
import type { BlockId, Round, StateId } from "../../../lib/protocol/ids.js";

/** The facts about the blocks of a stopped run. */
export interface BlockLiveness {
  /** All blocks that the run or its judge references. */
  readonly referenced: Iterable<BlockId>;
  /** Blocks for which votes can still be sent, or arrive. */
  readonly votableBlocks: ReadonlySet<BlockId>;
  /** Blocks whose certificates can still be sent to nodes. */
  readonly sendableCertificates: Iterable<BlockId>;
  /** Whether the signers of certificates always matter. */
  readonly signersMatter: boolean;
  /** See {@link Explorable.syncsWholeChains}. */
  readonly syncsWholeChains: boolean;
  /** R: of the rounds from there on, times are judged block by block. */
  readonly lastScripted: Round;
  /** Votes of a lower round are neither in flight nor still to be sent. */
  readonly minLiveRound: Round;
  /** Whether some node would request a block if it received a certificate for it. */
  isMissing(block: BlockId, round: Round): boolean;
}

/**
 * Ids for the blocks of one run: relative to the base, the last common ancestor of all referenced
 * blocks, and made only of what can still matter.
 */
export class CanonicalBlockIds implements CanonicalIds {
  readonly syncsWholeChains: boolean;
  /** What the names stand for, in their order. */
  readonly text: string;
  readonly #blocks: BlockLiveness;
  readonly #blockGraph: BlockGraph;
  readonly #base: BlockId;
  readonly #names = new Map<BlockId, string>();
  /** Cache of {@link areSignersLive}. */
  readonly #signersLive = new Map<BlockId, boolean>();
  /** The blocks with a certificate that can still be sent. */
  readonly #certificateHolders: ReadonlySet<BlockId>;
  /** The referenced blocks and their ancestors down to the base, lower rounds first. */
  readonly #live: readonly BlockId[];
  readonly #isLive: ReadonlySet<BlockId>;

  constructor(blocks: BlockLiveness, graph: BlockGraph) {
    this.#blocks = blocks;
    this.syncsWholeChains = blocks.syncsWholeChains;
    this.#blockGraph = graph;
    this.#live = ancestry(blocks.referenced, graph);
    this.#isLive = new Set(this.#live);
    const [base] = this.#live;
    invariant(base !== undefined, "some block is mentioned");
    this.#base = base;
    this.#certificateHolders = this.#findCertificateHolders();
    this.#names.set(base, nameOf(0));
    const named = blocks.syncsWholeChains ? this.#retainedBlocks() : this.#isLive;
    let namesText = "";
    let names = 1;
    for (const generation of this.#generations(named)) {
      const texts = this.#distinctTexts(generation);
      const sorted = generation.length === 1 ? texts : [...new Set(texts)].sort();
      for (const [index, id] of generation.entries()) {
        this.#names.set(id, nameOf(names + sorted.indexOf(texts[index] ?? "")));
      }
      names += sorted.length;
      for (const text of sorted) namesText += `${text.length}:${text}`;
    }
    this.text = `${this.#baseText()} ${namesText}`;
  }

  /** The rounds of the base and of its parent, and whether there is a block of a scripted round. */
  #baseText(): string {
    const graph = this.#blockGraph;
    const base = this.#base;
    let scripted = base;
    while (graph.roundOf(scripted) > this.#blocks.lastScripted) {
      scripted = graph.parentOf(scripted);
    }
    const isGenesis = graph.roundOf(scripted) === GENESIS_ROUND;
    const rounds = `${graph.roundOf(base)} ${graph.roundOf(graph.parentOf(base))}`;
    return `${rounds}${isGenesis ? "" : "+"}`;
  }

  /**
   * Between named blocks, and on an abandoned branch, only the round counts, and only in comparison
   * with the rounds of named blocks and of votes in flight.
   */
  ledgerPosition(block: BlockId): string {
    if (this.#names.has(block)) return `=${this.block(block)}`;
    const round = this.#blockGraph.roundOf(block);
    const rank = round < this.#blocks.minLiveRound ? this.#rank(round) : `@${round}`;
    for (const id of this.#live) {
      if (!this.#names.has(id) || !this.#blockGraph.descends(id, block)) continue;
      return `<${this.block(id)}${rank}`;
    }
    return `left${rank}`;
  }

  /** How many named blocks are of no higher round. */
  #rank(round: Round): number {
    let rank = 0;
    for (const id of this.#names.keys()) if (this.#blockGraph.roundOf(id) <= round) rank++;
    return rank;
  }

  /** The parent of the base is so, too: the base may be compared with it. */
  isLive(block: BlockId): boolean {
    return this.#isLive.has(block) || block === this.#blockGraph.parentOf(this.#base);
  }

  isNamed(block: BlockId): boolean {
    return this.#names.has(block);
  }

  parentName(block: BlockId): string {
    let below = this.#blockGraph.parentOf(block);
    while (!this.#names.has(below)) below = this.#blockGraph.parentOf(below);
    return this.block(below);
  }

  isVotable(block: BlockId): boolean {
    return this.#blocks.votableBlocks.has(block);
  }

  /**
   * A block that all nodes have may be lost if a fork from below it is committed. Otherwise no node
   * will request it.
   */
  areSignersLive(block: BlockId): boolean {
    if (this.#blocks.signersMatter) return true;
    const known = this.#signersLive.get(block);
    if (known !== undefined) return known;
    const areLive = this.#computeSignersLive(block);
    this.#signersLive.set(block, areLive);
    return areLive;
  }

  isCertificateLive(block: BlockId): boolean {
    if (this.#blocks.signersMatter) return true;
    return (
      this.#certificateHolders.has(block) && this.areSignersLive(this.#blockGraph.parentOf(block))
    );
  }

  block(id: BlockId): string {
    const name = this.#names.get(id);
    invariant(name !== undefined, "a block that is named has been mentioned", { id });
    return name;
  }

  state(id: StateId, block: BlockId): string {
    return this.#blockGraph.stateOf(id, block, this.#base);
  }

  /**
   * A proposal in flight contains its certificate. Of a chain that a node receives later, it keeps
   * the highest certificate that commits; lower ones are never sent again.
   */
  #findCertificateHolders(): ReadonlySet<BlockId> {
    const { votableBlocks, sendableCertificates } = this.#blocks;
    const live = this.#isLive;
    const holders = new Set<BlockId>();
    for (const tip of new Set([...votableBlocks, ...sendableCertificates])) {
      if (!live.has(tip)) continue;
      if (votableBlocks.has(tip)) holders.add(tip);
      let holder = tip;
      while (holder !== this.#base && !this.#blockGraph.commits(holder)) {
        holder = this.#blockGraph.parentOf(holder);
      }
      holders.add(holder);
    }
    return holders;
  }

  #computeSignersLive(block: BlockId): boolean {
    if (!this.#isLive.has(block) || block === this.#base) return false;
    const round = this.#blockGraph.roundOf(block);
    if (this.#blocks.isMissing(block, round)) return true;
    let lower = 0;
    for (const id of this.#live) if (this.#blockGraph.roundOf(id) < round) lower++;
    let ancestors = 0;
    for (let id = block; id !== this.#base; id = this.#blockGraph.parentOf(id)) ancestors++;
    return ancestors < lower;
  }

  /**
   * Branch points and the blocks on which something depends. All others lie between two of these:
   * they are sent together with the upper one, and committed with it.
   */
  #retainedBlocks(): ReadonlySet<BlockId> {
    const { referenced, votableBlocks, lastScripted } = this.#blocks;
    const graph = this.#blockGraph;
    const retained = new Set([...referenced, ...votableBlocks]);
    for (const holder of this.#certificateHolders) {
      const certified = graph.parentOf(holder);
      retained.add(holder).add(certified).add(graph.parentOf(certified));
    }
    const children = new Map<BlockId, BlockId>();
    for (const id of this.#live.slice(1)) {
      const parent = graph.parentOf(id);
      if (children.has(parent)) retained.add(parent);
      children.set(parent, id);
      if (graph.roundOf(id) > lastScripted) retained.add(id).add(parent);
    }
    return retained;
  }

  /** The retained live blocks above the base, round by round. */
  #generations(named: ReadonlySet<BlockId>): readonly (readonly BlockId[])[] {
    const generations: BlockId[][] = [];
    let round = -1;
    for (const id of this.#live) {
      if (id === this.#base || !named.has(id)) continue;
      const at = this.#blockGraph.roundOf(id);
      if (at === round) generations.at(-1)?.push(id);
      else generations.push([id]);
      round = at;
    }
    return generations;
  }

  /**
   * Different texts for different blocks: author and payload count only where nothing else differs.
   */
  #distinctTexts(generation: readonly BlockId[]): readonly string[] {
    const graph = this.#blockGraph;
    const [only] = generation;
    if (only !== undefined && generation.length === 1) {
      const description = graph.describeBlock(only, this);
      return [this.isVotable(only) ? `${description} ${graph.contentOf(only)}` : description];
    }
    const descriptions = generation.map((id) => graph.describeBlock(id, this));
    const contents = generation.map((id, index) => {
      const description = descriptions[index] ?? "";
      const isPlain = !this.isVotable(id) && isOnlyOne(description, descriptions);
      return isPlain ? description : `${description} ${graph.contentOf(id)}`;
    });
    return generation.map((id, index) => {
      const content = contents[index] ?? "";
      return isOnlyOne(content, contents) ? content : `${content} ${graph.signersOf(id)}`;
    });
  }
}

/** A number as a name that ends where it ends, whatever follows. */
const nameOf = (number: number): string => (NAMES[number] ??= `${number}.`);

/** The first names, made once. */
const NAMES: string[] = [];

const isOnlyOne = (text: string, texts: readonly string[]): boolean =>
  texts.indexOf(text) === texts.lastIndexOf(text);

/** The blocks and their ancestors down to their last common ancestor; lower rounds first. */
function ancestry(blocks: Iterable<BlockId>, graph: BlockGraph): readonly BlockId[] {
  const live = new Set(blocks);
  const tips = [...live].map((id) => ({ id, round: graph.roundOf(id) }));
  tips.sort((a, b) => a.round - b.round);
  const found: BlockId[] = [];
  for (;;) {
    const highest = tips.pop();
    if (highest === undefined) break;
    found.push(highest.id);
    if (tips.length === 0) break;
    const id = graph.parentOf(highest.id);
    if (live.has(id)) continue;
    live.add(id);
    const round = graph.roundOf(id);
    let at = tips.length;
    while (at > 0 && (tips[at - 1]?.round ?? 0) > round) at--;
    tips.splice(at, 0, { id, round });
  }
  return found.reverse();
}
