// What stays in a browser of somebody who is not here any more: signed out with the server or without it, or sent away by it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { join, live, openDraft, paragraph, type } from "./people.mjs";
import { accessibilityFaults, adref, launchBrowser, startServer, until } from "./support.mjs";

const SLUG = "tunis-commitment";
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

/** The names of what a page has in its storage, that of the tab before that of the browser. */
const traces = (page) =>
  page.evaluate(() => [Object.keys(sessionStorage).toSorted(), Object.keys(localStorage).toSorted()]);

async function goOffline({ page }) {
  await page.context().setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event("offline")));
}

async function goOnline({ page }) {
  await page.context().setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
}

/** Somebody in a draft who read a comment, named a meeting where the chair does, and can be looked up. */
async function atWork(name) {
  const person = await join(browser, server, "chair", name);
  const { page } = person;
  await openDraft(person, server, SLUG);
  await page.getByTestId("phase").first().click();
  await page.locator("dialog input[name=meeting]").fill("The 3rd meeting");
  await page.keyboard.press("Escape");
  const [tab, kept] = await traces(page);
  assert.ok(tab.includes("adref-meeting") && kept.includes(`adref-pin-${SLUG}`), `${tab} ${kept}`);
  return person;
}

/** Enters by a link in the same tab, as somebody. */
async function enter(page, name, delegation) {
  await page.goto(server.invitations.member);
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=delegation]").fill(delegation);
  await page.locator("button[type=submit]").click();
  await page.getByTestId("draft-row").first().waitFor();
}

/** Somebody whose session the server ended while words were only here. */
async function sentAway(name, words) {
  const person = await join(browser, server, "member", name, "Freedonia");
  const { page } = person;
  await openDraft(person, server, SLUG);
  await goOffline(person);
  await type(person, "5.", "我们", words);
  await adref("sessions", "end", "--all", "--data", server.data);
  await goOnline(person);
  await page.locator("[data-testid=failure][data-code=credential]").waitFor();
  return person;
}

test("who signs out leaves the language alone behind", async () => {
  const clara = await atWork("Clara");
  const { page } = clara;
  await page.getByTestId("sign-out").click();
  await page.getByTestId("sign-out-confirm").click();
  await page.getByTestId("welcome").waitFor();
  const nothing = async () => (await traces(page)).flat().filter((key) => key !== "adref.language").length === 0;
  await until(nothing, { what: "nothing in the storage" });
  await page.context().close();
});

test("who signs out without the server leaves nothing either, and the server hears of it when it can be reached", async () => {
  const clara = await atWork("Clara offline");
  const { page } = clara;
  await goOffline(clara);
  await type(clara, "5.", "我们", "尚未保存，");
  await page.getByTestId("sign-out").click();
  await page.getByTestId("sign-out-unsaved").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("sign-out-save").click()]);
  assert.match(await readFile(await file.path(), "utf8"), /尚未保存，我们/);
  await page.getByTestId("sign-out-confirm").click();
  await page.getByTestId("sign-out-here-hint").waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.getByTestId("sign-out-here").click();
  await page.getByTestId("welcome").waitFor();
  await until(async () => (await traces(page)).flat().join() === "adref.ending", {
    what: "nothing but what is to end",
  });
  const cookies = () => page.context().cookies();
  assert.equal((await cookies()).length, 1, "no script can take it");
  await goOnline(clara);
  await until(async () => (await cookies()).length === 0, { what: "the end of the session" });
  await until(async () => (await traces(page)).flat().length === 0, { what: "nothing in the storage" });
  await page.context().close();
});

test("words that the server did not get before it ended the session are offered, and not sent by anybody else", async () => {
  const amina = await sentAway("Amina", "没有送到，");
  const { page } = amina;
  const [now] = await Promise.all([page.waitForEvent("download"), page.getByTestId("words-save").click()]);
  assert.match(await readFile(await now.path(), "utf8"), /没有送到，我们/);
  await page.reload();
  await page.getByTestId("session-lost").waitFor();
  assert.match(await page.getByTestId("kept-words").innerText(), /Amina/);
  assert.deepEqual(await accessibilityFaults(page), []);
  await until(async () => (await traces(page))[0].join() === `adref-unsaved-${SLUG}`, {
    what: "nothing but the words",
  });
  const [then] = await Promise.all([page.waitForEvent("download"), page.getByTestId("kept-save").click()]);
  assert.equal(then.suggestedFilename(), `${SLUG}.txt`);
  assert.match(await readFile(await then.path(), "utf8"), /没有送到，我们/);

  await enter(page, "Bruno", "Sylvania");
  assert.deepEqual((await traces(page))[0], ["adref.slot"]);
  const bruno = { page };
  await openDraft(bruno, server, SLUG);
  assert.ok(!(await page.getByTestId("draft-text").innerText()).includes("没有送到，"));
  await page.context().close();
});

test("the same person sends them when coming in again, or deletes them", async () => {
  const amina = await sentAway("Amina again", "后来送到，");
  const { page } = amina;
  await page.reload();
  await page.getByTestId("kept-words").waitFor();
  await enter(page, "Amina again", "Freedonia");
  await openDraft(amina, server, SLUG);
  await until(async () => (await paragraph(amina, "5.").innerText()).includes("后来送到，"), { what: "the words" });
  await live(amina);
  await page.context().close();

  const chen = await sentAway("Chen", "不再需要，");
  await chen.page.reload();
  await chen.page.getByTestId("kept-discard").click();
  await chen.page.getByTestId("kept-words").waitFor({ state: "detached" });
  await until(async () => (await traces(chen.page))[0].length === 0, { what: "nothing in the storage of the tab" });
  await chen.page.context().close();
});
