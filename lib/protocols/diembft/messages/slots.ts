/** The slots in which DiemBFT's statements are signed. */
import { slotsOf } from "../../../protocol/description.js";

export const proposalSlot = slotsOf("propose");
export const voteSlot = slotsOf("vote");
export const timeoutSlot = slotsOf("timeout");
