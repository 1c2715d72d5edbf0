// Roles of the directory on the page: a contributor with a member's link sends a proposal, which the chair takes in; an
// observer with a member's link reads.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join, meet, openDraft, paragraph, select } from "./people.mjs";
import { accessibilityFaults, until } from "./support.mjs";

let meeting;
let chair;
let luis;

before(async () => {
  meeting = await meet("tunis-commitment", ["chair", "Clara"], ["member", "Luis", "Open Letters Foundation"]);
  [chair, luis] = meeting.people;
});

after(() => meeting?.end());

const shot = (person, name) =>
  process.env.ADREF_SHOTS && person.page.screenshot({ path: `${process.env.ADREF_SHOTS}/${name}.png` });

test("who joins is told what the directory leaves of the link", async () => {
  const context = await meeting.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(meeting.server.invitations.member);
  await page.locator("input[name=name]").fill("Wanda");
  await page.locator("input[name=delegation]").fill("World Readers’ Union");
  await until(async () => /Observer/.test(await page.getByTestId("join-less").innerText()), { what: "the note" });
  assert.deepEqual(await accessibilityFaults(page), []);
  await shot({ page }, "join-less");
  await page.locator("input[name=delegation]").fill("Northland");
  await until(async () => (await page.getByTestId("join-less").count()) === 0, { what: "no note" });
  await context.close();
});

test("an observer's delegation reads even by a member's link, and is told why", async () => {
  const wanda = await join(meeting.browser, meeting.server, "member", "Wanda", "World Readers’ Union");
  await openDraft(wanda, meeting.server, "tunis-commitment");
  const wrap = wanda.page.getByTestId("wrap-bracket");
  assert.ok(await wrap.isDisabled());
  assert.match(await wrap.getAttribute("title"), /World Readers’ Union has the role: Observer/);
  assert.equal(await wanda.page.getByTestId("draft-text").getAttribute("contenteditable"), "false");
  assert.ok(await wanda.page.getByTestId("comment").isDisabled());
});

test("a contributor sends a proposal to the chair", async () => {
  assert.ok(await luis.page.getByTestId("wrap-bracket").isDisabled());
  await paragraph(luis, "13.").hover();
  await paragraph(luis, "13.").getByTestId("paragraph-menu").click();
  await luis.page.getByTestId("paragraph-comment").click();
  await luis.page.getByTestId("contribute-hint").waitFor();
  assert.equal(await luis.page.locator("input[name=audience]").count(), 1);
  await luis.page.locator("textarea[name=comment]").fill("我们还强调，应特别关注青年人的需要。");
  assert.deepEqual(await accessibilityFaults(luis.page), []);
  await shot(luis, "contribute");
  await luis.page.getByTestId("comment-confirm").click();
});

test("the chair takes it in as a paragraph of the text", async () => {
  await chair.page.getByTestId("tab-comments").click();
  const thread = chair.page.getByTestId("thread");
  await until(async () => (await thread.innerText()).includes("青年人"), { what: "the proposal" });
  await shot(chair, "take-in");
  await thread.getByTestId("take-in").click();
  await until(async () => (await chair.page.getByTestId("propose-words").inputValue()).includes("青年人"), {
    what: "the words",
  });
  await chair.page.getByTestId("propose-confirm").click();
  await paragraph(luis, "13 bis.").waitFor();
});

test("what is proposed for words is taken in in their place", async () => {
  await select(luis, "2.", "独特的机遇");
  await luis.page.getByTestId("comment").click();
  await luis.page.locator("textarea[name=comment]").fill("独特的机遇和责任");
  await luis.page.getByTestId("comment-confirm").click();
  const thread = chair.page.getByTestId("thread").filter({ hasText: "独特的机遇和责任" });
  await chair.page.getByTestId("tab-comments").click();
  await thread.getByTestId("take-in").click();
  await until(async () => (await paragraph(luis, "2.").innerText()).includes("独特的机遇和责任"), {
    what: "the words",
  });
  assert.deepEqual(luis.errors, []);
  assert.deepEqual(chair.errors, []);
});
