/** Runs many scenarios; those whose runs cannot differ share one. */
import { invariant } from "../../../lib/protocol/assert.js";
import type { ReplicaId } from "../../../lib/protocol/ids.js";
import type { Scenario, Semantics } from "../../../lib/scenario/model.js";
import { runnerOf } from "../run.js";
import type { ScenarioResult } from "../run.js";
import { RunSetups } from "../setup.js";
import { completeOptions, topologyOf } from "../world.js";
import type { RunnerOptions } from "../world.js";
import { AnswerTree } from "./answer-tree.js";
import type { Answers } from "./answer-tree.js";
import { LinkNumbers } from "./link-numbers.js";
import { asksForLeader, LENGTH, Questions, roundOf } from "./questions.js";

/** Of more runs than these nothing is kept in one tree: with the next one, twice as many. */
const MOST_KEPT = 15_000;

/**
 * Prepares to run many scenarios, and to keep something of each: whatever does not name the
 * scenario. A run that stalls in round 2 has never asked what the later rounds are like, and all
 * scenarios with these two rounds have that run: it is run for the first of them. Answers are the
 * same as if each were run. For protocols that keep their contract: it is not for finding out
 * whether one answers alike when it is run again.
 */
export function sharingRunner<State extends object, Message extends object, Kept>(
  given: RunnerOptions<State, Message>,
  keep: (result: ScenarioResult) => Kept,
): (scenario: Scenario) => Kept {
  const options = completeOptions(given);
  const questions = new Questions();
  const setups = new RunSetups(topologyOf(options.roster, options.protocol), options, questions);
  const run = runnerOf(options, setups);
  const remembered = new Remembered<Kept>();
  const links = new LinkNumbers();
  const leaders = new Map<ReplicaId, number>(
    options.roster.replicas.map((replica, number) => [replica, number]),
  );
  const isShared = options.protocol.remote === undefined && asksOnlyOfRounds(options.semantics);
  return (scenario) => {
    const { rounds } = scenario;
    if (!isShared || rounds.some((round) => links.of(round) === undefined)) {
      return keep(run(scenario));
    }
    const answers: Answers = (question) => {
      const round = rounds[roundOf(question) - 1];
      if (question === LENGTH || round === undefined) return rounds.length;
      const answer = asksForLeader(question) ? leaders.get(round.leader) : links.of(round);
      if (answer === undefined) {
        invariant(false, "what a run asks of its scenario has an answer", { question });
      }
      return answer;
    };
    const known = remembered.find(answers);
    if (known !== undefined) return known;
    questions.begin();
    const result = run(scenario);
    const kept = keep(result);
    if (result.ending.kind !== "crashed") remembered.keep(questions.asked, answers, kept);
    return kept;
  };
}

/** Whether drops and relays remember no messages, and no rounds repeat. */
const asksOnlyOfRounds = ({ drops, repeatedTimeouts, relay, suffix }: Semantics): boolean =>
  drops === "lose" &&
  repeatedTimeouts === "obey" &&
  (relay === undefined || relay === "nothing") &&
  suffix === undefined;

/** What was kept lately, in two trees: the young one, when full, takes the place of the old. */
class Remembered<Kept> {
  #young = new AnswerTree<Kept>();
  #old = new AnswerTree<Kept>();

  find(answers: Answers): Kept | undefined {
    return this.#young.find(answers) ?? this.#old.find(answers);
  }

  keep(questions: readonly number[], answers: Answers, kept: Kept): void {
    if (this.#young.size >= MOST_KEPT) {
      [this.#young, this.#old] = [this.#old, this.#young];
      this.#young.clear();
    }
    this.#young.keep(questions, answers, kept);
  }
}
