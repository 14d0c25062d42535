/** Claims a file of results as a command does, tells how that went, and keeps it until it is killed. */
import process from "node:process";
import { setInterval } from "node:timers";
import { register } from "tsx/esm/api";

register();
const { claimOutputs } = await import("../../../io/outputs/claim.ts");
const [path = "", kind = ""] = process.argv.slice(2);
try {
  await claimOutputs([{ option: "--out", path, kind }], []);
  process.stdout.write("holds\n");
  setInterval(() => undefined, 1000);
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
