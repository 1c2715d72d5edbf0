// What the browser tests stand on: a server of their own with drafts in a fresh folder, a browser, and waiting for
// something to become true instead of sleeping.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const START_MS = 20_000;
const STOP_MS = 10_000;

/** The roles that the server prints an invitation for when it starts on an empty folder. */
const ROLES = ["chair", "member", "observer"];

/**
 * Starts `adref serve`, on a free port unless one is named. Without `data` it gets a fresh folder, which `stop()` removes.
 * `env` is what its environment has beyond ours, `roles` those that it prints an invitation for.
 * @param {{ data?: string, port?: number, env?: Record<string, string>, roles?: string[] }} [options]
 * @returns {Promise<{ url: string, invitations: Record<string, string>, data: string, log: () => string,
 *   stop: () => Promise<void>, kill: () => Promise<void> }>}
 */
export async function startServer(options = {}) {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), "adref-e2e-")));
  const child = spawn(serverBinary(), ["serve", "--data", data, "--listen", `127.0.0.1:${options.port ?? 0}`], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
  });
  const printed = [];
  let url;
  const invitations = {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    printed.push(line);
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === "listening") url = rest[0].replace(/\/$/, "");
    if (word === "invitation") invitations[rest[0]] = rest[1];
  });
  createInterface({ input: child.stderr }).on("line", (line) => printed.push(line));
  const log = () => printed.join("\n");
  const ended = once(child, "exit");
  ended.catch(() => {}); // a server that cannot be started is told below

  const end = async (signal) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      const hard = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await ended;
      clearTimeout(hard);
    }
  };

  // On a folder that has its drafts already the server need not invite anyone again.
  const ready = () =>
    url !== undefined && (options.data || (options.roles ?? ROLES).every((role) => role in invitations));
  try {
    await until(
      () => {
        assert.ok(child.exitCode === null && child.signalCode === null, `the server ended:\n${log()}`);
        return ready();
      },
      { what: "the server's address and invitations", within: START_MS, fatal: assert.AssertionError },
    );
  } catch (error) {
    await end("SIGKILL");
    error.message += `\nit had printed:\n${log()}`;
    throw error;
  }

  return {
    url,
    invitations,
    data,
    log,
    /** Asks it to end, as a service manager would. */
    stop: async () => {
      await end("SIGTERM");
      if (!options.data) await rm(data, { recursive: true, force: true });
    },
    /** Pulls the plug; the folder stays, to be started on again. */
    kill: () => end("SIGKILL"),
  };
}

/** Runs a command of `adref` to its end, such as `import` into a folder that no server uses. */
export async function adref(...parameters) {
  const child = spawn(serverBinary(), parameters, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "exit");
  assert.equal(code, 0, `adref ${parameters.join(" ")}`);
}

/**
 * A browser; each person in a test gets a context of their own: `await browser.newContext()`.
 * @param {string[]} [flags] what else it is started with
 */
export function launchBrowser(flags = []) {
  return chromium.launch({
    executablePath: browserBinary(),
    // Without these flags Chromium looks for its maker's servers at each start.
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...flags,
    ],
  });
}

/**
 * Asks `probe` again and again until it answers something true, and returns that. A probe that throws has not answered
 * yet (the last error is told when time is up), except with an error of the kind `fatal`.
 * @template T
 * @param {() => T | Promise<T>} probe
 * @param {{ what?: string, within?: number, every?: number, fatal?: Function }} [options]
 * @returns {Promise<T>}
 */
export async function until(probe, { what = "the condition", within = 5_000, every = 20, fatal } = {}) {
  const deadline = performance.now() + within;
  let last;
  for (;;) {
    try {
      const answer = await probe();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      if (fatal && error instanceof fatal) throw error;
      last = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${within} ms for ${what}`, last ? { cause: last } : {});
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

/**
 * What axe finds wrong with a page for people who do not use a mouse or their eyes: one line for each fault.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
export async function accessibilityFaults(page) {
  // Through the debugger and not as a <script>: the page's Content-Security-Policy stays as it is.
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`));
}

export function serverBinary() {
  const candidates = process.env.ADREF_BIN
    ? [process.env.ADREF_BIN]
    : [join(root, "target/release/adref"), join(root, "target/debug/adref")];
  // The one that was built last: the other may be of yesterday.
  const built = (path) => statSync(path).mtimeMs;
  const [found] = candidates.filter((path) => existsSync(path)).sort((a, b) => built(b) - built(a));
  assert.ok(found, `no server to test at ${candidates.join(" or ")}: run \`cargo build --bin adref\``);
  return found;
}

function browserBinary() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = [
    process.env.ADREF_CHROMIUM,
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ].find((path) => path && existsSync(path));
  assert.ok(found, "no Chromium: install it (on Debian: apt-get install chromium) or set ADREF_CHROMIUM");
  return found;
}
