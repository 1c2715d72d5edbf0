// The HTTP API against its own description: schemathesis asks a real server for what the description promises, for what it
// forbids and for what nobody thought of. No 5xx, no status that is not described, no answer that breaks its schema.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const adref = process.env.ADREF_BIN ?? join(target, "debug/adref");
const schemathesis = join(target, "schemathesis/bin/schemathesis");

/** Every run asks the same, as far as the time goes: a failure is one that can be looked at again. */
const BUDGET = ["--generation-deterministic", "--max-examples=5", "--max-time=60", "--request-timeout=20"];

test("the server answers as it describes", { timeout: 240_000 }, async (context) => {
  const data = await mkdtemp(join(tmpdir(), "adref-api-"));
  context.after(() => rm(data, { recursive: true }));
  // A negotiation that was played to its end: there is something of everything.
  await said(adref, ["play", "--quiet", "--data", data]);
  // What is asked here is far more than anybody reads.
  const server = spawn(adref, ["serve", "--listen=127.0.0.1:0", "--reads-per-second=100000", "--data", data], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise((resolve) => server.on("close", resolve));
  context.after(() => {
    server.kill();
    return ended;
  });
  const address = await listening(server);
  const token = await said(adref, ["token", "make", "--name=Schemathesis", "--role=chair", "--data", data]);
  // What a WebSocket says is tested elsewhere.
  const what = [
    `${address}/api/openapi.json`,
    "--header",
    `Authorization: Bearer ${token.trim()}`,
    "--exclude-path-regex=^/ws/",
  ];
  const report = await said(schemathesis, ["run", ...what, "--no-color", ...BUDGET], data);
  const [, selected, tested] = /Selected: (\d+)\/\d+\s+Tested: (\d+)/.exec(report) ?? [];
  assert.ok(Number(selected) > 20, report);
  assert.equal(tested, selected, report);
});

/** What a program prints; fails with it when the program does. */
async function said(program, args, cwd = root) {
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let [out, all] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => {
    out += text;
    all += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => (all += text));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  assert.equal(code, 0, all);
  return out;
}

/** The address of a server, once it listens. */
function listening(server) {
  let said = "";
  return new Promise((resolve, reject) => {
    server.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      const address = /^listening (\S+)$/m.exec(said)?.[1];
      if (address) resolve(address);
    });
    server.on("close", () => reject(new Error(`the server did not start: ${said}`)));
  });
}
