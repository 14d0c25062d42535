/** A protocol that decides what the leader of round 1 proposes: few events, and a twin forks it. */
export default {
  name: "trusting",
  create: () => ({
    name: "trusting",
    messageTypes: [{ type: "proposal", role: "proposal" }],
    init: () => ({ decided: false }),
    describe: ({ by }) => ({ type: "proposal", round: 1, sender: by }),
    handle(state, event, { self, leaderOf, transactions }) {
      if (event.kind === "start") {
        const message = { by: self, value: transactions(1)[0] };
        const propose = leaderOf(1) === self ? [{ kind: "broadcast", message }] : [];
        return [{ kind: "entered", round: 1, by: "start" }, ...propose];
      }
      if (event.kind !== "message" || state.decided) return [];
      state.decided = true;
      const { value: id } = event.message;
      const entry = { id, round: 1, slot: "value", transactions: [], stateId: id };
      return [{ kind: "commit", entry }, { kind: "halted" }];
    },
  }),
};
