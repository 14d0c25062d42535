/** What is run, as configs say it. */
import type { ChosenProtocol } from "../../io/protocols/choose.js";
import { DEFAULT_PROTOCOL } from "../../lib/registry.js";
import type { Millis, Round } from "../../lib/protocol/ids.js";
import type { Roster, Scenario, Semantics, Stabilization } from "../../lib/scenario/model.js";
import type { ScenarioChoice } from "../../lib/space/chosen-scenarios.js";
import type { Expectation } from "./expectation.js";
import type { CryptoName } from "../../lib/crypto/names.js";
import type { SpaceDefinition } from "../sources/space-source.js";
import { DEFAULT_OPTIONS } from "../run/world.js";

/** How scenarios are run, whatever they are. */
export interface RunConfig extends ChosenProtocol {
  readonly bugs: readonly string[];
  readonly crypto: CryptoName;
  /** Δ. */
  readonly delta: Millis;
  readonly delay: Millis;
  readonly limits: { readonly events: number; readonly time: Millis };
  /** What is judged, by name; `safety` stands for all safety properties. All unless given. */
  readonly properties?: readonly string[] | undefined;
}

/** The default run config of scenario files. */
export const DEFAULT_RUN: RunConfig = {
  protocol: DEFAULT_PROTOCOL,
  bugs: [],
  crypto: "structural",
  delta: DEFAULT_OPTIONS.delta,
  delay: DEFAULT_OPTIONS.delay,
  limits: DEFAULT_OPTIONS.limits,
};

/** A scenario written by hand, with what it is meant to show. */
export interface Case {
  /** Its id is the case's name. */
  readonly scenario: Scenario;
  readonly description?: string | undefined;
  readonly roster: Roster;
  readonly semantics: Semantics;
  readonly stabilization: Stabilization;
  /** Besides those of the config. */
  readonly bugs: readonly string[];
  readonly stableFrom?: Round | undefined;
  readonly expectation?: Expectation | undefined;
}

/** An executor config, complete: what is run, and how. */
export interface ExecutorConfig {
  readonly description?: string | undefined;
  readonly run: RunConfig;
  readonly work:
    | { readonly kind: "cases"; readonly cases: readonly Case[] }
    /** A file, by its path. */
    | { readonly kind: "scenarios"; readonly file: string }
    /** A generator config: its scenarios by their numbers, without a file of them. */
    | {
        readonly kind: "space";
        readonly space: SpaceDefinition;
        /** Which of them are run one by one. */
        readonly choice: ScenarioChoice;
      };
}
