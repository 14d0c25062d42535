/**
 * A program that breaks its word in one way, in the scenario that is called "bad": the way is its
 * first argument. With a second one, "any", it does so in every scenario. The environment names a
 * file for the ids of its processes.
 */
import { spawn } from "node:child_process";
import { appendFileSync, closeSync, writeSync } from "node:fs";
import { Node, serve } from "../../../examples/any-language/twins.mjs";

const { process } = globalThis;
const [, , way, where = "bad"] = process.argv;
const { PIDS: pids } = process.env;
const INPUT = 0;
const OUTPUT = 1;
const ERRORS = 2;

const note = (pid) => {
  if (pids !== undefined) appendFileSync(pids, `${pid}\n`);
};
const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
const flood = (fd, text) => {
  for (;;) {
    try {
      writeSync(fd, text);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
};

const WAYS = {
  error() {
    throw new Error("division by zero");
  },
  exit() {
    writeSync(ERRORS, "first\nlast words\n");
    process.exit(3);
  },
  killed() {
    process.kill(process.pid, "SIGKILL");
    sleep();
  },
  closes() {
    closeSync(OUTPUT);
    sleep();
  },
  silent() {
    writeSync(ERRORS, "lost in thought\n");
    sleep();
  },
  leavesAHeir() {
    const options = { detached: true, stdio: ["inherit", "inherit", "ignore"] };
    note(spawn("sleep", ["10"], options).pid);
    process.exit(4);
  },
  logs: () => writeSync(OUTPUT, "round 1 begins\n"),
  wrongId: () => writeSync(OUTPUT, '{"jsonrpc":"2.0","id":1000000,"result":{"effects":[]}}\n'),
  longLine: () => flood(OUTPUT, "x".repeat(1 << 16)),
  floodsOutput: () => flood(OUTPUT, `${"x".repeat(1000)}\n`),
  floodsErrors: () => flood(ERRORS, `${"x".repeat(1000)}\n`),
  unknownEffect: (node) => node.effects.push({ kind: "sned", message: {} }),
  missingPart: (node) => node.effects.push({ kind: "broadcast", message: {} }),
  undeclaredType: (node) => node.broadcast({}, { type: "whisper", round: 1 }),
  noRound: (node) => node.broadcast({}, { type: "hello", round: 0 }),
  sendsToNobody: (node) => node.send("zoe", {}, { type: "hello", round: 1 }),
};

class Hostile extends Node {
  start() {
    this.entered(1, "start");
    this.broadcast({ from: this.id }, { type: "hello", round: 1 });
  }

  message() {
    if ([this.run.scenario, "any"].includes(where) && this.id === "b") {
      note(process.pid);
      WAYS[way]?.(this);
    }
    this.halted();
  }
}

note(process.pid);
if (way === "ignoresTheEnd") process.on("SIGTERM", () => undefined);
serve(Hostile, { name: "hostile", messageTypes: { hello: undefined }, bugs: {} });
if (way === "ignoresTheEnd") {
  closeSync(INPUT);
  sleep();
}
