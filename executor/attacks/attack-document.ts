/** Builds the JSON document of an attack. */
import { caseDocument } from "../results/document.js";
import type { AttackResult } from "./attack-result.js";

/** An attack in the document of `--json`: what its file says, and what its variants did. */
export function attackDocument({ file, name, attack, variants }: AttackResult): object {
  const { flaw, year, source, search, config } = attack;
  return {
    ...{ attack: name, flaw, year, source, file },
    ...(search && { search }),
    protocol: config.run.protocol,
    variants: variants.map(({ result, replay }) => ({
      ...caseDocument(result, undefined),
      replay,
    })),
  };
}
