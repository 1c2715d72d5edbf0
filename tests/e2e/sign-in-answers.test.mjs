// Signing in by a provider of identities, over real sockets and with a real provider: who gets in, and what is refused.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { begin, Jar, SECRET, signIn, SLOT, startBoth, through, who } from "./identities.mjs";
import { adref } from "./support.mjs";

const FAILED = (code) => `/#/not-signed-in/${code}`;
let both, server, provider;

before(async () => {
  both = await startBoth({ env: { ADREF_LOG: "trace" } });
  ({ server, provider } = both);
  await both.register("Amina Diallo", "--email", "amina@mission.example", "--delegation", "Senegal");
  await both.register("Boris", "--email", "boris@mission.example", "--delegation", "Freedonia");
  await both.register("Chen", "--subject", "s-chen", "--delegation", "China", "--role", "observer");
});

after(() => both?.end());

/** What the provider does wrong in a test: the last word of its name, which the documents cite as a whole. */
const faultOf = (name) => name.split(" ").at(-1);

/** The way back of a sign-in that was begun; its address. */
async function atTheDoor(jar, account) {
  const { address } = await (await begin(jar, server)).json();
  return through(jar, server, address, account);
}

async function placeOf(jar, address) {
  return (await jar.fetch(address)).headers.get("location");
}

test("whoever is registered by a verified address comes in with the name, delegation and role of the registration", async () => {
  const jar = new Jar();
  assert.equal((await signIn(jar, server, "amina")).place, `/#/signed-in/${SLOT}`);
  const { name, delegation, role } = await who(jar, server);
  assert.deepEqual([name, delegation, role], ["Amina Diallo", "Senegal", "member"]);
  assert.deepEqual([...jar.kept(server.url).keys()], [`__Host-adref-${SLOT}`], "nothing is left of the way");

  await adref("--data", server.data, "people", "set", "Amina Diallo", "--role", "observer");
  assert.equal((await who(jar, server)).role, "observer", "a role is live");
  await adref("--data", server.data, "people", "set", "Amina Diallo", "--role", "member");

  const out = await jar.fetch(`${server.url}/api/session`, { method: "DELETE", headers: { "X-Adref-Slot": SLOT } });
  assert.equal(out.status, 204);
  assert.equal(await who(jar, server), null);
});

test("the same person comes in again, also with another address, and nobody else by theirs", async () => {
  const [first, again, usurper] = [new Jar(), new Jar(), new Jar()];
  await signIn(first, server, "amina");
  await signIn(again, server, "amina");
  assert.equal((await who(first, server)).id, (await who(again, server)).id);
  assert.equal((await signIn(usurper, server, "usurper")).place, FAILED("unregistered"));
  assert.equal(await who(usurper, server), null);
});

test("whoever is registered by subject needs no address", async () => {
  const jar = new Jar();
  await signIn(jar, server, "chen");
  assert.equal((await who(jar, server)).role, "observer");
});

test("an address that is not verified, and whoever is not registered, is turned away with what the operator needs to know", async () => {
  for (const account of ["boris", "stranger"]) {
    const jar = new Jar();
    assert.equal((await signIn(jar, server, account)).place, FAILED("unregistered"));
    assert.equal(await who(jar, server), null);
    assert.match(server.log(), new RegExp(`nobody registered.*s-${account}`));
  }
});

test("whoever says no at the provider is not signed in", async () => {
  assert.equal((await signIn(new Jar(), server, null)).place, FAILED("sign-in-refused"));
});

test("the way back opens nothing in another browser, and is not used up by it", async () => {
  const [victim, attacker] = [new Jar(), new Jar()];
  const back = await atTheDoor(attacker, "amina");
  assert.equal(await placeOf(victim, back), FAILED("sign-in-over"));
  // Nor where somebody is at the provider already.
  await begin(victim, server);
  assert.equal(await placeOf(victim, back), FAILED("sign-in-over"));
  assert.equal(await who(victim, server), null);
  assert.equal(await placeOf(attacker, back), `/#/signed-in/${SLOT}`);
});

