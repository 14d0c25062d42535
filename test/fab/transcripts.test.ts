/** Transcripts of FaB Paxos: a line of twins, if any, and the rounds on one line. */
import { fileURLToPath } from "node:url";
import { fabModule } from "../../lib/protocols/fab/fab.js";
import { conversation } from "../support/conversation.js";
import { transcripts } from "../support/transcript.js";

describe("conversations of FaB Paxos", () => {
  const protocol = fabModule.create([]);
  transcripts(
    fileURLToPath(new URL("transcripts/", import.meta.url)),
    () => (input) => conversation(protocol, input),
  );
});
