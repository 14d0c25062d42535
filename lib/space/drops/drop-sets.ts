/** The sets of messages that can be dropped in one group: count, rank and unrank. */
import type { NodeId } from "../../protocol/ids.js";
import type { Drop } from "../../scenario/model.js";

type Type = Drop["type"];

/*
 * A drop set contains drops on links between different nodes. On one link it has either `*`, which
 * covers every type, or any set of types.
 *
 * - Sets are ordered by their number of drops, then by the choice on the first link, then on the
 *   second, and so on.
 * - Links are ordered by sender, then by receiver.
 * - The choices on a link are ordered: single types in order, `*`, pairs of types, ..., no drop.
 *   So the sets of one drop are ordered by link and then by type.
 */

/** The drop sets of a group of `size` nodes, the first `limit` of them. */
export class DropSets {
  readonly #size: number;
  readonly #options: readonly (readonly Type[])[];
  readonly #limit: bigint;
  /** `#counts[k][l]`: the sets of k drops on l links. */
  readonly #counts: (readonly bigint[])[] = [];
  /** How many sets there are, within the limit. */
  readonly count: bigint;

  /** Time and memory: O(links x largest number of drops within the limit). */
  constructor(size: number, types: readonly Type[], limit: number) {
    this.#size = size;
    this.#options = linkOptions(types);
    this.#limit = BigInt(limit);
    this.count = this.#countAll();
  }

  /** The set with a number of [0, count), its drops in the order of links. */
  at(group: readonly NodeId[], index: bigint): readonly Drop[] {
    let rest = index;
    let left = 0;
    for (; rest >= this.#of(left, this.#links); left += 1) rest -= this.#of(left, this.#links);
    const drops: Drop[] = [];
    for (let link = 0; left > 0 && link < this.#links; link += 1) {
      for (const option of this.#options) {
        const there = this.#of(left - option.length, this.#links - link - 1);
        if (rest >= there) {
          rest -= there;
          continue;
        }
        drops.push(...this.#dropsOn(group, link, option));
        left -= option.length;
        break;
      }
    }
    return drops;
  }

  /** The number of a set, whatever the order of its drops; undefined if it is not among them. */
  indexOf(group: readonly NodeId[], drops: readonly Drop[]): bigint | undefined {
    const lost = new Map<number, Type[]>();
    for (const { from, to, type } of drops) {
      const link = this.#linkOf(group.indexOf(from), group.indexOf(to));
      if (link === undefined) return undefined;
      lost.set(link, [...(lost.get(link) ?? []), type]);
    }
    let index = 0n;
    let left = drops.length;
    for (let smaller = 0; smaller < left; smaller += 1) index += this.#of(smaller, this.#links);
    for (let link = 0; left > 0 && link < this.#links; link += 1) {
      const before = this.#before(lost.get(link) ?? [], left, this.#links - link - 1);
      if (before === undefined) return undefined;
      index += before;
      left -= lost.get(link)?.length ?? 0;
    }
    return index < this.count ? index : undefined;
  }

  /** The sets that lose less on the next link, of `left` drops on that and on `more` links. */
  #before(lost: readonly Type[], left: number, more: number): bigint | undefined {
    let before = 0n;
    for (const option of this.#options) {
      if (isSame(option, lost)) return before;
      before += this.#of(left - option.length, more);
    }
    return undefined;
  }

  get #links(): number {
    return this.#size * (this.#size - 1);
  }

  /** Receivers of a sender are numbered without the sender itself. */
  #linkOf(from: number, to: number): number | undefined {
    if (from < 0 || to < 0 || from === to) return undefined;
    return from * (this.#size - 1) + (to < from ? to : to - 1);
  }

  #dropsOn(group: readonly NodeId[], link: number, types: readonly Type[]): readonly Drop[] {
    const sender = Math.floor(link / (this.#size - 1));
    const other = link % (this.#size - 1);
    const from = group[sender];
    const to = group[other < sender ? other : other + 1];
    return from === undefined || to === undefined ? [] : types.map((type) => ({ from, to, type }));
  }

  /** Counts sets of ever more drops until the limit is reached, or none is left. */
  #countAll(): bigint {
    const most = this.#links * Math.max(...this.#options.map(({ length }) => length));
    let all = 0n;
    for (let drops = 0; drops <= most && all < this.#limit; drops += 1) {
      this.#counts.push(this.#countsOf(drops));
      all += this.#of(drops, this.#links);
    }
    return all < this.#limit ? all : this.#limit;
  }

  /** The number of sets of n drops, by the number of links. */
  #countsOf(drops: number): readonly bigint[] {
    const counts = [drops === 0 ? 1n : 0n];
    for (let links = 1; links <= this.#links; links += 1) {
      let sets = 0n;
      for (const { length } of this.#options) {
        sets += length === 0 ? (counts[links - 1] ?? 0n) : this.#of(drops - length, links - 1);
      }
      counts.push(sets);
    }
    return counts;
  }

  #of(drops: number, links: number): bigint {
    return this.#counts[drops]?.[links] ?? 0n;
  }
}

/** The choices of drops on one link, in order; no drop is last. */
function linkOptions(types: readonly Type[]): readonly (readonly Type[])[] {
  const single = types.filter((type) => type !== "*");
  const options: (readonly Type[])[] = [];
  let sets = single.map((_, at): readonly number[] => [at]);
  for (let size = 1; size <= single.length; size += 1) {
    options.push(...sets.map((set) => single.filter((_, at) => set.includes(at))));
    if (size === 1 && types.includes("*")) options.push(["*"]);
    sets = sets.flatMap((set) =>
      single.flatMap((_, at) => (at > Math.max(...set) ? [[...set, at]] : [])),
    );
  }
  return [...options, []];
}

const isSame = (option: readonly Type[], lost: readonly Type[]): boolean =>
  option.length === lost.length && option.every((type) => lost.includes(type));
