/** Describes an injected failure in one line. */
import { unreachable } from "../../lib/protocol/assert.js";
import type { Failure, Party, Rounds } from "../config/config.js";

/** A failure in one line: `loss of proposal, leader to replica3, rounds 0-2`. */
export function describeFailure(failure: Failure): string {
  const { src, dest, msgType, rounds, prob } = failure;
  const what = msgType === "*" ? "any message" : msgType;
  const ends = `${partyName(src)} to ${partyName(dest)}`;
  const chance = prob < 1 ? `, probability ${prob}` : "";
  return `${faultName(failure)} of ${what}, ${ends}, ${roundsName(rounds)}${chance}`;
}

function faultName({ fault }: Failure): string {
  switch (fault.type) {
    case "loss":
      return "loss";
    case "delay":
      return `${fault.blocking ? "blocking delay" : "delay"} by ${fault.ms} ms`;
    case "setAttribute":
      return `${fault.attribute} = ${fault.value} in the sender`;
    case "restart":
      return fault.downtime === 0 ? "restart" : `restart after ${fault.downtime} ms`;
    default:
      return unreachable(fault);
  }
}

const partyName = (party: Party): string => (party === "_" ? "anyone" : party);

function roundsName(rounds: Rounds): string {
  if (rounds.kind === "any") return "all rounds";
  if (rounds.kind === "range") return `rounds ${rounds.from}-${rounds.to}`;
  const list = [...rounds.rounds].join(", ");
  return `round${rounds.rounds.size === 1 ? "" : "s"} ${list}`;
}
