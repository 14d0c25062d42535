/** Transcripts of Fast-HotStuff: a line of twins, if any, and the rounds on one line. */
import { fileURLToPath } from "node:url";
import { fastHotstuffModule } from "../../lib/protocols/fast-hotstuff/fast-hotstuff.js";
import { conversation } from "../support/conversation.js";
import { transcripts } from "../support/transcript.js";

describe("conversations of Fast-HotStuff", () => {
  const protocol = fastHotstuffModule.create([]);
  transcripts(
    fileURLToPath(new URL("transcripts/", import.meta.url)),
    () => (input) => conversation(protocol, input),
  );
});
