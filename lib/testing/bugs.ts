/** Whether the laws find the bugs that a protocol declares. */
import type { AnyProtocol } from "../protocol/protocol.js";
import type { ProtocolModule } from "../protocol/module.js";
import { BrokenLaw } from "./law.js";
import type { Law } from "./law.js";
import { laws, lawsFor } from "./laws.js";
import { correct } from "./scenario-laws.js";

/** Which law finds a bug. */
export interface BugResult {
  readonly bug: string;
  /** The rule that it breaks. */
  readonly breaks: string;
  /** The name of a law that the protocol with this bug breaks; undefined: it breaks none. */
  readonly foundBy: string | undefined;
}

/** Something that must hold for a protocol together with its bugs. */
export interface ModuleLaw {
  readonly name: string;
  /** @throws {BrokenLaw} */
  check(module: ProtocolModule): void;
}

/** Most bugs show in scenarios, after a few of them. */
const ORDER: readonly Law[] = [correct, ...laws.filter((law) => law !== correct)];

/** Checks the protocol with each of its bugs alone, without those declared as undetected. */
export function findBugs(module: ProtocolModule): readonly BugResult[] {
  const { undetected = [] } = module;
  return Object.entries(module.bugs)
    .filter(([bug]) => !undetected.includes(bug))
    .map(([bug, breaks]) => {
      const protocol = module.create([bug]);
      const applying = lawsFor(protocol);
      const law = ORDER.find((each) => applying.includes(each) && isBroken(each, protocol));
      return { bug, breaks, foundBy: law?.name };
    });
}

function isBroken(law: Law, protocol: AnyProtocol): boolean {
  try {
    law.check(protocol);
    return false;
  } catch (error) {
    if (error instanceof BrokenLaw) return true;
    throw error;
  }
}

/** Each declared bug breaks a law, unless the module lists it as undetected. */
export const bugsAreFound: ModuleLaw = {
  name: "each of its bugs breaks a law",
  check(module) {
    const missed = findBugs(module).filter(({ foundBy }) => foundBy === undefined);
    if (missed.length === 0) return;
    const names = missed.map(({ bug, breaks }) => `${bug} (${breaks})`).join("; ");
    throw new BrokenLaw(`these break none: ${names}`, []);
  },
};
