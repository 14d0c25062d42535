/** Transcripts of Simplex: a line of twins, if any, and the rounds on one line. */
import { fileURLToPath } from "node:url";
import { simplexModule } from "../../lib/protocols/simplex/simplex.js";
import { conversation } from "../support/conversation.js";
import { transcripts } from "../support/transcript.js";

describe("conversations of Simplex", () => {
  const protocol = simplexModule.create([]);
  transcripts(
    fileURLToPath(new URL("transcripts/", import.meta.url)),
    () => (input) => conversation(protocol, input),
  );
});
