/** Lists the output files of twins-exec by option. */
import type { OutputRequest } from "../io/outputs/plan.js";
import { flagOf } from "./option-conflicts.js";
import type { Options } from "./session.js";

const OUTPUTS = [
  ["out", "growing"],
  ["junit", "whole"],
  ["traceOut", "whole"],
  ["html", "whole"],
  ["itf", "whole"],
  ["certificate", "whole"],
  ["checkpoint", "snapshot"],
  ["corpus", "shared"],
  ["saveCase", "whole"],
] as const;

/** The outputs that the user asked for. */
export const outputsOf = (options: Options): readonly OutputRequest[] =>
  OUTPUTS.flatMap(([option, kind]) => {
    const path = options[option];
    return path === undefined || path === false ? [] : [{ option: flagOf(option), path, kind }];
  });
