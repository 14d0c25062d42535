import { exploreAll, subjectOf } from "./executor/exhaustive/compare.js";
import { outcomeKey } from "../executor/exhaustive/outcome.js";
import { total } from "../executor/exhaustive/shares.js";
const [,, rounds = "3", groups = "2", bug] = process.argv;
const s = subjectOf({ rounds: Number(rounds), partitions: { groups: Number(groups) } }, bug ? [bug] : []);
let first: string | undefined;
for (const without of [[], ["forgotten-facts"], ["signers"], ["quiescence"], ["chains"], ["quiescence", "chains", "signers", "forgotten-facts"], ["all"]]) {
  const t = process.cpuUsage().user;
  const v = await exploreAll({ ...s, without });
  const text = v.findings.all().map((f) => `${outcomeKey(f.outcome)} ${total(f.shares)}`).join("\n");
  first ??= text;
  console.log(without.join("+") || "-", v.states, v.findings.runs, ((process.cpuUsage().user - t) / 1e6).toFixed(2), text === first);
}
