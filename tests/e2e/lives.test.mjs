// The life of a paragraph and of a proposal, as an observer opens it after the whole story was played: by keyboard, and in
// three languages.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { after, before, test } from "node:test";
import { join, openDraft, paragraph } from "./people.mjs";
import { accessibilityFaults, adref, launchBrowser, startServer, until } from "./support.mjs";

let data;
let server;
let browser;
let olga;

before(async () => {
  data = await mkdtemp(path(tmpdir(), "adref-lives-"));
  await adref("play", "--quiet", "--data", data);
  server = await startServer({ data });
  browser = await launchBrowser();
  olga = await join(browser, server, "observer", "Olga");
  await openDraft(olga, server, "tunis-commitment");
});

after(async () => {
  await browser?.close();
  await server?.stop();
  if (data) await rm(data, { recursive: true, force: true });
});

const life = () => olga.page.getByTestId("life");
const events = () => life().getByTestId("history-event").allInnerTexts();

test("by keyboard an observer chooses a paragraph and reads its life", async () => {
  await olga.page.getByTestId("tab-history").focus();
  await olga.page.keyboard.press("Enter");
  const list = olga.page.getByTestId("history-paragraph");
  await list.focus();
  const value = await list.locator("option", { hasText: /^\s*2 ·/ }).getAttribute("value");
  await list.selectOption(value);
  await until(async () => (await events()).length >= 5, { what: "the life of 2" });
  const told = (await events()).join("\n");
  for (const words of [
    "Came with the source",
    "Split of 2",
    "Amara, Northland",
    "Accepted",
    "3rd meeting",
    "Agreed ad ref",
  ])
    assert.ok(told.includes(words), `${words}: ${told}`);
  assert.deepEqual(await accessibilityFaults(olga.page), []);
  if (process.env.ADREF_SHOTS) await olga.page.screenshot({ path: `${process.env.ADREF_SHOTS}/life-en.png` });
});

test("the menu of a paragraph opens its life, and says why nothing is proposed", async () => {
  await paragraph(olga, "13 bis.").hover();
  await paragraph(olga, "13 bis.").getByTestId("paragraph-menu").click();
  const after = olga.page.getByTestId("propose-after");
  assert.equal(await after.getAttribute("aria-disabled"), "true");
  assert.match(await after.getAttribute("title"), /Your role does not include/);
  if (process.env.ADREF_SHOTS) await olga.page.screenshot({ path: `${process.env.ADREF_SHOTS}/menu-en.png` });
  await olga.page.getByTestId("paragraph-life").click();
  await until(async () => (await events()).join("\n").includes("Contribution of the Open Letters"), {
    what: "its life",
  });
});

test("a proposal that was taken back tells its life", async () => {
  await olga.page.getByTestId("tab-alternatives").click();
  const row = olga.page.locator("[data-testid=proposal-row][data-state=withdrawn]");
  await row.getByTestId("proposal-life").click();
  await until(async () => (await events()).length === 2, { what: "its life" });
  assert.match((await events()).join("\n"), /Proposed[\s\S]*Withdrawn/);
});

test("it is told in Arabic and in Chinese, and on a small screen", async () => {
  await olga.page.getByTestId("language").selectOption("ar");
  await until(async () => (await olga.page.getByTestId("tab-alternatives").innerText()).includes("البدائل"), {
    what: "Arabic",
  });
  await olga.page.getByTestId("tab-alternatives").click();
  await olga.page
    .locator("[data-testid=proposal-row][data-state=accepted]")
    .first()
    .getByTestId("proposal-life")
    .click();
  await until(async () => (await events()).join("\n").includes("قُبل"), { what: "the split in Arabic" });
  assert.deepEqual(await accessibilityFaults(olga.page), []);
  if (process.env.ADREF_SHOTS) await olga.page.screenshot({ path: `${process.env.ADREF_SHOTS}/life-ar.png` });
  await olga.page.setViewportSize({ width: 390, height: 844 });
  if (process.env.ADREF_SHOTS) await olga.page.screenshot({ path: `${process.env.ADREF_SHOTS}/life-ar-small.png` });
  await olga.page.getByTestId("language").selectOption("zh");
  await until(async () => (await olga.page.getByTestId("draft-text").getAttribute("aria-label")).includes("案文"), {
    what: "Chinese",
  });
  await olga.page.setViewportSize({ width: 1440, height: 900 });
  await olga.page.getByTestId("tab-history").click();
  const list = olga.page.getByTestId("history-paragraph");
  await list.selectOption(await list.locator("option", { hasText: /^\s*2 bis ·/ }).getAttribute("value"));
  await until(async () => (await events()).join("\n").includes("已接受"), { what: "the second part of 2 in Chinese" });
  assert.deepEqual(olga.errors, []);
});
