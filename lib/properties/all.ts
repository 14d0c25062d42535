import { agreement } from "./agreement.js";
import { boundedCommit } from "./bounded-commit.js";
import { certificateQuorum } from "./certificate-quorum.js";
import { certifiedUniqueness } from "./certified-uniqueness.js";
import { commitIntegrity } from "./commit-integrity.js";
import { directCommitChain } from "./direct-commit-chain.js";
import { liveness } from "./liveness.js";
import { noHonestEquivocation } from "./no-honest-equivocation.js";
import type { Property, PropertyName } from "./property.js";
import { quorumlessProgress } from "./quorumless-progress.js";
import { voteOnce } from "./vote-once.js";

/**
 * Every property, in the order of reports: safety first. Their states are opaque from here on, and
 * each is only ever handed the state that its own `init` made.
 */
export const PROPERTIES: readonly Property<unknown>[] = [
  agreement,
  certifiedUniqueness,
  certificateQuorum,
  directCommitChain,
  voteOnce,
  noHonestEquivocation,
  commitIntegrity,
  quorumlessProgress,
  liveness,
  boundedCommit,
];

export const PROPERTY_NAMES = PROPERTIES.map(({ name }) => name);

const SAFETY_NAMES = PROPERTIES.flatMap(({ name, comparable }) =>
  comparable.monotone ? [name] : [],
);

/** Whether a violation of the property, once seen, is one whatever follows. */
export const isSafety = (name: PropertyName): boolean => SAFETY_NAMES.includes(name);
