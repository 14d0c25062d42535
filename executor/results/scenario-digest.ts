/** The digest of a scenario's rounds, which links a result to its scenario. */
import { nodeSha256 } from "../../io/node-sha256.js";
import { usesVersion2, VERSION_2_PARTS } from "../../lib/scenario/model.js";
import type { Scenario } from "../../lib/scenario/model.js";

/** 64 bits: no two scenarios share them by chance. */
const DIGITS = 16;

/** Names what a scenario scripts, whatever its id: the same rounds have the same digest. */
export const scenarioDigest = ({ rounds }: Scenario): string =>
  nodeSha256(
    JSON.stringify(
      rounds.map((round) => {
        const { leader, partition, drops } = round;
        const version1 = [leader, partition, drops];
        return usesVersion2(round)
          ? [...version1, VERSION_2_PARTS.map((part) => round[part] ?? null)]
          : version1;
      }),
    ),
  ).slice(0, DIGITS);
