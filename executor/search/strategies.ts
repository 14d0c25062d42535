/** The strategies of a search: each draws scenarios from spaces made of the config's. */
import { MessageWords } from "../../lib/protocol/message-words.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import type { Scenario } from "../../lib/scenario/model.js";
import { MOST_DROP_CHOICES } from "../../lib/scenario/input/limits.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import { chosenScenarios } from "../../lib/space/chosen-scenarios.js";
import type { ScenarioChoice } from "../../lib/space/chosen-scenarios.js";
import type { SpaceConfig } from "../../lib/space/config.js";
import { WHOLE } from "../../lib/space/selection.js";

/** Scenarios in an order of its own; equal configs give equal scenarios. */
export interface Strategy {
  readonly name: string;
  /** What it draws, for the report. */
  readonly draws: string;
  /** Its scenarios, made one by one as they are asked for. */
  scenarios(): Generator<Scenario, void>;
}

/** The most scenarios of one number of rounds that are tried in their order. */
const MOST_IN_ORDER = 20_000n;

/** The strategies for a space, in the order in which they take turns. */
export function strategiesFor(space: SpaceConfig, protocol: AnyProtocol): readonly Strategy[] {
  const { rounds } = space;
  const open: SpaceConfig = { ...space, leaders: { ...space.leaders, eligible: "any" } };
  return [
    {
      name: "small first",
      draws: `1 to ${rounds} rounds, any leader, by number`,
      *scenarios() {
        for (let each = 1; each <= rounds; each++) yield* inOrder({ ...open, rounds: each });
      },
    },
    { name: "uniform", draws: "the space of the config", scenarios: () => atRandom(space) },
    ...(space.leaders.eligible === "any"
      ? []
      : [{ name: "any leader", draws: "the same, any leader", scenarios: () => atRandom(open) }]),
    {
      name: "drops",
      draws: "any leader, one group, and single messages lost",
      scenarios: () => atRandom(withDrops(open, protocol)),
    },
  ];
}

const IN_ORDER: ScenarioChoice = {
  ...{ order: "systematic", symmetry: false, limit: undefined, offset: 0n, shard: WHOLE },
};

const inOrder = (space: SpaceConfig): Generator<Scenario, void> =>
  scenariosOf(space, IN_ORDER, MOST_IN_ORDER);
const atRandom = (space: SpaceConfig): Generator<Scenario, void> =>
  scenariosOf(space, { ...IN_ORDER, order: "random" });

/** Nothing where a part of the config leaves nothing to choose. */
function* scenariosOf(
  space: SpaceConfig,
  choice: ScenarioChoice,
  most?: bigint,
): Generator<Scenario, void> {
  const chosen = chosenIn(space, choice);
  if (chosen === undefined) return;
  const { count } = chosen.selection;
  const end = most === undefined || count < most ? count : most;
  for (let place = 0n; place < end; place++) yield chosen.at(place).scenario;
}

function chosenIn(
  space: SpaceConfig,
  choice: ScenarioChoice,
): ReturnType<typeof chosenScenarios> | undefined {
  try {
    return chosenScenarios(space, choice);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function withDrops(space: SpaceConfig, { messageTypes }: AnyProtocol): SpaceConfig {
  const words = new MessageWords(messageTypes);
  const types = messageTypes.map(({ type }) => type).filter((type) => !words.isSync(type));
  return {
    ...space,
    partitions: { ...space.partitions, groups: 1 },
    drops: { limit: MOST_DROP_CHOICES, listing: "sets", types: [...types] },
  };
}
