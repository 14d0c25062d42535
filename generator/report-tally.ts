/** Reports what twins-gen has written, for people and as JSON. */
import type { Style } from "../io/terminal/style.js";
import { STANDARD_STREAM } from "../io/files/read.js";
import { NOWHERE } from "../io/outputs/output.js";
import { counted, grouped, percentage } from "../io/terminal/text.js";
import { describeSpace } from "../lib/space/identity.js";
import type { Generation } from "./generation.js";
import { countsDocument, lines } from "./report.js";
import { WHOLE } from "../lib/space/selection.js";
import type { Written } from "./write.js";

/** The assumption under which one scenario represents its class. */
const ASSUMED = "assuming that runs do not depend on the names of replicas";

type Row = readonly [name: string, ...says: readonly string[]];

/** The report for people. */
export function describeTally(
  generation: Generation,
  tally: Written,
  style: Style,
): readonly string[] {
  const { config, space, symmetry } = generation;
  const { written, represented } = tally;
  const rows: readonly Row[] = [
    ["space", space.hash + drawnFrom(generation)],
    ...(config.mix === undefined
      ? [["share", percentage(represented, space.counts.scenarios), shareOf(symmetry)] as const]
      : []),
    ["order", orderOf(config)],
    ...(symmetry === undefined
      ? []
      : [["classes", `${grouped(written)} of ${grouped(symmetry.classes)},`, ASSUMED] as const]),
    ["ids", idsOf(tally)],
    ["reach", reachOf(tally)],
    ...whereItGoesOn(generation),
    ...(config.out === NOWHERE ? [rateOf(tally)] : []),
  ];
  const heading = `${style.good("wrote")} ${counted(written, "scenario")} to ${place(config.out)}`;
  return lines([heading, ...rows.map(([name, ...rest]) => `  ${name.padEnd(8)}${rest.join(" ")}`)]);
}

/** How the scenarios were chosen. */
function orderOf({ order, mix, space }: Generation["config"]): string {
  const seed = `from the seed "${space.seed}"`;
  if (mix !== undefined) {
    return `drawn with calm ${mix.calm}, ${seed}: not uniform, and with repetition`;
  }
  return order === "random" ? `random, ${seed}` : "by number";
}

/** The seed, if the space itself depends on it. */
const drawnFrom = ({ space }: Generation): string =>
  isDrawn(space) ? `, drawn from the seed "${space.config.seed}"` : "";

const isDrawn = ({ config }: Generation["space"]): boolean => "seed" in describeSpace(config);

const shareOf = (symmetry: Generation["symmetry"]): string =>
  symmetry === undefined ? "of the space" : "of the space represented";

const idsOf = ({ written, first = "", last = "" }: Written): string =>
  written === 0 ? "none" : `${first} to ${last}`;

/**
 * An upper bound on the scenarios that reach stabilisation, if no replica leaves a round without a
 * quorum: then each round needs one.
 */
function reachOf({ written, quorumless }: Written): string {
  if (written === 0) return "none";
  const share = percentage(BigInt(written - quorumless), BigInt(written));
  const reach = `at most ${share} can reach stabilisation`;
  if (quorumless === 0) return `${reach}: every round of every scenario has a group with a quorum`;
  const others = `${counted(quorumless, "scenario")} with a round in which no group has a quorum`;
  return `${reach} if replicas leave rounds by quorums only: ${others}`;
}

function place(out: string): string {
  if (out === STANDARD_STREAM) return "standard output";
  return out === NOWHERE ? "nowhere" : out;
}

/** The part of the space that was written, and the offset of the next part. */
function whereItGoesOn({ config, selection }: Generation): readonly Row[] {
  const { shard, offset } = config;
  const places = `places ${grouped(offset)} to ${grouped(selection.next - 1n)} of the order`;
  return [
    ...(shard === WHOLE ? [] : [["shard", `${shard.part}/${shard.of} of`, places] as const]),
    ...(selection.next === selection.size
      ? []
      : [["next", `--offset ${selection.next}`, "continues from here"] as const]),
  ];
}

function rateOf({ written, seconds }: Written): Row {
  return ["rate", `${grouped(Math.round(written / seconds))}/s,`, `${seconds.toFixed(1)} s in all`];
}

/** The report as a JSON document. */
export function tallyDocument(
  { config, space, selection, symmetry }: Generation,
  tally: Written,
): object {
  const { order, mix, out, format, shard, offset } = config;
  const { written, represented, quorumless, first, last } = tally;
  return {
    counts: countsDocument(space.counts, symmetry?.classes),
    ...{ written, quorumless, order },
    ...(mix === undefined ? {} : { mix, uniform: false }),
    ...(order === "random" || mix !== undefined || isDrawn(space)
      ? { seed: config.space.seed }
      : {}),
    ...(symmetry === undefined ? {} : { represented: represented.toString(), assumed: ASSUMED }),
    ...(shard === WHOLE ? {} : { shard: `${shard.part}/${shard.of}` }),
    ...{ offset: offset.toString(), next: selection.next.toString() },
    ...{ space: space.hash, first, last, out, format },
  };
}
