// Signing out at the provider of identities ends the sessions here, by a logout token that holds and by no other.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Jar, signIn, startBoth, who } from "./identities.mjs";
import { live } from "./people.mjs";
import { launchBrowser, startServer, until } from "./support.mjs";

const SLUG = "tunis-commitment";
let both, server, provider, jar;

before(async () => {
  both = await startBoth({ env: { ADREF_LOG: "trace" } });
  ({ server, provider } = both);
  await both.register("Amina Diallo", "--email", "amina@mission.example", "--delegation", "Senegal");
  await both.register("Chen", "--subject", "s-chen", "--delegation", "China", "--role", "chair");
});

after(() => both?.end());

beforeEach(async () => {
  jar = new Jar();
  await signIn(jar, server, "amina");
  assert.notEqual(await who(jar, server), null);
});

/** Sends a token as the provider does; the answer. */
function send(token, init = {}) {
  const body = new URLSearchParams({ logout_token: token });
  return fetch(`${server.url}/api/sign-in/logout`, { method: "POST", body, ...init });
}

test("whoever signs out at the provider is out here at once, in every window, and others stay", async () => {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const pages = [];
    // The second time the provider knows the browser, and asks nothing.
    for (const asks of [true, false]) {
      const page = await context.newPage();
      await page.goto(`${server.url}/#/drafts/${SLUG}`);
      await page.getByTestId("sign-in").click();
      if (asks) {
        await page.waitForURL(`${provider.issuer}/**`);
        await page.locator("input[name=account]").fill("amina");
        await page.locator("button").first().click();
      }
      await live({ page });
      pages.push(page);
    }
    const chen = new Jar();
    await signIn(chen, server, "chen");
    const there = await context.newPage();
    await there.goto(`${provider.issuer}/session/end`);
    await there.locator("button[value=yes]").click();
    for (const page of pages) await page.getByTestId("session-lost").waitFor({ timeout: 3000 });
    assert.equal(await who(jar, server), null, "another browser of the same person, too");
    assert.equal((await who(chen, server)).name, "Chen");
    await there.goto(server.url);
    await there.getByTestId("sign-in").waitFor();
  } finally {
    await browser.close();
  }
});

test("a token is taken once, as its kind or as any token", async () => {
  const token = await provider.logoutToken();
  const answer = await send(token);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal(await who(jar, server), null);
  await signIn(jar, server, "amina");
  assert.equal((await send(token)).status, 400);
  assert.notEqual(await who(jar, server), null, "it was used up");
  assert.equal((await send(await provider.logoutToken({ head: { typ: "JWT" } }))).status, 200);
  assert.equal(await who(jar, server), null);
});

test("whom nobody registered has no session that could end", async () => {
  assert.equal((await send(await provider.logoutToken({ claims: { sub: "s-stranger" } }))).status, 200);
  assert.notEqual(await who(jar, server), null);
});

const now = Math.floor(Date.now() / 1000);
for (const [what, changes] of Object.entries({
  "a logout token does not hold: signature": { foreign: true },
  "a logout token does not hold: no signature": { head: { alg: "none" } },
  "a logout token does not hold: signed with the secret": { head: { alg: "HS256" } },
  "a logout token does not hold: key": { head: { kid: "another" } },
  "a logout token does not hold: kind": { head: { typ: "at+jwt" } },
  "a logout token does not hold: issuer": { claims: { iss: "https://id.example" } },
  "a logout token does not hold: audience": { claims: { aud: "somebody-else" } },
  "a logout token does not hold: no issuer": { claims: { iss: null } },
  "a logout token does not hold: no audience": { claims: { aud: null } },
  "a logout token does not hold: an identity token": {
    claims: { events: null, jti: null, nonce: "n" },
    head: { typ: "JWT" },
  },
  "a logout token does not hold: no event": { claims: { events: null } },
  "a logout token does not hold: another event": {
    claims: { events: { "http://schemas.openid.net/event/another": {} } },
  },
  "a logout token does not hold: an event that is none": {
    claims: { events: { "http://schemas.openid.net/event/backchannel-logout": "yes" } },
  },
  "a logout token does not hold: a nonce": { claims: { nonce: "n" } },
  "a logout token does not hold: nobody": { claims: { sub: null } },
  "a logout token does not hold: no name": { claims: { jti: null } },
  "a logout token does not hold: an empty name": { claims: { jti: "" } },
  "a logout token does not hold: expired": { claims: { iat: now - 240, exp: now - 120 } },
  "a logout token does not hold: no end": { claims: { exp: null } },
  "a logout token does not hold: old": { claims: { iat: now - 3600, exp: now + 3600 } },
  "a logout token does not hold: future": { claims: { iat: now + 3600, exp: now + 7200 } },
})) {
  test(what, async () => {
    const answer = await send(await provider.logoutToken(changes));
    assert.equal(answer.status, 400);
    assert.equal((await answer.json()).code, "logout-token");
    assert.notEqual(await who(jar, server), null);
  });
}

test("what is no logout token is refused", async () => {
  const token = await provider.logoutToken();
  for (const [init, code] of [
    [{ body: JSON.stringify({ logout_token: token }), headers: { "Content-Type": "application/json" } }, "malformed"],
    [{ body: new URLSearchParams() }, "malformed"],
    [
      {
        body: new URLSearchParams([
          ["logout_token", token],
          ["logout_token", token],
        ]),
      },
      "malformed",
    ],
    [{ body: new URLSearchParams({ logout_token: "a.b.c" }) }, "logout-token"],
    [{ headers: { Origin: "https://elsewhere.example" } }, "foreign-origin"],
  ]) {
    const answer = await send(token, init);
    assert.ok([400, 403].includes(answer.status), code);
    assert.equal((await answer.json()).code, code);
  }
  assert.notEqual(await who(jar, server), null);
  assert.ok(!server.log().includes(token), "no log has a token");
});

test("a provider with new keys is believed, and one that is down keeps nobody in or out", async () => {
  await provider.stop();
  await provider.start();
  // The provider is asked for its keys once a second for the sake of such tokens.
  const renewed = await provider.logoutToken();
  await until(async () => (await send(renewed)).status === 200, { what: "a key that was not there before" });
  assert.equal(await who(jar, server), null);
  await signIn(jar, server, "amina");
  const token = await provider.logoutToken({ head: { kid: "another" } });
  await provider.stop();
  await until(async () => (await send(token)).status === 502, { what: "the provider to be missed" });
  assert.notEqual(await who(jar, server), null);
  await provider.start();
});

test("without a provider no token is taken", async () => {
  const plain = await startServer();
  try {
    const body = new URLSearchParams({ logout_token: "a.b.c" });
    const answer = await fetch(`${plain.url}/api/sign-in/logout`, { method: "POST", body });
    assert.equal(answer.status, 404);
  } finally {
    await plain.stop();
  }
});
