/** Reports how many partitions, round configurations and scenarios a config spans. */
import type { Style } from "../io/terminal/style.js";
import { counted, grouped } from "../io/terminal/text.js";
import type { SpaceConfig } from "../lib/space/config.js";
import { PARTS_KEYS } from "../lib/space/parts/parts-config.js";
import type { SpaceCounts } from "../lib/space/space.js";
import type { GeneratorConfig } from "./config.js";
import type { Generation } from "./generation.js";

type Row = readonly [name: string, value: string, meaning: string];

/** The counts of a space as a table for people. */
export function describeCounts(
  { config, space, selection }: Generation,
  style: Style,
  classes?: bigint,
): readonly string[] {
  const { counts } = space;
  const rows: readonly Row[] = [
    ["partitions", grouped(counts.partitions), partitionsMean(config.space)],
    ["round configurations", grouped(counts.roundConfigurations), configurationsMean(config.space)],
    ["scenarios", grouped(counts.scenarios), scenariosMean(config.space)],
    ...(classes === undefined ? [] : [["classes", grouped(classes), CLASSES_MEAN] as const]),
  ];
  const heading = config.description === undefined ? [] : [config.description];
  const notes = [...excess(config.space), ...unreached(config, selection.next)];
  const warnings = notes.map((note) => `${style.warn("note:")} ${note}`);
  return lines([...heading, ...table(rows, style), ...warnings]);
}

/** A note if the space has fewer scenarios than the limit. */
function unreached(config: GeneratorConfig, next: bigint): readonly string[] {
  const { limit, offset, symmetry } = config;
  const there = next - offset;
  if (limit === undefined || BigInt(limit) <= there) return [];
  const what = `${counted(there, "scenario")}${symmetry ? ", one of each class" : ""}`;
  return [`the limit is ${grouped(limit)}, and there are only ${what}`];
}

const CLASSES_MEAN = "classes of scenarios equal up to renaming";

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

function configurationsMean(space: SpaceConfig): string {
  const parts = PARTS_KEYS.filter((key) => space[key] !== undefined);
  const all = ["leader", "partition", "drops", ...parts];
  return `${all.slice(0, -1).join(", ")} and ${all.at(-1) ?? ""}`;
}

function scenariosMean({ rounds, arrangement, requireProgress }: SpaceConfig): string {
  const how = {
    "with-replacement": "configurations may repeat",
    "without-replacement": "no configuration repeats",
    static: "the same configuration in every round",
  }[arrangement];
  const filter = requireProgress ? ", every round can make progress" : "";
  return `${counted(rounds, "round")}, ${how}${filter}`;
}

function excess({ roster }: SpaceConfig): readonly string[] {
  const { twins, faulty } = roster;
  if (twins.length <= faulty) return [];
  const what = `${counted(twins.length, "twin")} and f = ${faulty}`;
  return [`${what}: more Byzantine replicas than a protocol has to tolerate; expect violations`];
}

function table(rows: readonly Row[], style: Style): readonly string[] {
  const wide = Math.max(...rows.map(([, value]) => value.length));
  return rows.map(
    ([name, value, meaning]) =>
      `  ${name.padEnd(22)}${style.strong(value.padStart(wide))}  ${style.faint(meaning)}`,
  );
}

export const lines = (parts: readonly string[]): readonly string[] =>
  parts.map((part) => part.trimEnd());

/** The counts for programs, as decimal strings, since they may exceed any number type. */
export const countsDocument = (
  counts: SpaceCounts,
  classes?: bigint,
): Readonly<Record<string, string>> => ({
  partitions: counts.partitions.toString(),
  roundConfigurations: counts.roundConfigurations.toString(),
  scenarios: counts.scenarios.toString(),
  ...(classes === undefined ? {} : { classes: classes.toString() }),
});
