// Signing in by a provider of identities, on the page: the way there and back in a browser, and what is said when it does not lead in.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBoth } from "./identities.mjs";
import { live } from "./people.mjs";
import { accessibilityFaults, launchBrowser, startServer } from "./support.mjs";

const SLUG = "tunis-commitment";
let both, server, provider, browser;

before(async () => {
  both = await startBoth();
  ({ server, provider } = both);
  browser = await launchBrowser();
  await both.register("Amina Diallo", "--email", "amina@mission.example", "--delegation", "Senegal");
  await both.register("Chen", "--subject", "s-chen", "--delegation", "China", "--role", "chair");
});

after(async () => {
  await browser?.close();
  await both?.end();
});

/** Goes to the provider from a page that offers it, and says there who one is. */
async function signIn(page, account) {
  await page.getByTestId("sign-in").click();
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator("input[name=account]").fill(account);
  await page.locator("button").first().click();
  await page.waitForURL(`${server.url}/**`);
}

async function nameOf(page) {
  return page.getByTestId("me").innerText();
}

test("one comes back from the provider to the draft that one wanted, and is somebody else in another tab", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${server.url}/#/drafts/${SLUG}`);
  await page.getByTestId("sign-in").waitFor();
  assert.match(await page.getByTestId("sign-in").innerText(), /localhost/);
  assert.deepEqual(await accessibilityFaults(page), []);
  await signIn(page, "amina");
  await live({ page });
  assert.match(await nameOf(page), /Amina Diallo/);
  assert.equal(new URL(page.url()).hash, `#/drafts/${SLUG}`, "neither a slot nor a code stays in the address");
  await page.reload();
  await live({ page });
  assert.match(await nameOf(page), /Amina Diallo/);

  const [cookie, ...others] = (await context.cookies(server.url)).filter(({ name }) => name.includes("adref"));
  assert.deepEqual(others, [], "the ticket is used up");
  const { name, httpOnly, secure, sameSite, path, expires } = cookie;
  assert.match(name, /^__Host-adref-[a-z0-9]{20}$/);
  assert.deepEqual([httpOnly, secure, sameSite, path, expires], [true, true, "Strict", "/", -1]);

  // The provider remembers the browser; somebody else begins without its cookies.
  await context.clearCookies({ domain: "localhost" });
  const other = await context.newPage();
  await other.goto(server.url);
  await signIn(other, "chen");
  await other.getByTestId("draft-row").first().waitFor();
  assert.match(await nameOf(other), /Chen/);
  await page.reload();
  await live({ page });
  assert.match(await nameOf(page), /Amina Diallo/);

  await page.getByTestId("sign-out").click();
  await page.getByTestId("sign-out-confirm").click();
  await page.getByTestId("welcome").waitFor();
  assert.equal((await context.cookies(server.url)).length, 1, "the other tab has its session");
  await context.close();
});

test("whoever is not registered, or says no, reads what to do next in the own language", async () => {
  for (const [locale, heading] of [
    ["en", "You are not registered here"],
    ["zh", "您尚未在此登记"],
    ["ar", "لستم مسجلين هنا"],
  ]) {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    await page.goto(server.url);
    await signIn(page, "stranger");
    const told = page.getByTestId("not-signed-in");
    await told.waitFor();
    assert.equal(await told.locator("strong").innerText(), heading);
    assert.deepEqual(await accessibilityFaults(page), []);
    await context.close();
  }
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.getByTestId("sign-in").click();
  await page.locator("button[name=no]").click();
  await page.getByTestId("not-signed-in").waitFor();
  assert.equal(await page.getByTestId("not-signed-in").getAttribute("data-code"), "sign-in-refused");
  await page.close();
});

test("a provider that is down is told on the page, which lets people in by a link", async () => {
  const down = await startBoth();
  try {
    await down.provider.stop();
    const page = await browser.newPage();
    await page.goto(down.server.url);
    await page.getByTestId("sign-in").click();
    await page.getByTestId("not-signed-in").waitFor();
    assert.equal(await page.getByTestId("not-signed-in").getAttribute("data-code"), "sign-in-down");
    assert.equal(await page.getByTestId("sign-in").isEnabled(), true, "one can try again");
    await page.locator("form input").fill(down.server.invitations.observer);
    await page.locator("form button").click();
    await page.locator("input[name=name]").fill("Olga");
    await page.locator("input[name=delegation]").fill("Freedonia");
    await page.locator("button[type=submit]").click();
    await page.getByTestId("draft-row").first().waitFor();
    await page.close();
  } finally {
    await down.end();
  }
});

test("without a provider the page offers none", async () => {
  const plain = await startServer();
  try {
    const page = await browser.newPage();
    const asked = page.waitForResponse((response) => response.url().endsWith("/api/sign-in"));
    await page.goto(plain.url);
    await asked;
    await page.getByTestId("welcome").waitFor();
    assert.equal(await page.getByTestId("sign-in").count(), 0);
    await page.close();
  } finally {
    await plain.stop();
  }
});
