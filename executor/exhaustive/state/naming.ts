import { invariant } from "../../../lib/protocol/assert.js";
import type { Lineage, Naming } from "../../../lib/protocol/explorable.js";
import { GENESIS_ROUND } from "../../../lib/protocol/ids.js";
import type { BlockId, Round, StateId } from "../../../lib/protocol/ids.js";
import type { Fingerprints } from "./fingerprints.js";

/** What is known of the blocks of a run where it stopped. */
export interface Blocks {
  /** All that anything mentions. */
  readonly mentioned: Iterable<BlockId>;
  /** Those for which votes can still be sent, or arrive. */
  readonly open: ReadonlySet<BlockId>;
  /** Those for which certificates may be shown to nodes. */
  readonly shown: Iterable<BlockId>;
  /** Whether who signed a certificate always matters. */
  readonly signersMatter: boolean;
  /** Whether blocks between others come and go with them (see {@link Explorable.movesChains}). */
  readonly movesChains: boolean;
  /** R: of the rounds from there on, times are judged block by block. */
  readonly lastScripted: Round;
  /** Votes of a lower round are neither on their way nor still to be cast. */
  readonly active: Round;
  /** Whether some node would ask for a block if it saw a certificate for it. */
  isLacked(block: BlockId, round: Round): boolean;
}

/**
 * Names for the blocks of one run: relative to the last one that all mentioned ones have in common,
 * and by no more than what can still matter of them.
 */
export class BlockNaming implements Naming {
  readonly movesChains: boolean;
  readonly #blocks: Blocks;
  readonly #lineage: Lineage;
  readonly #base: BlockId;
  readonly #names = new Map<BlockId, string>();
  /** Whose certificates' signers may be asked, as far as somebody wanted to know. */
  readonly #sought = new Map<BlockId, boolean>();
  /** The blocks that hold certificates which may be shown. */
  readonly #holders: ReadonlySet<BlockId>;
  /** The mentioned blocks and their ancestors from the base on, lower rounds first. */
  readonly #live: readonly BlockId[];
  readonly #isLive: ReadonlySet<BlockId>;

  constructor(blocks: Blocks, lineage: Lineage, fingerprints: Fingerprints) {
    this.#blocks = blocks;
    this.movesChains = blocks.movesChains;
    this.#lineage = lineage;
    this.#live = ancestry(blocks.mentioned, lineage);
    this.#isLive = new Set(this.#live);
    const [base] = this.#live;
    invariant(base !== undefined, "some block is mentioned");
    this.#base = base;
    this.#holders = this.#findHolders();
    this.#names.set(base, fingerprints.of("base"));
    const named = blocks.movesChains ? this.#landmarks() : this.#isLive;
    for (const generation of this.#generations(named)) {
      const texts = this.#texts(generation);
      for (const [index, id] of generation.entries()) {
        this.#names.set(id, fingerprints.of(texts[index] ?? ""));
      }
    }
  }

  /** The rounds of the base and of its parent, and whether there is a block of a scripted round. */
  get place(): string {
    const lineage = this.#lineage;
    const base = this.#base;
    let scripted = base;
    while (lineage.roundOf(scripted) > this.#blocks.lastScripted) {
      scripted = lineage.parentOf(scripted);
    }
    const isGenesis = lineage.roundOf(scripted) === GENESIS_ROUND;
    const rounds = `${lineage.roundOf(base)} ${lineage.roundOf(lineage.parentOf(base))}`;
    return `${rounds}${isGenesis ? "" : "+"}`;
  }

