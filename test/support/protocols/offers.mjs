/** A protocol of a user's own, as a module without imports: it is no part of the tool. */
export default {
  name: "offers",
  bugs: { ballots_for_all: "a replica casts one ballot in a round" },
  create: (bugs) => ({
    name: "offers",
    messageTypes: [{ type: "offer" }, { type: "ballot", phase: "decision" }],
    init: () => ({ round: 0 }),
    describe: ({ type, round, sender, value }) => {
      const signs = [{ slot: `${type} ${round}`, value }];
      return { type, round, sender, block: { id: value, parent: "none", round }, signs };
    },
    handle(state, { kind, message, from }, { self, delta, validators, leaderOf, transactions }) {
      if (kind !== "message") {
        const round = state.round + 1;
        Object.assign(state, { round, hasCast: false, hasDecided: false, ballots: new Map() });
        const offer = { type: "offer", round, sender: self, value: transactions(round)[0] };
        const timer = { kind: "start-timer", timer: { name: "round", round }, after: 3 * delta };
        const begin = [{ kind: "entered", round, by: "clock" }, timer];
        return leaderOf(round) === self ? [...begin, { kind: "broadcast", message: offer }] : begin;
      }
      const { type, round, value } = message;
      if (round !== state.round) return [{ kind: "refused", message, because: "another round" }];
      if (type === "offer") {
        if (state.hasCast && !bugs.includes("ballots_for_all")) return [];
        state.hasCast = true;
        return [{ kind: "broadcast", message: { type: "ballot", round, sender: self, value } }];
      }
      const ballots = (state.ballots.get(value) ?? new Set()).add(from);
      state.ballots.set(value, ballots);
      if (state.hasDecided || ballots.size < validators.quorum) return [];
      state.hasDecided = true;
      const entry = { id: value, round, slot: `round ${round}`, transactions: [], stateId: value };
      return [{ kind: "commit", entry }];
    },
  }),
};
