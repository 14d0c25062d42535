/** Finds a scenario of a space by its id, its number or its notation. */
import type { Scenario } from "../scenario/model.js";
import { isNotation } from "../scenario/notation.js";
import { accepted, refused } from "../scenario/input/problem.js";
import type { Read } from "../scenario/input/problem.js";
import { scenarioReader } from "../scenario/read-scenario.js";
import { indexOfId } from "./identity.js";
import type { Space } from "./space.js";

/** The scenario that a person names: by its id, by its number in decimal, or on one line. */
export function scenarioNamed(space: Space, name: string): Read<Scenario> {
  if (isNotation(name)) return scenarioOnLine(space, name);
  const isNumber = /^\d{1,4096}$/.test(name);
  const index = isNumber ? accepted(BigInt(name)) : indexOfId(name, space.hash);
  if (!index.ok) return index;
  const { scenarios } = space.counts;
  if (index.value < scenarios) return accepted(space.scenario(index.value));
  const last = scenarios - 1n;
  const allowed = isNumber
    ? `numbers up to ${last}`
    : `numbers up to ${last.toString(16)} in hexadecimal`;
  return refused([{ path: "", wrong: `has no scenario ${name}`, allowed }]);
}

function scenarioOnLine(space: Space, text: string): Read<Scenario> {
  const rounds = scenarioReader(space.config.roster).rounds(text);
  if (!rounds.ok) return rounds;
  const index = space.indexOf(rounds.value);
  return index === undefined
    ? refused([{ path: "", wrong: "is not in this space", allowed: "what the config spans" }])
    : accepted(space.scenario(index));
}
