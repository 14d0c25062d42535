#!/usr/bin/env node
/** The command line of twins-worker. */
import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import { packageVersion, runCommand, strict } from "../../io/command.js";
import { EXIT } from "../../io/exit.js";
import { redisAddress } from "../../io/queue/connection.js";
import { readTime } from "../../io/files/read-time.js";
import { complain, standardScreen } from "../../io/terminal/screen.js";
import { count } from "../../lib/properties/wording.js";
import { runWorker } from "./worker-command.js";

const EXAMPLES = `
Examples:
  twins-worker --queue redis://10.0.0.5:6379
      run ranges of the sweeps that twins-exec --queue puts there
  REDIS_URL=redis://:password@10.0.0.5:6379 twins-worker --queue --concurrency 4
      the same with a password, four ranges at once
  twins-worker --queue redis://10.0.0.5:6379 --protocol ./mine.js --wait 1h
      with the module of a protocol of your own, and wait an hour for work

A worker checks before it begins that it has the same version, protocol and config as the sweep. It
may be started before the sweep, and killed at any time: its ranges are run again by others.

Exit codes: 0 there is nothing more to run; 2 the command is invalid, Redis cannot be used, or a
sweep is of another version or protocol; 4 the tool itself failed.
`;

interface Options {
  readonly queue: string | true;
  readonly concurrency?: number;
  readonly protocol?: string;
  readonly wait: number;
}

function concurrency(value: string): number {
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Allowed: a whole number from 1 to 999.");
}

const DEFAULT_WAIT = "1m";

const program = strict(new Command("twins-worker"))
  .description("Runs ranges of sweeps that twins-exec --queue has put into a queue.")
  .requiredOption("--queue [url]", "the queue, in Redis at this URL (default: $REDIS_URL)")
  .option("--concurrency <n>", "run n ranges at once (default: one per core)", concurrency)
  .option("--protocol <file>", "the module of the protocol, where it is not as the sweep says")
  .addOption(
    new Option("--wait <time>", "end when there has been nothing to run for so long: 90s, 30m, 2h")
      .argParser(readTime)
      .default(readTime(DEFAULT_WAIT), DEFAULT_WAIT),
  )
  .version(packageVersion())
  .addHelpText("after", EXAMPLES);

await runCommand("twins-worker", async () => {
  program.parse();
  const options = program.opts<Options>();
  const ranges = await runWorker({
    address: redisAddress(options.queue, process.env["REDIS_URL"]),
    concurrency: options.concurrency ?? availableParallelism(),
    wait: options.wait,
    identity: { version: packageVersion(), module: options.protocol },
    sweeper: new URL("../sweeps/worker.js", import.meta.url),
    warn: (line) => {
      complain([line]);
    },
  });
  standardScreen("output").print([`nothing more to run; it has run ${count(ranges, "range")}`]);
  return EXIT.ok;
});