test("a state of no sign-in, and none, is refused", async () => {
  const jar = new Jar();
  const back = new URL(await atTheDoor(jar, "amina"));
  for (const state of ["", "short", "0".repeat(64), back.searchParams.get("state").slice(0, 40)]) {
    const other = new URL(back);
    other.searchParams.set("state", state);
    assert.equal(await placeOf(jar, other.href), FAILED("sign-in-over"), state);
  }
  back.searchParams.set("iss", "https://id.example");
  assert.equal(await placeOf(jar, back.href), FAILED("sign-in-answer"), "another provider answers");
  assert.equal(await who(jar, server), null);
});

test("a code is redeemed once", async () => {
  const jar = new Jar();
  const back = await atTheDoor(jar, "amina");
  const cookies = jar.kept(server.url);
  assert.equal(await placeOf(jar, back), `/#/signed-in/${SLOT}`);
  assert.equal(await placeOf(jar, back), FAILED("sign-in-over"), "the browser has no ticket any more");
  // Somebody who keeps the ticket all the same.
  const keeper = new Jar();
  keeper.put(server.url, cookies);
  assert.equal(await placeOf(keeper, back), FAILED("sign-in-over"), "the provider knows the code no more");
  assert.equal(await who(keeper, server), null);
});

test("a code is of no use with the ticket of another sign-in", async () => {
  const jar = new Jar();
  const stolen = new URL(await atTheDoor(new Jar(), "amina")).searchParams.get("code");
  const own = new URL(await atTheDoor(jar, "stranger"));
  own.searchParams.set("code", stolen);
  assert.equal(await placeOf(jar, own.href), FAILED("sign-in-over"), "the verifier is another");
  assert.equal(await who(jar, server), null);
});

for (const name of [
  "an identity token does not hold: nonce",
  "an identity token does not hold: no-nonce",
  "an identity token does not hold: audience",
  "an identity token does not hold: audiences",
  "an identity token does not hold: party",
  "an identity token does not hold: issuer",
  "an identity token does not hold: expired",
  "an identity token does not hold: future",
  "an identity token does not hold: old",
  "an identity token does not hold: signature",
  "an identity token does not hold: none",
  "an identity token does not hold: shared",
  "an identity token does not hold: no-token",
  "an identity token does not hold: subject",
]) {
  test(name, async () => {
    const jar = new Jar();
    await provider.commit(faultOf(name));
    const { place } = await signIn(jar, server, "amina").finally(() => provider.commit(null));
    assert.equal(place, FAILED("sign-in-answer"));
    assert.equal(await who(jar, server), null);
  });
}

for (const fault of ["skew", "ahead"]) {
  test(`clocks may be half a minute apart: ${fault}`, async () => {
    const jar = new Jar();
    await provider.commit(fault);
    const { place } = await signIn(jar, server, "amina").finally(() => provider.commit(null));
    assert.equal(place, `/#/signed-in/${SLOT}`);
  });
}

for (const fault of ["slow", "huge"]) {
  test(`an answer has a time and a size: ${fault}`, async () => {
    await provider.commit(fault);
    const { place } = await signIn(new Jar(), server, "amina").finally(() => provider.commit(null));
    assert.equal(place, FAILED("sign-in-down"));
  });
}

test("whoever signs in is asked for by our own page, and names a slot", async () => {
  const ask = (headers) => fetch(`${server.url}/api/sign-in`, { method: "POST", headers });
  assert.equal((await ask({})).status, 400);
  const foreign = await ask({ "X-Adref-Slot": SLOT, Origin: "https://elsewhere.example" });
  assert.deepEqual([foreign.status, (await foreign.json()).code], [403, "foreign-origin"]);
});

