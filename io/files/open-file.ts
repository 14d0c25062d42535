/** Opens a file with the program that the system shows such files with. */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { complain } from "../terminal/screen.js";

const OPENERS: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>> = {
  darwin: ["open"],
  win32: ["explorer.exe"],
};

/** Opens a file, and goes on at once. If that is not possible, says so. */
export function openFile(path: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  const opened = spawn(command, [...args, resolve(path)], { detached: true, stdio: "ignore" });
  opened.on("error", () => {
    complain([`warning: ${command} cannot be started; open ${path} yourself`]);
  });
  opened.unref();
}
