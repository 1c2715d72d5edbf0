// A full disk, as people meet it: a banner, words that wait in the window, and everything goes on by itself. The server's calls to its system are made to
// fail by server/tests/server/faulty.c.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { live, meet, type, words } from "./people.mjs";
import { until } from "./support.mjs";

const place = mkdtempSync(join(tmpdir(), "adref-disk-"));
let meeting;
let alice;

before(async () => {
  const source = fileURLToPath(new URL("../../server/tests/server/faulty.c", import.meta.url));
  execFileSync("cc", ["-shared", "-fPIC", "-o", join(place, "faulty.so"), source, "-ldl"]);
  process.env.FAULTS = place;
  process.env.LD_PRELOAD = join(place, "faulty.so");
  meeting = await meet("tunis-commitment", ["member", "Alice"]);
  delete process.env.LD_PRELOAD;
  [alice] = meeting.people;
});

after(async () => {
  await meeting?.end();
  rmSync(place, { recursive: true });
});

test("on a full disk the page says so, and what is written waits and is saved by itself", async () => {
  const { page } = alice;
  await type(alice, "2.", "核心议题", "日内瓦");
  await live(alice);
  writeFileSync(join(place, "full"), "");
  await type(alice, "2.", "核心议题", "突尼斯");
  await page.getByTestId("read-only").waitFor();
  assert.match(await words(alice, "2."), /突尼斯/, "what was written is there");
  if (process.env.ADREF_PICTURES) {
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ]) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: join(process.env.ADREF_PICTURES, `full-${width}.png`) });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  rmSync(join(place, "full"));
  await until(async () => (await page.getByTestId("read-only").count()) === 0, {
    what: "the banner to go",
    within: 20_000,
  });
  await live(alice, 20_000);
  assert.match(await words(alice, "2."), /突尼斯/);
});
