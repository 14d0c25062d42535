/** Transcripts of Tendermint: a line of twins, if any, and the rounds on one line. */
import { fileURLToPath } from "node:url";
import { transcripts } from "../support/transcript.js";
import { runLine } from "./run.js";

const TWINS = "twins ";

describe("conversations of Tendermint", () => {
  transcripts(fileURLToPath(new URL("transcripts/", import.meta.url)), () => (input) => {
    const twins = input.filter((line) => line.startsWith(TWINS));
    const rounds = input.filter((line) => !line.startsWith(TWINS));
    const names = twins.flatMap((line) => line.slice(TWINS.length).split(" "));
    return rounds.flatMap((line) => runLine(line, names).lines);
  });
});
