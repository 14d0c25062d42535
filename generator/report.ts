import type { Paint } from "../io/paint.js";
import { STANDARD_STREAM } from "../io/read.js";
import { NOWHERE } from "../io/standard-output.js";
import { counted, grouped, percentage } from "../io/text.js";
import type { SpaceConfig } from "../lib/space/config.js";
import type { SpaceCounts } from "../lib/space/space.js";
import type { GeneratorConfig } from "./config.js";
import type { Generation } from "./generation.js";
import { WHOLE } from "./selection.js";
import type { Written } from "./write.js";

type Row = readonly [name: string, value: string, meaning: string];

/** What there is to choose from, for a person, before anything is written. */
export function describeCounts({ config, space, selection }: Generation, paint: Paint): string {
  const { counts } = space;
  const rows: readonly Row[] = [
    ["partitions", grouped(counts.partitions), partitionsMean(config.space)],
    ["round configurations", grouped(counts.roundConfigurations), "leader, partition and drops"],
    ["scenarios", grouped(counts.scenarios), scenariosMean(config.space)],
  ];
  const heading = config.description === undefined ? [] : [config.description];
  const notes = [...excess(config.space), ...unreached(config, selection.next)];
  const warnings = notes.map((note) => `${paint.warn("note:")} ${note}`);
  return lines([...heading, ...table(rows, paint), ...warnings]);
}

/** Says so when there are fewer scenarios than were asked for. */
function unreached({ limit, offset }: GeneratorConfig, next: bigint): readonly string[] {
  const there = next - offset;
  if (limit === undefined || BigInt(limit) <= there) return [];
  return [`the limit is ${grouped(limit)}, and there are only ${counted(there, "scenario")}`];
}

function partitionsMean({ roster, partitions }: SpaceConfig): string {
  const { groups, requireQuorum, twinsApart } = partitions;
  const { replicas, twins } = roster;
  return [
    `${counted(replicas.length, "replica")} and ${counted(twins.length, "twin")} in `,
    typeof groups === "number"
      ? counted(groups, "group")
      : `at most ${counted(groups.atMost, "group")}`,
    requireQuorum ? ", a quorum in one of them" : "",
    twinsApart ? ", twins apart" : "",
  ].join("");
}

function scenariosMean({ rounds, arrangement }: SpaceConfig): string {
  const how = {
    "with-replacement": "configurations may come again",
    "without-replacement": "no configuration comes again",
    static: "one configuration for all of them",
  }[arrangement];
  return `${counted(rounds, "round")}, ${how}`;
}

function excess({ roster }: SpaceConfig): readonly string[] {
  const { twins, faulty } = roster;
  if (twins.length <= faulty) return [];
  const what = `${counted(twins.length, "twin")} and f = ${faulty}`;
  return [
    `${what}: more Byzantine replicas than a protocol has to withstand, ` +
      "so violations are to be expected",
  ];
}

/** What has been written, for a person. */
export function describeTally(generation: Generation, tally: Written, paint: Paint): string {
  const { config, space } = generation;
  const { written, quorumless } = tally;
  const share = percentage(BigInt(written), space.counts.scenarios);
  const ids = written === 0 ? "none" : `${tally.first ?? ""} to ${tally.last ?? ""}`;
  const order =
    config.order === "random" ? `random, from the seed "${config.space.seed}"` : "by number";
  const quorum =
    quorumless === 0
      ? "every round of every scenario has a group with a quorum"
      : `${counted(quorumless, "scenario")} (${percentage(BigInt(quorumless), BigInt(written))}) ` +
        "with a round that nobody can pass, for want of a quorum";
  const rows: readonly Row[] = [
    ["share", share, "of the space"],
    ["order", order, ""],
    ["ids", ids, ""],
    ["quorum", quorum, ""],
    ...whereItGoesOn(generation),
    ...(config.out === NOWHERE ? [rateOf(tally)] : []),
  ];
  const where = { [STANDARD_STREAM]: "standard output", [NOWHERE]: "nowhere" }[config.out];
  const to = where ?? config.out;
  const heading = `${paint.good("wrote")} ${counted(written, "scenario")} to ${to}`;
  return lines([heading, ...rows.map(([name, ...rest]) => `  ${name.padEnd(8)}${rest.join(" ")}`)]);
}

/** Which part of a larger whole this was, and how to write the next. */
function whereItGoesOn({ config, space, selection }: Generation): readonly Row[] {
  const { shard, offset } = config;
  const places = `places ${grouped(offset)} to ${grouped(selection.next - 1n)} of the order`;
  return [
    ...(shard === WHOLE ? [] : [["shard", `${shard.part}/${shard.of} of`, places] as const]),
    ...(selection.next === space.counts.scenarios
      ? []
      : [["next", `--offset ${selection.next}`, "goes on from here"] as const]),
  ];
}

function rateOf({ written, seconds }: Written): Row {
  return ["rate", `${grouped(Math.round(written / seconds))}/s,`, `${seconds.toFixed(1)} s in all`];
}

function table(rows: readonly Row[], paint: Paint): readonly string[] {
  const wide = Math.max(...rows.map(([, value]) => value.length));
  return rows.map(
    ([name, value, meaning]) =>
      `  ${name.padEnd(22)}${paint.strong(value.padStart(wide))}  ${paint.faint(meaning)}`,
  );
}

const lines = (parts: readonly string[]): string =>
  parts.map((part) => `${part.trimEnd()}\n`).join("");

/** The same for programs. Counts are decimal strings, for they may have any size. */
export const countsDocument = (counts: SpaceCounts): Readonly<Record<string, string>> => ({
  partitions: counts.partitions.toString(),
  roundConfigurations: counts.roundConfigurations.toString(),
  scenarios: counts.scenarios.toString(),
});

export function tallyDocument({ config, space, selection }: Generation, tally: Written): object {
  const { order, out, format, shard, offset } = config;
  const { written, quorumless, first, last } = tally;
  return {
    counts: countsDocument(space.counts),
    ...{ written, quorumless, order },
    ...(order === "random" ? { seed: config.space.seed } : {}),
    ...(shard === WHOLE ? {} : { shard: `${shard.part}/${shard.of}` }),
    ...{ offset: offset.toString(), next: selection.next.toString() },
    ...{ space: space.hash, first, last, out, format },
    ...(out === NOWHERE ? { seconds: tally.seconds } : {}),
  };
}
