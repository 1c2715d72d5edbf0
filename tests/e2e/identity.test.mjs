// Who somebody is: three roles in three tabs of one browser, a secret that no script reads, signing out, roles that change
// while the page is open, and invitation links on the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join, live, openDraft, type } from "./people.mjs";
import { accessibilityFaults, adref, launchBrowser, startServer, until } from "./support.mjs";

const SLUG = "tunis-commitment";
let server, browser;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Joins in a tab of a browser that others sit in, too. */
async function tab(context, role, name) {
  const page = await context.newPage();
  await page.goto(server.invitations[role]);
  await page.locator("input[name=name]").fill(name);
  const field = page.locator("input[name=delegation]");
  if (await field.count()) await field.fill("Freedonia");
  await page.locator("button[type=submit]").click();
  await page.getByTestId("draft-row").first().waitFor();
  return { page, name, role, errors: [] };
}

test("three tabs of one browser sit in three roles, and no script reads a secret", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const people = [];
  for (const [role, name] of [
    ["chair", "Clara"],
    ["member", "Amina"],
    ["observer", "Olga"],
  ]) {
    people.push(await tab(context, role, name));
  }
  for (const person of people) await openDraft(person, server, SLUG);
  for (const { page, name } of people) {
    await page.reload();
    await live({ page });
    assert.match(await page.getByTestId("me").innerText(), new RegExp(name));
  }
  const cookies = (await context.cookies()).filter(({ name }) => name.includes("adref"));
  assert.equal(cookies.length, 3);
  for (const { name, httpOnly, secure, sameSite, path, expires } of cookies) {
    assert.match(name, /^__Host-adref-[a-z0-9]{20}$/);
    assert.deepEqual([httpOnly, secure, sameSite, path, expires], [true, true, "Strict", "/", -1]);
  }
  const secrets = cookies.map(({ value }) => value);
  for (const { page } of people) {
    const readable = await page.evaluate(
      () => document.cookie + JSON.stringify({ ...sessionStorage, ...localStorage }),
    );
    for (const secret of secrets) assert.ok(!readable.includes(secret));
  }
  await type(people[1], "5.", "我们", "再次，");
  await until(async () => (await people[2].page.getByTestId("draft-text").innerText()).includes("再次，"));
  await context.close();
});

test("signing out ends the session in every window, and the next person begins anew", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const amina = await tab(context, "member", "Amina");
  await openDraft(amina, server, SLUG);
  // The tab is duplicated.
  const kept = await amina.page.evaluate(() => ({ ...sessionStorage }));
  const other = await context.newPage();
  await other.addInitScript((all) => {
    if (location.hash !== "#/drafts" && !("used" in sessionStorage)) Object.assign(sessionStorage, all, { used: "1" });
  }, kept);
  await other.goto(`${server.url}/#/drafts/tunis-agenda`);
  await live({ page: other });
  await amina.page.getByTestId("sign-out").click();
  const dialog = amina.page.getByTestId("sign-out-dialog");
  await dialog.waitFor();
  assert.equal(await amina.page.getByTestId("sign-out-unsaved").count(), 0);
  assert.deepEqual(await accessibilityFaults(amina.page), []);
  await amina.page.getByTestId("sign-out-confirm").click();
  await amina.page.getByTestId("welcome").waitFor();
  await other.getByTestId("session-lost").waitFor({ timeout: 3000 });
  assert.equal((await context.cookies()).length, 0, "the cookie is gone");
  await amina.page.reload();
  await amina.page.getByTestId("welcome").waitFor();
  await context.close();
});

test("words that are not saved are warned about before signing out", async () => {
  const amina = await join(browser, server, "member", "Amina");
  await openDraft(amina, server, SLUG);
  const { page } = amina;
  await page.context().setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event("offline")));
  await type(amina, "5.", "我们", "不会保存，");
  await page.getByTestId("sign-out").click();
  await page.getByTestId("sign-out-unsaved").waitFor();
  await page.getByTestId("sign-out-confirm").click();
  // Without the server the session cannot end, which is said; nothing is lost yet.
  await page.getByTestId("sign-out-dialog").getByRole("alert").filter({ hasText: "reached" }).waitFor();
  await page.keyboard.press("Escape");
  await page.context().setOffline(false);
  await live({ page });
  await page.getByTestId("sign-out").click();
  await page.getByTestId("sign-out-confirm").click();
  await page.getByTestId("welcome").waitFor();
  const left = () => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("adref-unsaved")));
  await until(async () => (await left()).length === 0, { what: "nothing kept for whoever sits down next" });
  await page.context().close();
});

