/** Reads a generator config for twins-gen. */
import type { z } from "zod";
import type { ProtocolModule } from "../lib/protocol/module.js";
import { DEFAULT_PROTOCOL, protocols } from "../lib/registry.js";
import { inexpressible } from "../lib/scenario/formats/encode.js";
import type { ScenarioFormat } from "../lib/scenario/formats/encode.js";
import type { Stabilization } from "../lib/scenario/model.js";
import { accepted, isValue, refused } from "../lib/scenario/input/problem.js";
import type { Problem, Read } from "../lib/scenario/input/problem.js";
import { soundRoster } from "../lib/scenario/roster-config.js";
import { stabilizationConflicts, stabilizationFrom } from "../lib/scenario/run-config.js";
import { problemsOf } from "../lib/scenario/input/zod-problems.js";
import { spaceConfigFrom, spaceConflicts } from "../lib/space/config.js";
import type { SpaceConfig } from "../lib/space/config.js";
import {
  generatorConfig,
  mixConflicts,
  protocolConflicts,
  shardFrom,
} from "../lib/space/generator-config.js";
import type { Shard } from "../lib/space/generator-config.js";
import type { Mix } from "../lib/space/mixed-draws.js";
import { WHOLE } from "../lib/space/selection.js";
import type { Order } from "../lib/space/selection.js";

/** What twins-gen reads. */
export const GENERATOR_CONFIG = generatorConfig([...protocols.keys()]);

/** A generator config, complete: which scenarios are written, where and how. */
export interface GeneratorConfig {
  readonly description: string | undefined;
  readonly space: SpaceConfig;
  readonly order: Order;
  /** Draws in place of the order. */
  readonly mix: Mix | undefined;
  /** One scenario for each class of equivalent ones. */
  readonly symmetry: boolean;
  /** At most so many scenarios, by all shards together. */
  readonly limit: number | undefined;
  /** The place in the order to begin at. */
  readonly offset: bigint;
  readonly shard: Shard;
  readonly stabilization: Stabilization;
  /** The protocol to run; a scenario file does not contain it. */
  readonly protocol: z.output<typeof GENERATOR_CONFIG>["protocol"];
  readonly bugs: readonly string[];
  /** A file; `-` is standard output. */
  readonly out: string;
  readonly format: ScenarioFormat;
}

/**
 * Reads a generator config: the config, or every problem at once. `module` is the protocol that it
 * names, if that is not built in.
 */
export function readGeneratorConfig(
  document: unknown,
  module?: ProtocolModule,
): Read<GeneratorConfig> {
  const result = GENERATOR_CONFIG.safeParse(document);
  const problems = [
    ...(result.success ? [] : problemsOf(result.error, document)),
    ...(isFields(document) ? conflicts(document, module) : []),
  ];
  if (!result.success || problems.length > 0) return refused(problems);
  const { description, order, mix, symmetry, limit, offset, shard, ...others } = result.data;
  const { stabilization, protocol, bugs = [], out, format, ...fields } = others;
  const config: GeneratorConfig = {
    ...{ description, order, mix, symmetry, limit, protocol, bugs, out },
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

function conflicts(document: Fields, module: ProtocolModule | undefined): readonly Problem[] {
  const roster = soundRoster(document);
  const { stabilization, protocol } = document;
  const named = module ?? protocols.get(typeof protocol === "string" ? protocol : DEFAULT_PROTOCOL);
  // A file of scenarios is of no protocol, so that what may be dropped is anybody's, unless named.
  const said = protocol === undefined ? { bugs: document["bugs"] } : document;
  return [
    ...spaceConflicts(document),
    ...mixConflicts(document),
    ...(roster === undefined ? [] : stabilizationConflicts(stabilization, roster, "stabilization")),
    ...(named === undefined ? [] : protocolConflicts(said, named)),
  ];
}
