/** Transcripts of Zyzzyva: a line of twins, if any, and the rounds on one line. */
import { fileURLToPath } from "node:url";
import { zyzzyvaModule } from "../../lib/protocols/zyzzyva/zyzzyva.js";
import { conversation } from "../support/conversation.js";
import { transcripts } from "../support/transcript.js";

describe("conversations of Zyzzyva", () => {
  const protocol = zyzzyvaModule.create([]);
  transcripts(
    fileURLToPath(new URL("transcripts/", import.meta.url)),
    () => (input) => conversation(protocol, input),
  );
});
