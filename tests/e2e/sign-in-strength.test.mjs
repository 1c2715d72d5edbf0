// A provider that is asked to make sure of who signs in, and is held to it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, Jar, signIn, SLOT, startBoth, who } from "./identities.mjs";
import { launchBrowser } from "./support.mjs";

const IN = `/#/signed-in/${SLOT}`;
const WEAK = "/#/not-signed-in/sign-in-weak";

/** Both, with settings, until `work` is done. */
async function between(env, work, roles) {
  const both = await startBoth({ env, roles });
  try {
    await both.register(
      "Amina Diallo",
      "--email",
      "amina@mission.example",
      "--delegation",
      "Senegal",
      "--role",
      "chair",
    );
    await both.register("Chen", "--subject", "s-chen", "--delegation", "China");
    await work(both);
  } finally {
    await both.end();
  }
}

const placeOf = async ({ server }, account) => (await signIn(new Jar(), server, account)).place;

test("a class is asked for, and whoever did not meet it is turned away", async () => {
  await between({ ADREF_OIDC_ACR: "two,three" }, async (both) => {
    const { address } = await (await begin(new Jar(), both.server)).json();
    assert.equal(new URL(address).searchParams.get("acr_values"), "two three");
    assert.equal(await placeOf(both, "amina"), IN);
    assert.equal(await placeOf(both, "chen"), WEAK);
    assert.match(both.server.log(), /nobody could sign in.*sign-in-weak.*one/);
    await both.provider.commit("no-acr");
    assert.equal(await placeOf(both, "amina"), WEAK, "what is asked for may be passed over");
  });
});

test("a method is held against those that were taken", async () => {
  await between({ ADREF_OIDC_AMR: "otp,hwk" }, async (both) => {
    assert.equal(await placeOf(both, "amina"), IN);
    assert.equal(await placeOf(both, "chen"), WEAK);
    await both.provider.commit("no-amr");
    assert.equal(await placeOf(both, "amina"), WEAK);
  });
});

test("nothing is asked for that nobody set", async () => {
  await between({}, async (both) => {
    const { address } = await (await begin(new Jar(), both.server)).json();
    assert.equal(new URL(address).searchParams.get("acr_values"), null);
    assert.equal(await placeOf(both, "chen"), IN);
  });
});

test("the chair comes in by signing in alone, and the page says so of a link", async () => {
  const env = { ADREF_REQUIRE_SIGN_IN: "true", ADREF_OIDC_ACR: "two" };
  await between(
    env,
    async ({ server }) => {
      assert.equal(server.invitations.chair, undefined, "no link waits for whoever finds it");
      const jar = new Jar();
      await signIn(jar, server, "amina");
      assert.equal((await who(jar, server)).role, "chair");
      const headers = { "Content-Type": "application/json", "X-Adref-Slot": SLOT };
      const body = JSON.stringify({ role: "chair", days: 1 });
      const made = await jar.fetch(`${server.url}/api/invitations`, { method: "POST", headers, body });
      assert.deepEqual([made.status, (await made.json()).code], [403, "sign-in-only"]);
      const browser = await launchBrowser();
      try {
        const page = await browser.newPage();
        await page.goto(server.invitations.member);
        await page.locator("input[name=name]").fill("Sara");
        await page.locator("input[name=delegation]").fill("Secretariat");
        await page.locator("button[type=submit]").click();
        await page.getByText("In this role one comes in by signing in").waitFor();
      } finally {
        await browser.close();
      }
    },
    ["member", "observer"],
  );
});
