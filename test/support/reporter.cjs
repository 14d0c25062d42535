"use strict";

const Mocha = require("mocha");
const { EVENT_RUN_END, EVENT_SUITE_END, EVENT_TEST_FAIL, EVENT_TEST_PASS } = Mocha.Runner.constants;
const { Base } = Mocha.reporters;

/**
 * One line per top-level suite, then every failure in full. The last line is always
 * `N passed, N failed`, so that a script can read the result.
 */
class Reporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    let passed = 0;
    let failed = 0;
    /** The tests that ended since the last top-level suite did. */
    const ended = [];

    runner.on(EVENT_TEST_PASS, (test) => {
      passed++;
      ended.push(test);
    });
    // Also told of a hook that fails.
    runner.on(EVENT_TEST_FAIL, (test) => {
      failed++;
      ended.push(test);
    });
    runner.on(EVENT_SUITE_END, (suite) => {
      // Files that run side by side report copies of suites, without their parents.
      if (suite.root || suite.fullTitle() !== suite.title) return;
      const tests = ended.splice(0);
      const bad = tests.filter((test) => test.state !== "passed").length;
      const mark = bad === 0 ? Base.color("green", "ok  ") : Base.color("fail", "FAIL");
      const milliseconds = tests.reduce((sum, test) => sum + (test.duration ?? 0), 0);
      const time = Base.color("light", `${(milliseconds / 1000).toFixed(1)} s`);
      Base.consoleLog(`${mark} ${suite.title} (${tests.length - bad}/${tests.length}) ${time}`);
    });
    runner.once(EVENT_RUN_END, () => {
      if (this.failures.length > 0) Base.list(this.failures);
      if (passed + failed === 0) Base.consoleLog("No test was executed: that is a failure.");
      Base.consoleLog(`\n${passed} passed, ${failed} failed`);
    });
  }
}

module.exports = Reporter;
