// `make audit` against registries that know something, that know nothing and that cannot be asked: only the second clears anything.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const audit = fileURLToPath(new URL("../../.ci/audit.mjs", import.meta.url));

/** Runs the audit of the page's libraries against a registry that answers so; what it ended with and what it said. */
async function asked(context, answer) {
  const registry = createServer((request, response) => {
    request.resume().on("end", () => answer(response, request));
  });
  await new Promise((resolve) => registry.listen(0, "127.0.0.1", resolve));
  context.after(() => registry.close());
  const address = `http://127.0.0.1:${registry.address().port}/`;
  const env = { ...process.env, npm_config_registry: address, npm_config_fetch_retries: "0" };
  const child = spawn(process.execPath, [audit, "server/web/package-lock.json"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { code, said };
}

/** An answer in JSON. */
const json = (value) => (response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(value));
};

test("a registry that knows of nothing clears the libraries", async (context) => {
  const { code, said } = await asked(context, json({}));
  assert.equal(code, 0, said);
  assert.match(said, /server\/web\/package-lock.json: nothing known/);
  assert.match(said, /nothing is known about the libraries of 1 lock file/);
});

test("what a registry knows is told", async (context) => {
  const advisory = {
    ...{ id: 1, url: "https://advisories.example/1", title: "It does what it should not", severity: "high" },
    ...{ vulnerable_versions: "*", cwe: [], cvss: { score: 7, vectorString: null } },
  };
  const { packages } = JSON.parse(await readFile(new URL("../../server/web/package-lock.json", import.meta.url)));
  const { code, said } = await asked(context, (response, { method, url }) => {
    // Which versions there are of it, and of what needs it, is asked, too.
    const name = decodeURIComponent(url.slice(1));
    const version = packages[`node_modules/${name}`]?.version;
    const library = { name, "dist-tags": { latest: version }, versions: { [version]: { name, version } } };
    json(method === "GET" ? library : { "prosemirror-model": [advisory] })(response);
  });
  assert.equal(code, 1, said);
  assert.match(said, /prosemirror-model: high: It does what it should not/);
  assert.match(said, /something is known about libraries of 1 of 1 lock file/);
});

test("a registry that cannot be asked clears nothing", async (context) => {
  const { code, said } = await asked(context, (response) => {
    response.statusCode = 405;
    response.end();
  });
  assert.equal(code, 2, said);
  assert.match(said, /could not be asked: 405/);
  assert.doesNotMatch(said, /nothing known/);
});
