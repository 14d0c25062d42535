/** Overrides keys of a generator config by options of a command. */
import { isJsonObject } from "../scenario/input/reading.js";

/** Keys that both twins-gen and twins-exec override by the options of the same name. */
export const SELECTION_KEYS = ["limit", "offset", "shard", "seed", "order"] as const;

/** Options that override keys of a generator config; what is undefined overrides nothing. */
export type Overrides = Readonly<Record<string, unknown>>;

/**
 * The document with the given keys replaced. A seed without anything random to draw is taken as a
 * wish for random order, unless an order is given with it.
 */
export function withOverrides<Document>(
  document: Document,
  overrides: Overrides,
): Document | (Document & Overrides) {
  if (!isJsonObject(document)) return document;
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  const replaced = { ...document, ...Object.fromEntries(given) };
  const { seed, order } = overrides;
  return seed === undefined || order !== undefined || drawsAtRandom(replaced)
    ? replaced
    : { ...replaced, order: "random" };
}

const drawsAtRandom = ({ order, partitions, leaders }: Overrides): boolean =>
  [order, orderIn(partitions), orderIn(leaders)].includes("random");

const orderIn = (part: unknown): unknown => (isJsonObject(part) ? part["order"] : undefined);
