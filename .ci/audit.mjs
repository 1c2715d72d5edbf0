// Asks who keeps lists of known weaknesses about every library of every lock file: `make audit`.
//
//   node .ci/audit.mjs [LOCKFILE]…
//
// Ends with 0 when all were asked and know of nothing, with 1 when something is known, and with 2 when somebody could not be asked: a
// registry without such a list, no network, a program that is not here. Who was not asked has cleared nothing.

import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The lock files that are asked about. */
const locks = [
  "server/web/package-lock.json",
  "tests/e2e/package-lock.json",
  "tests/docx/package-lock.json",
  "Cargo.lock",
  "client-core/wasm/bindgen/Cargo.lock",
];

const outcomes = [];
for (const lock of process.argv.length > 2 ? process.argv.slice(2) : locks) {
  const outcome = await (lock.endsWith(".json") ? askNpm : askCargo)(lock);
  outcomes.push(outcome);
  tell(lock, outcome);
}
const [found, silent] = ["found", "silent"].map((kind) => outcomes.filter((outcome) => outcome.kind === kind).length);
const all = outcomes.length === 1 ? "1 lock file" : `${outcomes.length} lock files`;
if (found > 0) console.log(`\nsomething is known about libraries of ${found} of ${all}`);
if (silent > 0)
  console.log(`\n${silent} of ${all} could not be asked about: nothing is known of them, neither good nor bad`);
if (found + silent === 0) console.log(`\nnothing is known about the libraries of ${all}`);
process.exitCode = found > 0 ? 1 : silent > 0 ? 2 : 0;

function tell(lock, { kind, why, weaknesses }) {
  if (kind === "silent") console.log(`${lock}: could not be asked: ${why}`);
  if (kind === "clear") console.log(`${lock}: nothing known`);
  for (const weakness of weaknesses ?? []) console.log(`${lock}: ${weakness}`);
}

/** npm's registry is asked about what the lock file names; nothing is installed. */
async function askNpm(lock) {
  const { out, error } = await run("npm", ["audit", "--json", "--package-lock-only"], join(root, dirname(lock)));
  if (error) return { kind: "silent", why: error };
  const answer = parse(out);
  const vulnerabilities = answer?.vulnerabilities;
  if (vulnerabilities === undefined)
    return { kind: "silent", why: answer?.message ?? answer?.error?.summary ?? "npm gave no answer" };
  const weaknesses = Object.values(vulnerabilities).map(({ name, severity, via }) => {
    const title = via.map((one) => (typeof one === "string" ? `by way of ${one}` : `${one.title} (${one.url})`));
    return `${name}: ${severity}: ${title.join("; ")}`;
  });
  return weaknesses.length === 0 ? { kind: "clear" } : { kind: "found", weaknesses };
}

/** The advisories of RustSec, by `cargo audit`, which fetches them first. */
async function askCargo(lock) {
  const { out, said, error } = await run("cargo", ["audit", "--json", "--file", lock], root);
  const answer = parse(out);
  if (error ?? answer?.vulnerabilities === undefined) {
    const missing = /no such (sub)?command/.test(said);
    const last = said.trim().split("\n").at(-1);
    const why = missing ? "cargo-audit is not here: cargo install cargo-audit --locked" : (error ?? last);
    return { kind: "silent", why };
  }
  // What is not maintained any more, or was withdrawn, is worth knowing, too.
  const known = [...answer.vulnerabilities.list, ...Object.values(answer.warnings ?? {}).flat()];
  const weaknesses = known.map(({ advisory, kind, package: { name, version } }) => {
    const title = advisory ? `${advisory.title} (${advisory.id})` : kind;
    return `${name} ${version}: ${title}`;
  });
  return weaknesses.length === 0 ? { kind: "clear" } : { kind: "found", weaknesses };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a program prints, and what it complains of; `error` when it does not run at all. */
function run(program, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let [out, said] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    child.on("error", (error) => resolve({ out, said, error: error.message }));
    child.on("close", () => resolve({ out, said }));
  });
}
