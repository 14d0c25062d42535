/** Transcripts of Tendermint: a line of twins, if any, and the rounds on one line. */
import { fileURLToPath } from "node:url";
import { tendermintModule } from "../../lib/protocols/tendermint/tendermint.js";
import { conversation } from "../support/conversation.js";
import { transcripts } from "../support/transcript.js";

describe("conversations of Tendermint", () => {
  const protocol = tendermintModule.create([]);
  transcripts(
    fileURLToPath(new URL("transcripts/", import.meta.url)),
    () => (input) => conversation(protocol, input),
  );
});