test("a provider with new keys is believed, and one that is down is told while links go on", async () => {
  await begin(new Jar(), server); // The server knows the keys of now.
  await provider.stop();
  await provider.start();
  const jar = new Jar();
  assert.equal((await signIn(jar, server, "amina")).place, `/#/signed-in/${SLOT}`);

  const late = new Jar();
  const back = await atTheDoor(late, "amina");
  await provider.stop();
  assert.equal(await placeOf(late, back), FAILED("sign-in-down"));
  const invitation = server.invitations.observer.split("/").at(-1);
  const joined = await fetch(`${server.url}/api/sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ invitation, name: "Olga", delegation: "Freedonia" }),
  });
  assert.equal(joined.status, 201);
  assert.equal((await who(jar, server)).name, "Amina Diallo", "open sessions go on");
  await provider.start();
});

test("whoever is unregistered is out at once and does not come back", async () => {
  const jar = new Jar();
  await signIn(jar, server, "chen");
  await adref("--data", server.data, "people", "unregister", "Chen");
  assert.equal(await who(jar, server), null);
  assert.equal((await signIn(jar, server, "chen")).place, FAILED("unregistered"));
  // Registered again as the same person.
  await both.register("--person", "Chen", "--subject", "s-chen");
  await signIn(jar, server, "chen");
  assert.deepEqual([(await who(jar, server)).name, (await who(jar, server)).role], ["Chen", "observer"]);
});

test("no log has a secret, a code, a ticket or an address", async () => {
  const jar = new Jar();
  const back = await atTheDoor(jar, "amina");
  const tickets = [...jar.kept(server.url).values()];
  assert.equal(await placeOf(jar, back), `/#/signed-in/${SLOT}`);
  const log = server.log();
  assert.ok(log.includes("/api/sign-in/callback"), "the log has requests");
  const { code, state } = Object.fromEntries(new URL(back).searchParams);
  for (const secret of [SECRET, code, state, ...tickets, ...jar.kept(server.url).values()]) {
    assert.ok(secret.length > 10 && !log.includes(secret), secret);
  }
  const told = log.split("\n").filter((line) => /mission\.example|eyJ/i.test(line));
  assert.deepEqual(told, [], "no address, no token");
});

test("an address that the provider tells only when it is asked is asked for, of the same person", async () => {
  const other = await startBoth({ inToken: false });
  try {
    await other.register("Amina Diallo", "--email", "amina@mission.example", "--delegation", "Senegal");
    await other.provider.commit("other-person");
    assert.equal((await signIn(new Jar(), other.server, "amina")).place, FAILED("sign-in-answer"));
    await other.provider.commit(null);
    assert.equal((await signIn(new Jar(), other.server, "boris")).place, FAILED("unregistered"));
    assert.equal((await signIn(new Jar(), other.server, "amina")).place, `/#/signed-in/${SLOT}`);
  } finally {
    await other.end();
  }
});

test("a provider has a certificate that the machine trusts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "adref-e2e-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const subject = [
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=DNS:localhost",
    "-addext",
    "basicConstraints=critical,CA:FALSE",
  ];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, "-keyout", key, "-out", cert],
    {
      stdio: "ignore",
      timeout: 20_000,
    },
  );
  for (const [env, status] of [
    [{ SSL_CERT_FILE: cert }, 200],
    [{}, 502],
  ]) {
    const other = await startBoth({ certificate: { cert, key }, env });
    try {
      const answer = await begin(new Jar(), other.server);
      assert.equal(answer.status, status, other.server.log());
      if (status === 200) assert.match((await answer.json()).address, /^https:\/\/localhost:/);
    } finally {
      await other.end();
    }
  }
  await rm(folder, { recursive: true });
});

for (const name of [
  "a provider that says something else of itself is not asked: metadata",
  "a provider that says something else of itself is not asked: open",
  "a provider that says something else of itself is not asked: elsewhere",
]) {
  test(name, async () => {
    const other = await startBoth();
    try {
      await other.provider.commit(faultOf(name));
      const answer = await begin(new Jar(), other.server);
      assert.deepEqual([answer.status, (await answer.json()).code], [502, "sign-in-down"]);
      await other.provider.commit(null);
      assert.equal((await begin(new Jar(), other.server)).status, 200, "and is asked again");
    } finally {
      await other.end();
    }
  });
}