  /**
   * Between blocks with names, and on a branch that is left, nothing counts but the round, and that
   * only beside those of named blocks and of votes that may come.
   */
  position(block: BlockId): string {
    if (this.#names.has(block)) return `=${this.block(block)}`;
    const round = this.#lineage.roundOf(block);
    const rank = round < this.#blocks.active ? this.#rank(round) : `@${round}`;
    for (const id of this.#live) {
      if (!this.#names.has(id) || !this.#lineage.descends(id, block)) continue;
      return `<${this.block(id)}${rank}`;
    }
    return `left${rank}`;
  }

  /** How many named blocks are of no higher round. */
  #rank(round: Round): number {
    let rank = 0;
    for (const id of this.#names.keys()) if (this.#lineage.roundOf(id) <= round) rank++;
    return rank;
  }

  /** The parent of the base is so, too: the base may be compared with it. */
  isLive(block: BlockId): boolean {
    return this.#isLive.has(block) || block === this.#lineage.parentOf(this.#base);
  }

  isNamed(block: BlockId): boolean {
    return this.#names.has(block);
  }

  standsOn(block: BlockId): string {
    let below = this.#lineage.parentOf(block);
    while (!this.#names.has(below)) below = this.#lineage.parentOf(below);
    return this.block(below);
  }

  isOpen(block: BlockId): boolean {
    return this.#blocks.open.has(block);
  }

  /**
   * A block that all have may be lost again where a fork from below it is committed. Otherwise
   * nobody will ask for it.
   */
  isSought(block: BlockId): boolean {
    if (this.#blocks.signersMatter) return true;
    const known = this.#sought.get(block);
    if (known !== undefined) return known;
    const sought = this.#isSought(block);
    this.#sought.set(block, sought);
    return sought;
  }

  isShown(block: BlockId): boolean {
    if (this.#blocks.signersMatter) return true;
    return this.#holders.has(block) && this.isSought(this.#lineage.parentOf(block));
  }

  block(id: BlockId): string {
    const name = this.#names.get(id);
    invariant(name !== undefined, "a block that is named has been mentioned", { id });
    return name;
  }

  state(id: StateId, block: BlockId): string {
    return this.#lineage.stateOf(id, block, this.#base);
  }

  /**
   * A proposal on its way shows its certificate. Of a chain that a node is sent later, it takes
   * over the highest certificate that commits; lower ones are never shown again.
   */
  #findHolders(): ReadonlySet<BlockId> {
    const { open, shown } = this.#blocks;
    const live = this.#isLive;
    const holders = new Set<BlockId>();
    for (const tip of new Set([...open, ...shown])) {
      if (!live.has(tip)) continue;
      if (open.has(tip)) holders.add(tip);
      let holder = tip;
      while (holder !== this.#base && !this.#lineage.commits(holder)) {
        holder = this.#lineage.parentOf(holder);
      }
      holders.add(holder);
    }
    return holders;
  }

  #isSought(block: BlockId): boolean {
    if (!this.#isLive.has(block) || block === this.#base) return false;
    const round = this.#lineage.roundOf(block);
    if (this.#blocks.isLacked(block, round)) return true;
    let lower = 0;
    for (const id of this.#live) if (this.#lineage.roundOf(id) < round) lower++;
    let ancestors = 0;
    for (let id = block; id !== this.#base; id = this.#lineage.parentOf(id)) ancestors++;
    return ancestors < lower;
  }

  /**
   * The blocks of which something depends. All others lie between two of these, come and go with
   * the upper one, and whoever commits that one commits them with it.
   */
  #landmarks(): ReadonlySet<BlockId> {
    const { mentioned, open, lastScripted } = this.#blocks;
    const lineage = this.#lineage;
    const landmarks = new Set([...mentioned, ...open]);
    for (const holder of this.#holders) {
      const certified = lineage.parentOf(holder);
      landmarks.add(holder).add(certified).add(lineage.parentOf(certified));
    }
    const children = new Map<BlockId, BlockId>();
    for (const id of this.#live.slice(1)) {
      const parent = lineage.parentOf(id);
      if (children.has(parent)) landmarks.add(parent);
      children.set(parent, id);
      if (lineage.roundOf(id) > lastScripted) landmarks.add(id).add(parent);
    }
    return landmarks;
  }

  /** The live blocks above the base that are to be named, round by round. */
  *#generations(named: ReadonlySet<BlockId>): Generator<readonly BlockId[]> {
    let generation: BlockId[] = [];
    let round = -1;
    for (const id of this.#live.slice(1)) {
      if (!named.has(id)) continue;
      const at = this.#lineage.roundOf(id);
      if (at !== round && generation.length > 0) {
        yield generation;
        generation = [];
      }
      round = at;
      generation.push(id);
    }
    if (generation.length > 0) yield generation;
  }

  /** Different texts for different blocks: who proposed what counts where nothing else differs. */
  #texts(generation: readonly BlockId[]): readonly string[] {
    const lineage = this.#lineage;
    const places = generation.map((id) => lineage.placeOf(id, this));
    const contents = generation.map((id, index) => {
      const place = places[index] ?? "";
      const isPlain = !this.isOpen(id) && isOnlyOne(place, places);
      return isPlain ? place : `${place} ${lineage.contentOf(id)}`;
    });
    return generation.map((id, index) => {
      const content = contents[index] ?? "";
      return isOnlyOne(content, contents) ? content : `${content} ${lineage.signersOf(id)}`;
    });
  }
}

const isOnlyOne = (text: string, texts: readonly string[]): boolean =>
  texts.indexOf(text) === texts.lastIndexOf(text);

/** The blocks and their ancestors down to the last that all have in common; lower rounds first. */
function ancestry(blocks: Iterable<BlockId>, lineage: Lineage): readonly BlockId[] {
  const live = new Set(blocks);
  const tips = [...live].map((id) => ({ id, round: lineage.roundOf(id) }));
  tips.sort((a, b) => a.round - b.round);
  const found: BlockId[] = [];
  for (;;) {
    const highest = tips.pop();
    if (highest === undefined) break;
    found.push(highest.id);
    if (tips.length === 0) break;
    const id = lineage.parentOf(highest.id);
    if (live.has(id)) continue;
    live.add(id);
    const round = lineage.roundOf(id);
    let at = tips.length;
    while (at > 0 && (tips[at - 1]?.round ?? 0) > round) at--;
    tips.splice(at, 0, { id, round });
  }
  return found.reverse();
}
