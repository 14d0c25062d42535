/** Transcripts of PBFT: a line of twins, if any, and the rounds on one line. */
import { fileURLToPath } from "node:url";
import { pbftModule } from "../../lib/protocols/pbft/pbft.js";
import { conversation } from "../support/conversation.js";
import { transcripts } from "../support/transcript.js";

describe("conversations of PBFT", () => {
  const protocol = pbftModule.create([]);
  transcripts(
    fileURLToPath(new URL("transcripts/", import.meta.url)),
    () => (input) => conversation(protocol, input),
  );
});
