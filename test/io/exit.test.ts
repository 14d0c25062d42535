/** Exit codes, and which errors are the user's. */
import { expect } from "chai";
import { EXIT, exitCodeOf } from "../../io/exit.js";
import { fileError, ToolFailure } from "../../io/failure.js";
import { isColoured } from "../../io/terminal/style.js";
import { counted, duration, grouped, percentage } from "../../io/terminal/text.js";
import { InputError } from "../../lib/scenario/input/problem.js";

describe("exit codes", () => {
  it("are what the manual says", () => {
    expect(EXIT).to.deep.equal({ ok: 0, violated: 1, usage: 2, inconclusive: 3, failed: 4 });
  });

  const TABLE: readonly (readonly [(keyof typeof EXIT)[], number])[] = [
    [[], 0],
    [["ok", "ok"], 0],
    [["ok", "inconclusive"], 3],
    [["inconclusive", "violated", "ok"], 1],
    [["violated", "usage", "inconclusive"], 2],
    [["usage", "failed", "violated"], 4],
  ];
  for (const [names, code] of TABLE) {
    it(`${names.join(", ") || "nothing"}: ${code}`, () => {
      expect(exitCodeOf(names.map((name) => EXIT[name]))).to.equal(code);
    });
  }
});

describe("errors of files", () => {
  const system = (code: string, errno: number) => Object.assign(new Error("x"), { code, errno });

  it("are the user's when the file is the wrong one, and say so in the system's words", () => {
    const error = fileError(system("ENOENT", -2), "f.json", "read");
    expect(error).to.be.instanceOf(InputError);
    expect(error).to.have.property("message", "f.json: cannot be read: no such file or directory");
  });

  it("are the machine's when the disk is full", () => {
    const error = fileError(system("ENOSPC", -28), "f.json", "written");
    expect(error).to.be.instanceOf(ToolFailure);
    expect(error).to.have.property("message", "f.json cannot be written: no space left on device");
  });

  it("leave other errors as they are", () => {
    const fault = new TypeError("x is undefined");
    expect(fileError(fault, "f.json", "read")).to.equal(fault);
  });
});

describe("numbers for people", () => {
  it("have commas", () => {
    expect([0, 999, 1000, 1_680_700_000].map(grouped)).to.deep.equal([
      ...["0", "999", "1,000", "1,680,700,000"],
    ]);
    expect(grouped(10n ** 21n)).to.equal("1,000,000,000,000,000,000,000");
    expect([counted(1, "round"), counted(0n, "round")]).to.deep.equal(["1 round", "0 rounds"]);
  });

  it("say how long something takes, in the unit that people use", () => {
    const times = [0.2, 99, 100, 3600, 6000, 9000, 172_799, 172_800, 10 ** 10];
    expect(times.map(duration)).to.deep.equal([
      ...["1 s", "99 s", "2 min", "60 min", "1.7 h", "2.5 h", "48.0 h", "2 days", "115,741 days"],
    ]);
  });

  const SHARES: readonly (readonly [bigint, bigint, string])[] = [
    [5n, 5n, "100%"],
    [1n, 3n, "33.3%"],
    [10_000n, 3_200_000n, "0.313%"],
    [10_000n, 1_680_700_000n, "0.000595%"],
    [10_000n, 296_679_557_486_907_031_250_000_000n, "3.37e-21%"],
    [0n, 7n, "0%"],
  ];
  for (const [part, whole, text] of SHARES) {
    it(`${part} of ${whole} is ${text}`, () => {
      expect(percentage(part, whole)).to.equal(text);
    });
  }
});

describe("colours", () => {
  const painted = (isTTY: boolean, environment: Record<string, string>): boolean =>
    isColoured({ isTTY }, environment);

  const TABLE: readonly (readonly [string, boolean, Record<string, string>, boolean])[] = [
    ["a terminal", true, {}, true],
    ["a pipe", false, {}, false],
    ["a terminal with NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["a terminal with an empty NO_COLOR", true, { NO_COLOR: "" }, true],
    ["a pipe with FORCE_COLOR", false, { FORCE_COLOR: "1" }, true],
    ["NO_COLOR and FORCE_COLOR", true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    ["a terminal with FORCE_COLOR=0", true, { FORCE_COLOR: "0" }, false],
    ["a dumb terminal", true, { TERM: "dumb" }, false],
  ];
  for (const [shows, isTTY, environment, expected] of TABLE) {
    it(`${expected ? "are" : "are not"} for ${shows}`, () => {
      expect(painted(isTTY, environment)).to.equal(expected);
    });
  }
});