for (const [language, dir, size] of [
  ["en", "ltr", { width: 1440, height: 900 }],
  ["ar", "rtl", { width: 390, height: 844 }],
  ["zh", "ltr", { width: 1440, height: 900 }],
]) {
  test(`somebody sees by keyboard where they are signed in, and signs out there (${language})`, async () => {
    const amina = await join(browser, server, "member", `Amina ${language}`, "Freedonia", size);
    const bruno = await join(browser, server, "member", `Bruno ${language}`, "Freedonia", size);
    const { page } = amina;
    await page.getByTestId("language").selectOption(language);
    assert.equal(await page.evaluate(() => document.documentElement.dir), dir);
    await page.getByTestId("sign-out").press("Enter");
    await page.getByTestId("own-sessions").press("Enter");
    const dialog = page.getByTestId("own-sessions-dialog");
    const line = dialog.getByTestId("own-session");
    await line.first().waitFor();
    // Nobody else's is listed.
    assert.equal(await line.count(), 1);
    assert.equal(await line.getAttribute("data-current"), "true");
    assert.match(await line.innerText(), /Chrome, Linux/);
    assert.match(await line.innerText(), new RegExp(language === "ar" ? "[٠-٩0-9]{4}" : "20\\d\\d"), "since when");
    assert.equal(await dialog.getByTestId("end-other-sessions").count(), 0, "there is no other");
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    if (size.width > 640) {
      await page.getByTestId("me").press("Enter");
    } else {
      await page.getByTestId("sign-out").press("Enter");
      await page.getByTestId("own-sessions").press("Enter");
    }
    // Leaving this one is asked about first.
    await line.first().getByRole("button").press("Enter");
    await page.getByTestId("sign-out-dialog").waitFor();
    await page.getByTestId("sign-out-confirm").press("Enter");
    await page.getByTestId("welcome").waitFor();
    await bruno.page.reload();
    await bruno.page.getByTestId("draft-row").first().waitFor();
    assert.deepEqual(amina.errors, []);
    await page.context().close();
    await bruno.page.context().close();
  });
}

test("a role that is taken greys the page within a second, and gives it back", async () => {
  const amina = await join(browser, server, "member", "Amina Live", "Freedonia");
  await openDraft(amina, server, SLUG);
  const { page } = amina;
  const wrap = () => page.evaluate(() => document.querySelector(".ProseMirror")?.getAttribute("contenteditable"));
  assert.equal(await wrap(), "true");
  await adref("people", "set", "Amina Live", "--role", "observer", "--data", server.data);
  await until(async () => (await wrap()) === "false", { what: "the text to be read only", within: 1_000 });
  assert.match(await page.getByTestId("me").innerText(), /Observer/);
  await adref("people", "set", "Amina Live", "--role", "chair", "--data", server.data);
  await until(async () => (await wrap()) === "true", { what: "the text to be written again", within: 1_000 });
  assert.match(await page.getByTestId("me").innerText(), /Chair/);
  await adref("sessions", "end", "--person", "Amina Live", "--data", server.data);
  await page.getByTestId("session-lost").waitFor({ timeout: 1_500 });
  assert.deepEqual(amina.errors, []);
  await page.context().close();
});

for (const [language, dir, size] of [
  ["en", "ltr", { width: 1440, height: 900 }],
  ["ar", "rtl", { width: 390, height: 844 }],
  ["zh", "ltr", { width: 390, height: 844 }],
]) {
  test(`the chair makes a link, somebody joins by it, and it is revoked (${language})`, async () => {
    const chair = await join(browser, server, "chair", "Clara", undefined, size);
    const { page } = chair;
    await page.getByTestId("language").selectOption(language);
    await page.getByTestId("to-invitations").click();
    await page.getByTestId("invitations").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dir), dir);
    const before = await page.getByTestId("invitation").count();
    await page.locator("input[name=delegation]").fill("Northland");
    await page.getByTestId("invitation-make").press("Enter");
    const link = page.getByTestId("invitation-link");
    await link.waitFor();
    const address = await link.inputValue();
    assert.match(address, /#\/join\/[\w-]{22}$/);
    await until(async () => (await page.getByTestId("invitation").count()) === before + 1);
    assert.ok(await link.evaluate((field) => field === document.activeElement), "the link is ready to be copied");
    assert.deepEqual(await accessibilityFaults(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, "nothing runs out of the screen");
    if (process.env.ADREF_PICTURES) {
      await page.screenshot({ path: `${process.env.ADREF_PICTURES}/invitations-${language}.png`, fullPage: true });
    }
    const guest = await browser.newContext();
    const door = await guest.newPage();
    await door.goto(address);
    await door.locator("input[name=name]").fill("Nora");
    await door.locator("button[type=submit]").click();
    await door.getByTestId("draft-row").first().waitFor();
    assert.match(await door.getByTestId("me").innerText(), /Northland/);
    await openDraft({ page: door }, server, SLUG);
    const second = await guest.newPage();
    await second.goto(address);
    await second.locator('[data-testid=error-view][data-code="used-invitation"]').waitFor();
    await page.reload();
    const row = page.getByTestId("invitation").first();
    await until(async () => (await row.getAttribute("data-state")) === "used");
    await row.getByRole("button").click();
    await page.getByTestId("end-sessions").check();
    if (process.env.ADREF_PICTURES) {
      await page.screenshot({ path: `${process.env.ADREF_PICTURES}/revoke-${language}.png` });
    }
    await page.getByTestId("revoke-confirm").click();
    await door.getByTestId("session-lost").waitFor({ timeout: 3_000 });
    await until(async () => (await row.getAttribute("data-state")) === "revoked");
    assert.deepEqual(chair.errors, []);
    await guest.close();
    await page.context().close();
  });
}

test("links are the chair's alone", async () => {
  const amina = await join(browser, server, "member", "Amina");
  assert.equal(await amina.page.getByTestId("to-invitations").count(), 0);
  await amina.page.goto(`${server.url}/#/invitations`);
  await amina.page.locator('[data-testid=error-view][data-code="forbidden"]').waitFor();
  await amina.page.context().close();
});
