/** Transcripts of DiemBFT scenarios. */
import { fileURLToPath } from "node:url";
import { transcripts } from "../support/transcript.js";
import { conversations } from "./support/conversation.js";

describe("conversations of DiemBFT", () => {
  transcripts(fileURLToPath(new URL("transcripts/", import.meta.url)), conversations);
});
