import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { initSync, version } from "../src/wasm/client_core_wasm";
import manifest from "../package.json" with { type: "json" };

// An optimiser can write a module that no engine loads, without an error at build time.
test("the built module loads and answers", () => {
  initSync({ module: readFileSync(new URL("../src/wasm/client_core_wasm_bg.wasm", import.meta.url)) });
  expect(version()).toBe(manifest.version);
});
