/** How mocha runs the tests: test files side by side, one process for each core. */
"use strict";

const { availableParallelism } = require("node:os");

module.exports = {
  "node-option": ["import=tsx"],
  require: ["./test/support/laws.ts"],
  reporter: "./test/support/reporter.cjs",
  "reporter-option": ["maxDiffSize=0"],
  timeout: 20000,
  parallel: true,
  jobs: Math.max(2, availableParallelism()),
  "forbid-only": true,
  "forbid-pending": true,
  "fail-zero": true,
  "check-leaks": true,
};
