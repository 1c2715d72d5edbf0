import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults, launchBrowser, startServer, until } from "./support.mjs";

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("the page comes up without an error", async () => {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(server.url);
  await until(() => page.locator("#app > *").first().isVisible(), { what: "the page to show something" });
  assert.deepEqual(errors, []);
  assert.deepEqual(await accessibilityFaults(page), []);
});
