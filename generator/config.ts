/** Reads a generator config for twins-gen. */
import { RUNNABLE } from "../lib/registry.js";
import { inexpressible } from "../lib/scenario/encode.js";
import type { ScenarioFormat } from "../lib/scenario/encode.js";
import type { Stabilization } from "../lib/scenario/model.js";
import { accepted, isValue, refused } from "../lib/scenario/problem.js";
import type { Problem, Read } from "../lib/scenario/problem.js";
import { soundRoster } from "../lib/scenario/roster-config.js";
import { stabilizationConflicts, stabilizationFrom } from "../lib/scenario/run-config.js";
import { problemsOf } from "../lib/scenario/zod-problems.js";
import { spaceConfigFrom, spaceConflicts } from "../lib/space/config.js";
import type { SpaceConfig } from "../lib/space/config.js";
import { generatorConfig, shardFrom } from "../lib/space/generator-config.js";
import type { Shard } from "../lib/space/generator-config.js";
import { WHOLE } from "./selection.js";
import type { Order } from "./selection.js";

/** The schema of the configs of twins-gen. */
export const GENERATOR_CONFIG = generatorConfig(RUNNABLE);

export interface GeneratorConfig {
  readonly description: string | undefined;
  readonly space: SpaceConfig;
  readonly order: Order;
  /** One scenario for each class of equivalent ones. */
  readonly symmetry: boolean;
  readonly limit: number | undefined;
  readonly offset: bigint;
  readonly shard: Shard;
  readonly stabilization: Stabilization;
  /** The protocol to run; a scenario file does not contain it. */
  readonly protocol: string | undefined;
  readonly bugs: readonly string[];
  readonly out: string;
  readonly format: ScenarioFormat;
}

/** Reads a generator config: the config, or every problem at once. */
export function readGeneratorConfig(document: unknown): Read<GeneratorConfig> {
  const result = GENERATOR_CONFIG.safeParse(document);
  const problems = [
    ...(result.success ? [] : problemsOf(result.error, document)),
    ...(isFields(document) ? conflicts(document) : []),
  ];
  if (!result.success || problems.length > 0) return refused(problems);
  const { description, order, symmetry, limit, offset, shard, ...others } = result.data;
  const { stabilization, protocol, bugs = [], out, format, ...fields } = others;
  const config: GeneratorConfig = {
    ...{ description, order, symmetry, limit, protocol, bugs, out },
    offset: BigInt(offset),
    shard: shard === undefined ? WHOLE : shardFrom(shard),
    space: spaceConfigFrom(fields),
    stabilization: stabilizationFrom(stabilization),
    format: format ?? (/\.jsonl(\.gz)?$/.test(out) ? "jsonl" : "json"),
  };
  const lost = formatConflicts(config);
  return lost.length > 0 ? refused(lost) : accepted(config);
}

/** The parts of a config that the output format cannot express. */
function formatConflicts({ space, stabilization, format }: GeneratorConfig): readonly Problem[] {
  const { roster, semantics, drops } = space;
  const hasDrops = format !== "libtwins" && format !== "relab";
  return [
    ...inexpressible(format, { roster, semantics, stabilization }),
    ...(hasDrops || drops.limit === 1
      ? []
      : [
          {
            path: "drops.limit",
            wrong: isValue(drops.limit),
            allowed: `1, for ${format} has no drops by type`,
          },
        ]),
  ];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (document: unknown): document is Fields =>
  typeof document === "object" && document !== null && !Array.isArray(document);

function conflicts(document: Fields): readonly Problem[] {
  const roster = soundRoster(document);
  const { stabilization } = document as { readonly stabilization?: unknown };
  return [
    ...spaceConflicts(document),
    ...(roster === undefined ? [] : stabilizationConflicts(stabilization, roster, "stabilization")),
  ];
}
