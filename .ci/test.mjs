// Runs every suite, also after one has failed, and ends with one line that sums them: `N passed, N failed`.
//
// A suite that fails without having counted a failure (it did not compile, it could not start) counts as one failed.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const binary = process.env.ADREF_BIN ?? join(target, "debug/adref");

const suites = [
  { name: "build", run: ["make", "test-setup"], count: () => nothing() },
  { name: "rust", run: ["cargo", "test", "--workspace", "--locked", "--no-fail-fast"], count: countCargo },
  { name: "page types", in: "server/web", run: ["npm", "run", "--silent", "check"], count: () => nothing() },
  { name: "page", in: "server/web", run: ["npm", "run", "--silent", "test"], count: countVitest },
  { name: "api", in: "tests/api", run: ["node", "--test", "--test-reporter=spec"], count: countNode },
  { name: "browser", in: "tests/e2e", run: ["npm", "run", "--silent", "test"], count: countNode },
];

const total = nothing();
const lines = [];
for (const suite of suites) {
  console.log(`\n== ${suite.name}: ${suite.run.join(" ")}`);
  const { code, output } = await run(suite);
  const counted = suite.count(output);
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(total)) total[key] += counted[key];
  const skipped = counted.skipped ? `, ${counted.skipped} skipped` : "";
  lines.push(`  ${suite.name.padEnd(12)}${counted.passed} passed, ${counted.failed} failed${skipped}`);
}

console.log(`\n${lines.join("\n")}\n\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

function nothing() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/** Shows what a suite prints as it comes, and keeps it for counting. */
function run(suite) {
  return new Promise((resolve) => {
    const [program, ...args] = suite.run;
    const child = spawn(program, args, {
      cwd: join(root, suite.in ?? "."),
      env: { ...process.env, NO_COLOR: "1", CARGO_TERM_COLOR: "never", ADREF_BIN: binary },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.on("error", (error) => {
      console.log(`${program}: ${error.message}`);
      resolve({ code: 1, output });
    });
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** `test result: ok. 12 passed; 0 failed; 1 ignored; …`, once for each test program. */
function countCargo(output) {
  const sum = nothing();
  for (const [, passed, failed, ignored] of output.matchAll(
    /^test result: \S+ (\d+) passed; (\d+) failed; (\d+) ignored/gm,
  )) {
    sum.passed += Number(passed);
    sum.failed += Number(failed);
    sum.skipped += Number(ignored);
  }
  return sum;
}

/** `Tests  1 failed | 3 passed | 2 skipped (6)` */
function countVitest(output) {
  const line = /^\s*Tests\s+(.*)$/m.exec(output)?.[1] ?? "";
  const number = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  return { passed: number("passed"), failed: number("failed"), skipped: number("skipped") + number("todo") };
}

/** Node's own summary: `ℹ pass 3`, `ℹ fail 0`, `ℹ cancelled 0`, …, or the same behind `#`. */
function countNode(output) {
  const number = (word) => Number(new RegExp(`^(?:ℹ|#) ${word} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  return {
    passed: number("pass"),
    failed: number("fail") + number("cancelled"),
    skipped: number("skipped") + number("todo"),
  };
}
