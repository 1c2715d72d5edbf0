// What one person sees: the page at all, on small screens, with a large draft, and after a fault.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { after, before, test } from "node:test";
import { join, live, openDraft, paragraph, select, type, words } from "./people.mjs";
import { accessibilityFaults, adref, launchBrowser, startServer, until } from "./support.mjs";

const PARAGRAPHS = 300;

let data;
let server;
let browser;

before(async () => {
  data = await mkdtemp(path(tmpdir(), "adref-e2e-"));
  const sentence = "We recognize that [strong and] sustained action is required of all States at every level. ";
  const numbered = Array.from({ length: PARAGRAPHS }, (_, n) => `${n + 1}. ${sentence.repeat(2 + (n % 3)).trim()}`);
  const file = path(data, "large-draft.txt");
  await writeFile(file, `A large draft\n\n${numbered.join("\n\n")}\n`);
  await adref("--data", data, "import", file);
  server = await startServer({ data });
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(data, { recursive: true, force: true });
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

test("a draft of 300 paragraphs opens cold", async (t) => {
  const member = await join(browser, server, "member", "Amina");
  const slug = await member.page
    .locator("[data-testid=draft-row]", { hasText: "A large draft" })
    .getAttribute("data-slug");
  // The tab names the cookie that its session is in.
  const session = await member.page.evaluate(() => ({ ...sessionStorage }));
  const cookies = await member.page.context().cookies();
  const took = { text: [], live: [] };
  for (let n = 0; n < 3; n++) {
    // A context of its own each time: nothing is cached, no connection is open.
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addInitScript((kept) => Object.assign(sessionStorage, kept), session);
    await context.addCookies(cookies);
    const page = await context.newPage();
    const start = performance.now();
    await page.goto(`${server.url}/#/drafts/${slug}`, { waitUntil: "commit" });
    await page.locator("[data-testid=paragraph] .para-text", { hasText: "We recognize" }).first().waitFor();
    took.text.push(performance.now() - start);
    await page.locator("[data-testid=status][data-state=live]").waitFor();
    took.live.push(performance.now() - start);
    const numbered = await page.locator("[data-testid=paragraph] .para-label", { hasText: /^\d+\.$/ }).count();
    assert.equal(numbered, PARAGRAPHS);
    await context.close();
  }
  // Told, not asserted: the machine may be busy.
  const best = (times) => Math.round(Math.min(...times));
  t.diagnostic(
    `cold open of ${PARAGRAPHS} paragraphs: text after ${best(took.text)} ms, live after ${best(took.live)} ms`,
  );
  await member.page.context().close();
});

for (const [device, width, height] of [
  ["a tablet", 820, 1180],
  ["a phone", 390, 844],
]) {
  test(`on ${device} the history leaves the bracket that it tells of in sight`, async () => {
    const viewport = { width, height };
    const olga = await join(browser, server, "observer", "Olga", "Observers", viewport);
    const { page } = olga;
    await openDraft(olga, server, "tunis-commitment");
    const aboveTheSheet = (sign) =>
      sign.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        const [bar, sheet] = [".toolbar", "aside.panel"].map((name) =>
          document.querySelector(name)?.getBoundingClientRect(),
        );
        return top >= (bar?.bottom ?? 0) && bottom <= sheet.top;
      });
    // The last bracket of the draft, clicked at the bottom of the screen.
    for (const label of ["8.", "14."]) {
      const sign = paragraph(olga, label).getByTestId("bracket-open").first();
      await sign.evaluate((element) => element.scrollIntoView({ block: "end", behavior: "instant" }));
      await sign.click();
      await page.getByTestId("history").waitFor();
      await until(() => aboveTheSheet(sign), { what: `the bracket in ${label} in sight` });
      await page.keyboard.press("Escape");
    }
    // From the list.
    await page.locator(".sheet-toggle").click();
    await page.getByTestId("tab-brackets").click();
    await page.getByTestId("bracket-row").last().click();
    const last = paragraph(olga, "14.").getByTestId("bracket-open").first();
    await until(() => aboveTheSheet(last), { what: "the bracket that was chosen in the list" });
    // A long label stays beside its words.
    const { label, text } = await paragraph(olga, "Alt 10+11").evaluate((element) => ({
      label: element.querySelector(".para-label").getBoundingClientRect().right,
      text: element.querySelector(".para-text").getBoundingClientRect().left,
    }));
    assert.ok(label <= text, `the label ends at ${label}, the words begin at ${text}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
    assert.deepEqual(await accessibilityFaults(page), []);
    assert.deepEqual(olga.errors, []);
    await page.context().close();
  });
}

test("the rows of the table have their names", async () => {
  const olga = await join(browser, server, "observer", "Olga");
  await openDraft(olga, server, "tunis-agenda");
  const names = await olga.page
    .locator(".draft-text tr td:first-child > .para:first-child .para-label")
    .allInnerTexts();
  assert.deepEqual(names, [...Array.from({ length: 11 }, (_, n) => `C${n + 1}.`), "B.", "D.", "E."]);
  await olga.page.context().close();
});

test("a reference document is read and not written", async () => {
  const amina = await join(browser, server, "member", "Amina");
  await openDraft(amina, server, "gfc-report");
  assert.equal(await amina.page.getByTestId("draft-text").getAttribute("contenteditable"), "false");
  assert.equal(await amina.page.getByTestId("wrap-bracket").count(), 0);
  assert.deepEqual(await accessibilityFaults(amina.page), []);
  await amina.page.context().close();
});

test("words that an input method composes are one edit, and reach the others", async () => {
  const amina = await join(browser, server, "member", "Amina", "A");
  const bruno = await join(browser, server, "member", "Bruno", "B");
  for (const person of [amina, bruno]) await openDraft(person, server, "tunis-commitment");
  await select(amina, "1.", "通过的", { collapse: "start" });
  const keys = await amina.page.context().newCDPSession(amina.page);
  for (const text of ["c", "ch", "重", "重申"]) {
    await keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }
  // Somebody else types in the same paragraph meanwhile.
  await type(bruno, "1.", "的坚定", "坚持");
  await keys.send("Input.insertText", { text: "重申" });
  for (const person of [amina, bruno]) {
    await until(async () => /重申通过的.*坚持的坚定/.test(await words(person, "1.")), { what: person.name });
    assert.doesNotMatch(await words(person, "1."), /ch|重重/);
    await person.page.context().close();
  }
});

test("a window whose place was taken by another says so, and keeps nothing from the other", async () => {
  const amina = await join(browser, server, "member", "Amina");
  await openDraft(amina, server, "tunis-commitment");
  await amina.page.context().setOffline(true);
  await amina.page.evaluate(() => dispatchEvent(new Event("offline")));
  await type(amina, "5.", "我们", "再次，");
  await until(() => amina.page.evaluate(() => "adref-unsaved-tunis-commitment" in sessionStorage), {
    what: "the words kept",
  });
  const copied = await amina.page.evaluate(() => ({ ...sessionStorage }));
  await amina.page.context().setOffline(false);
  await live(amina);
  // The tab is duplicated: the browser copies what the tab keeps, and the second window goes on with it.
  const page = await amina.page.context().newPage();
  await page.addInitScript((kept) => Object.assign(sessionStorage, kept), copied);
  await page.goto(`${server.url}/#/drafts/tunis-commitment`);
  await live({ page });
  const failure = amina.page.getByTestId("failure");
  await failure.waitFor();
  assert.equal(await failure.getAttribute("data-code"), "replaced");
  assert.match(await failure.innerText(), /another window/);
  assert.equal((await words({ page }, "5.")).split("再次，").length, 2, "once");
  await amina.page.context().close();
});
