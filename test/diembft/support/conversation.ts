/** The driver of DiemBFT transcripts: runs a described scenario and prints its events. */
import { wording } from "../../../lib/protocols/diembft/messages/wording.js";
import { runner } from "../../../executor/run/run.js";
import type { ScenarioResult } from "../../../executor/run/run.js";
import { Transcript } from "../../../executor/run/transcript.js";
import { nodeId, replicaId } from "../../../lib/protocol/ids.js";
import { protocols } from "../../../lib/registry.js";
import type { Drop, RoundConfiguration, Scenario } from "../../../lib/scenario/model.js";
import { rosterNodes, rosterOf } from "../../../lib/scenario/roster.js";
import type { Driver } from "../../support/transcript.js";

/** A run, line by line, and the line at which the first node enters each round. */
interface Conversation {
  readonly lines: readonly string[];
  readonly beginnings: ReadonlyMap<number, number>;
  readonly result: ScenarioResult;
}

/**
 * Runs clusters and shows what was said, for transcripts. Rounds without a split are whole; honest
 * replicas lead the three rounds that follow.
 *
 *     cluster replicas=(a b c d) twins=(a) leaders=(a b) split=r1:(a b | a' c d) drop=r2:(c>b vote)
 *     deliver r1        what happens before the first node enters round 2
 *     deliver rest      all that follows
 *     verdict           how the run ended, and what was violated
 */
export function conversations(): Driver {
  let current: Conversation | undefined;
  let shown = 0;
  return (input) =>
    input.flatMap((line) => {
      if (line.startsWith("cluster ")) {
        current = converse(line);
        shown = 0;
        return [];
      }
      if (current === undefined) throw new Error(`no cluster yet: ${line}`);
      if (line === "verdict") return verdictOf(current.result);
      const round = /^deliver r(\d+)$/.exec(line)?.[1];
      if (round === undefined && line !== "deliver rest") throw new Error(`what is: ${line}`);
      const end = current.beginnings.get(Number(round) + 1);
      const lines = current.lines.slice(shown, end);
      shown += lines.length;
      return lines;
    });
}

function converse(input: string): Conversation {
  const replicas = namesIn(input, "replicas").map(replicaId);
  const roster = rosterOf(replicas, namesIn(input, "twins").map(replicaId));
  const everyone = rosterNodes(roster).map(({ id }) => id);
  const rounds = namesIn(input, "leaders").map((leader, index): RoundConfiguration => {
    const split = ofRound(input, "split", index + 1).flatMap((text) => text.split("|"));
    const groups = split.map((group) => words(group).map(nodeId));
    return {
      leader: replicaId(leader),
      partition: groups.length === 0 ? [everyone] : groups,
      drops: ofRound(input, "drop", index + 1).map(dropOf),
    };
  });
  const protocol = protocols.get("diembft")?.create(namesIn(input, "bugs"));
  if (protocol === undefined) throw new Error("there is no DiemBFT");
  const stabilization = { rounds: 3, leaders: "honest" } as const;
  return record(runner({ protocol, roster, stabilization }), { id: "transcript", rounds });
}

function record(run: ReturnType<typeof runner>, scenario: Scenario): Conversation {
  const lines: string[] = [];
  const beginnings = new Map<number, number>();
  const transcript = new Transcript(wording, (line) => lines.push(line));
  const result = run(scenario, (entry, facts) => {
    transcript.note(entry, facts);
    if (entry.kind !== "effect" || entry.effect.kind !== "entered") return;
    const { round } = entry.effect;
    if (!beginnings.has(round)) beginnings.set(round, lines.length - 1);
  });
  transcript.end();
  return { lines, beginnings, result };
}

function verdictOf({ ending, verdicts }: ScenarioResult): readonly string[] {
  const violated = [...verdicts].flatMap(([name, verdict]) =>
    verdict.status === "violated"
      ? [`${name} is violated`, ...verdict.witness.explanation.map((line) => `  ${line}`)]
      : [],
  );
  return [ending.kind, ...(violated.length === 0 ? ["nothing is violated"] : violated)];
}

const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");

/** The words of `name=(...)`. */
const namesIn = (input: string, name: string): readonly string[] =>
  words(new RegExp(`\\b${name}=\\(([^)]*)\\)`).exec(input)?.[1] ?? "");

/** What stands in each `name=rN:(...)` of one round. */
const ofRound = (input: string, name: string, round: number): readonly string[] =>
  [...input.matchAll(new RegExp(`\\b${name}=r${round}:\\(([^)]*)\\)`, "g"))].flatMap(
    ([, text]) => text ?? [],
  );

const TYPES = ["proposal", "vote", "timeout", "sync", "*"] as const;

function dropOf(text: string): Drop {
  const [, from, to, name] = /^(\S+)>(\S+) (\S+)$/.exec(text) ?? [];
  const type = TYPES.find((each) => each === name);
  if (from === undefined || to === undefined || type === undefined) {
    throw new Error(`not a drop: ${text}`);
  }
  return { from: nodeId(from), to: nodeId(to), type };
}
