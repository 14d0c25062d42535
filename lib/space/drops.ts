import type { NodeId } from "../protocol/ids.js";
import type { Drop } from "../scenario/model.js";

type Group = readonly NodeId[];

/** In the order in which they are chosen. The original knows no sync messages. */
const TYPES: readonly string[] = ["proposal", "timeout", "vote", "*"];

/*
 * What may be lost in one group, without end: nothing; then one drop, by sender, then receiver (the
 * sender included), then type; then any two drops, the first varying fastest; then any three; and
 * so on. So a choice is a number in bijective base m, with the m single drops as digits 1 to m and
 * the least significant digit first.
 */

const singles = (group: Group): number => group.length * group.length * TYPES.length;

function single(group: Group, index: number): readonly Drop[] {
  const pair = Math.floor(index / TYPES.length);
  const from = group[Math.floor(pair / group.length)];
  const to = group[pair % group.length];
  const type = TYPES[index % TYPES.length];
  return from === undefined || to === undefined || type === undefined ? [] : [{ from, to, type }];
}

function groupDrops(group: Group, choice: number): readonly Drop[] {
  const base = singles(group);
  const drops: Drop[] = [];
  for (let rest = choice; rest > 0; rest = Math.floor((rest - 1) / base)) {
    drops.push(...single(group, (rest - 1) % base));
  }
  return drops;
}

/** NaN for what is no choice. */
function choiceOf(group: Group, drops: readonly Drop[]): number {
  return drops.reduceRight((choice, { from, to, type }) => {
    const [sender, receiver, kind] = [group.indexOf(from), group.indexOf(to), TYPES.indexOf(type)];
    if (receiver < 0 || kind < 0) return Number.NaN;
    const index = (sender * group.length + receiver) * TYPES.length + kind;
    return choice * singles(group) + index + 1;
  }, 0);
}

/** How many choices a partition has when each group has so many. */
export const countDrops = (groups: number, choices: number): bigint =>
  BigInt(choices) ** BigInt(groups);

/** The drops with a number: a choice for every group, that of the first group varying fastest. */
export function dropsAt(
  partition: readonly Group[],
  choices: number,
  index: bigint,
): readonly Drop[] {
  let rest = index;
  return partition.flatMap((group) => {
    const choice = Number(rest % BigInt(choices));
    rest /= BigInt(choices);
    return groupDrops(group, choice);
  });
}

/** The number of some drops, or undefined if they are not among the choices. */
export function indexOfDrops(
  partition: readonly Group[],
  choices: number,
  drops: readonly Drop[],
): bigint | undefined {
  let index = 0n;
  let placed = 0;
  for (const group of partition.toReversed()) {
    const own = drops.filter(({ from }) => group.includes(from));
    const choice = choiceOf(group, own);
    if (!(choice < choices)) return undefined;
    index = index * BigInt(choices) + BigInt(choice);
    placed += own.length;
  }
  return placed === drops.length ? index : undefined;
}
