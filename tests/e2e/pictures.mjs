// The pictures of the documents: `make pictures`. The Tunis Commitment in the middle of its negotiation, as the story that
// `adref play` tells has it at its third meeting.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { fileURLToPath } from "node:url";
import { join, openDraft } from "./people.mjs";
import { adref, launchBrowser, startServer, until } from "./support.mjs";

const SLUG = "tunis-commitment";
const root = fileURLToPath(new URL("../..", import.meta.url));
const viewport = { width: 1280, height: 800 };

const folder = await mkdtemp(path(tmpdir(), "adref-pictures-"));
const browser = await launchBrowser();
let server;
try {
  const data = path(folder, "data");
  await adref("--data", data, "play", "--quiet", await beginning());
  server = await startServer({ data });
  await until(() => server.invitations.chair && server.invitations.member, { what: "the links" });
  const chair = await join(browser, server, "chair", "Clara", "Chair", viewport);
  const bruno = await join(browser, server, "member", "Bruno", "Southland", viewport);
  for (const person of [chair, bruno]) await openDraft(person, server, SLUG);
  await take(chair, bruno);
  for (const person of [chair, bruno]) assert.deepEqual(person.errors, [], person.name);
} finally {
  await browser.close();
  await server?.kill();
  await rm(folder, { recursive: true, force: true });
}

/** The story until the chair has ruled on the proposals, and 8 and the alternatives are open. */
async function beginning() {
  const story = JSON.parse(await readFile(path(root, "seeds/stories/tunis.json"), "utf8"));
  story.meetings = story.meetings.slice(0, 3);
  const third = story.meetings.at(-1);
  const end = third.acts.findIndex(({ do: act }) => JSON.stringify(act).includes('"reject"'));
  assert.ok(end > 0, "the story has changed: where shall the pictures be taken?");
  third.acts = third.acts.slice(0, end + 1);
  const file = path(folder, "story.json");
  await writeFile(file, JSON.stringify(story));
  return file;
}

async function take(chair, bruno) {
  const { page } = chair;
  await life(bruno, "，如果缺乏");
  await picture(bruno, "positions");

  await life(chair, "知识对于");
  await picture(chair, "history");

  await life(chair, "正如");
  await picture(chair, "draft");
  await page.getByTestId("keep-bracket").click();
  await page.getByTestId("decision-dialog").waitFor();
  await picture(chair, "decision");
  await page.keyboard.press("Escape");

  await page.getByTestId("tab-alternatives").click();
  await page.locator('[data-testid=paragraph][data-label="10."]').evaluate((element) => {
    element.scrollIntoView({ block: "start" });
  });
  await picture(chair, "alternatives");

  await page.getByTestId("tab-positions").click();
  await page.getByTestId("open-matrix").click();
  await page.getByTestId("matrix").waitFor();
  await picture(chair, "matrix");

  await page.goto(`${server.url}/#/drafts/${SLUG}/export?mode=final`);
  await page.getByTestId("blockers").waitFor();
  await picture(chair, "blockers");
  await page.goto(`${server.url}/#/drafts/${SLUG}/export?mode=compilation&format=docx&symbol=WSIS-II/PC-2/DT-1`);
  const shown = () =>
    page.getByTestId("preview").evaluate((frame) => {
      const sign = [...frame.contentDocument.querySelectorAll(".attribution")][1];
      sign?.closest("p").scrollIntoView({ block: "start" });
      return sign !== undefined;
    });
  await until(shown, { what: "the compilation" });
  await picture(chair, "export");
}

/** Opens the life of the bracket around words. */
async function life({ page }, words) {
  await page.getByTestId("tab-brackets").click();
  await page.getByTestId("filter-all").click();
  const row = page.getByTestId("bracket-row").filter({ hasText: words }).first();
  const id = await row.getAttribute("data-id");
  await row.click();
  await page.locator(`[data-testid=history][data-id="${id}"]`).waitFor();
  await page.locator(`[data-testid=bracket-open][data-id="${id}"]`).first().scrollIntoViewIfNeeded();
}

/** Takes a picture of what somebody sees, when the page stands still. */
async function picture({ page }, name) {
  await page.evaluate(() => document.fonts.ready);
  // Not in the middle of a movement, and with nothing pointed at.
  await page.mouse.move(0, 0);
  let before;
  const still = async () => {
    const now = await page.screenshot();
    const same = before !== undefined && now.equals(before);
    before = now;
    return same;
  };
  await until(still, { what: "the page to stand still", every: 200, within: 15_000 });
  await writeFile(path(root, `docs/images/${name}.png`), before);
  console.log(`docs/images/${name}.png`);
}
