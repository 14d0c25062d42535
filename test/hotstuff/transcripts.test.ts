/** Transcripts of HotStuff: a line of twins, if any, and the rounds on one line. */
import { fileURLToPath } from "node:url";
import { hotstuffModule } from "../../lib/protocols/hotstuff/hotstuff.js";
import { conversation } from "../support/conversation.js";
import { transcripts } from "../support/transcript.js";

describe("conversations of HotStuff", () => {
  const protocol = hotstuffModule.create([]);
  transcripts(
    fileURLToPath(new URL("transcripts/", import.meta.url)),
    () => (input) => conversation(protocol, input),
  );
});
