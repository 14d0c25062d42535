/** Recognises the format of a JSON scenario file by its header. */
import type { OpenFile } from "./decoded.js";
import { readFileHeader } from "./file-header.js";
import { accepted } from "../input/problem.js";
import type { Read } from "../input/problem.js";
import { isLibtwins, openLibtwins } from "./read-libtwins.js";
import { isRelab, openRelab } from "./read-relab.js";
import { scenarioReader } from "../read-scenario.js";

/** Opens a JSON file, ours or another tool's, by its header: all of it but the scenarios. */
export function openFile(document: unknown): Read<OpenFile> {
  if (isLibtwins(document)) return openLibtwins(document);
  if (isRelab(document)) return openRelab(document);
  const header = readFileHeader(document);
  if (!header.ok) return header;
  const reader = scenarioReader(header.value.roster, header.value.version ?? 1);
  return accepted({
    header: header.value,
    scenario: (scenario, path) => reader.scenario(scenario, path),
  });
}
