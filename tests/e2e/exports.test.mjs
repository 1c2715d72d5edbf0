// Drafts as pages of HTML, as somebody opens them who got the file: for people who do not use a mouse or their eyes, from left to
// right and from right to left.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { accessibilityFaults, adref, launchBrowser } from "./support.mjs";

const EVERYTHING = ["--columns", "--line-numbers", "--comments", "--renumber", "--attribution=true", "--symbol", "A/1"];

let folder;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "adref-exports-"));
  await adref("play", "--quiet", "--data", join(folder, "data"));
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens an export, and whatever it asks for from elsewhere. */
async function open(draft, ...options) {
  const file = join(folder, "draft.html");
  await adref("export", draft, "--data", join(folder, "data"), "--format", "html", "-o", file, ...options);
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  assert.deepEqual(asked, [pathToFileURL(file).href], "the file needs nothing else");
  return page;
}

for (const draft of ["tunis-commitment", "tunis-agenda"]) {
  test(`${draft}: every mode can be read by everybody`, async () => {
    for (const mode of ["as-it-stands", "compilation", "marked", "agreed", "final"]) {
      const moments = mode === "marked" ? ["--against", "1"] : [];
      for (const options of [[], [...EVERYTHING, "--labels", "ar"]]) {
        const page = await open(draft, "--mode", mode, ...moments, ...options);
        assert.deepEqual(await accessibilityFaults(page), [], `${mode} ${options.join(" ")}`);
        await page.close();
      }
    }
  });
}

test("changes are told to people who hear the page, and headings lead through it", async () => {
  const page = await open("tunis-commitment", "--mode", "marked", "--against", "1");
  assert.ok((await page.getByRole("insertion").count()) > 0);
  assert.ok((await page.getByRole("deletion").count()) > 0);
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
  assert.equal(await page.getByRole("main").count(), 1);
});
