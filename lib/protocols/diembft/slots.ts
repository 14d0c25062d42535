/** What binds a signer in each round. */
import { slotsOf } from "../../protocol/description.js";

export const proposalSlot = slotsOf("propose");
export const voteSlot = slotsOf("vote");
export const timeoutSlot = slotsOf("timeout");
