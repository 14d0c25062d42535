/** Helpers for cluster tests: shipped configs, and a small one. */
import { readFileSync } from "node:fs";
import type { ClusterConfig } from "../../cluster/config/config.js";
import { readConfig } from "../../cluster/config/read-config.js";
import { valueOf } from "../../lib/scenario/input/problem.js";

const FOLDER = new URL("../../cluster-configs/", import.meta.url);

/** A config as a file says it. */
export type Document = Readonly<Record<string, unknown>>;

/** The document of a shipped config, without what it expects of its own seed. */
export function shipped(name: string): Document {
  const text = readFileSync(new URL(`${name}.json`, FOLDER), "utf8");
  const document = JSON.parse(text) as Record<string, unknown>;
  return { ...document, expect: undefined };
}

/** The smallest config: four replicas, a flood of five requests, ideal signatures. */
export const SMALL: Document = {
  replicas: 4,
  transmissionDelayBound: 100,
  workloads: [{ type: "flood", count: 5 }],
  seed: "small",
  crypto: "structural",
};

/** Reads a document that is right. */
export const configOf = (document: Document): ClusterConfig =>
  valueOf(readConfig(document, () => "a seed of its own"));
