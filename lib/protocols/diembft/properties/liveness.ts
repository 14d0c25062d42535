/** The property liveness: recovery, under DiemBFT's name. */
import type { AnyProperty } from "../../../properties/all.js";
import { recovery } from "../../../properties/liveness/recovery.js";

/**
 * Laggards still catch up in round R+1, which may therefore end in a timeout. The block of R+2 is
 * committed by the QC of R+3, which the proposal of R+4 brings; and R+S+1 is the last round to be
 * proposed.
 */
export const RECOVERS_IN = 3;

export const liveness: AnyProperty = { ...recovery(RECOVERS_IN), name: "liveness" };
