/**
 * Tells which browser tests passed only at the second go. One goes again where the browser did not get its turn in
 * time (`retry` in `vitest.config.ts`), never where an assertion failed.
 */
export default class AskedAgain {
  #names = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky) this.#names.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd() {
    for (const name of this.#names) console.log(`Passed at the second go only: ${name}`);
  }
}
