/** Transcripts of Streamlet: a line of twins, if any, and the rounds on one line. */
import { fileURLToPath } from "node:url";
import { streamletModule } from "../../lib/protocols/streamlet/streamlet.js";
import { conversation } from "../support/conversation.js";
import { transcripts } from "../support/transcript.js";

describe("conversations of Streamlet", () => {
  const protocol = streamletModule.create([]);
  transcripts(
    fileURLToPath(new URL("transcripts/", import.meta.url)),
    () => (input) => conversation(protocol, input),
  );
});
