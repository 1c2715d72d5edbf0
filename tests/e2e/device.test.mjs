// A browser signs what is written in it, with a key that no script can read, and the lives say so.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { join, live, meet, openDraft, openHistory, paragraph, select, type, words } from "./people.mjs";
import { accessibilityFaults, launchBrowser, serverBinary, startServer, until } from "./support.mjs";

const SLUG = "tunis-commitment";
let meeting;
let amina;
let olga;

before(async () => {
  meeting = await meet(SLUG, ["member", "Amina", "Delegation A"], ["observer", "Olga", "Observers"]);
  [amina, olga] = meeting.people;
});

after(() => meeting?.end());

/** The log of the draft, as the server tells it to somebody's page. */
const log = ({ page }) =>
  page.evaluate(async (slug) => {
    const headers = { "X-Adref-Slot": sessionStorage.getItem("adref.slot") };
    return (await fetch(`/api/drafts/${slug}/history`, { headers })).json();
  }, SLUG);

const byAmina = async () => (await log(olga)).filter((change) => change.by === "Amina");

test("what is written in a browser is signed by it, and its history says so", async () => {
  await select(amina, "2.", "突尼斯阶段峰会");
  await amina.page.getByTestId("wrap-bracket").click();
  await amina.page.getByTestId("wrap-confirm").click();
  await live(amina);
  const changes = await until(async () => {
    const found = await byAmina();
    return found.length > 0 && found;
  });
  for (const change of changes) {
    assert.match(change.device, /^[0-9a-f]{64}$/);
    assert.match(change.signature, /^[0-9a-f]{128}$/);
  }
  const id = await paragraph(olga, "2.").getByTestId("bracket-open").first().getAttribute("data-id");
  await openHistory(olga, id);
  const opened = olga.page.locator("[data-testid=history-event][data-kind=opened]");
  await opened.getByTestId("event-signed").waitFor();
  assert.match(await opened.innerText(), /Signed by the device/);
});

test("a history that is open shows what was signed meanwhile, without being opened again", async () => {
  const id = await paragraph(olga, "2.").getByTestId("bracket-open").first().getAttribute("data-id");
  const signed = () => olga.page.getByTestId("event-signed").count();
  const before = await signed();
  await openHistory(amina, id);
  await amina.page.getByTestId("take-can-accept").click();
  await live(amina);
  await until(async () => (await signed()) > before, { what: "what Amina signed" });
});

test("the key outlives a reload, and no script reads it", async () => {
  const before = (await byAmina()).at(-1).device;
  await openDraft(amina, meeting.server, SLUG);
  await amina.page.reload();
  await live(amina);
  const count = (await byAmina()).length;
  await type(amina, "3.", "我们", "今天");
  await live(amina);
  const changes = await until(async () => {
    const found = await byAmina();
    return found.length > count && found;
  });
  assert.equal(changes.at(-1).device, before);
  const told = await amina.page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open("adref-device");
        opening.onsuccess = () => {
          const asked = opening.result.transaction("keys").objectStore("keys").get("device");
          asked.onsuccess = async () => {
            const { privateKey } = asked.result;
            const read = await crypto.subtle.exportKey("pkcs8", privateKey).then(
              () => "read",
              (error) => error.name,
            );
            resolve([privateKey.extractable, read]);
          };
        };
      }),
  );
  assert.deepEqual(told, [false, "InvalidAccessError"]);
});

test("whoever has the session and not the key writes nothing", async () => {
  const count = (await byAmina()).length;
  // Another key in the place of the one that the session registered.
  await amina.page.evaluate(
    () =>
      new Promise((resolve) => {
        const gone = indexedDB.deleteDatabase("adref-device");
        gone.onsuccess = resolve;
      }),
  );
  await amina.page.reload();
  await live(amina);
  await type(amina, "3.", "我们", "明天");
  await amina.page.getByText("The server expects what is written here to be signed").waitFor();
  assert.equal((await byAmina()).length, count);
});

test("the store and everything signed in it holds", async () => {
  await meeting.server.kill();
  const checked = spawnSync(serverBinary(), ["verify", "--data", meeting.server.data], { encoding: "utf8" });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
});

test("where everybody must sign, a browser that can does, and one that cannot reads and says so", async () => {
  const server = await startServer({ env: { ADREF_REQUIRE_SIGNATURES: "true" } });
  // Plain http under another name than that of this machine: the browser has no keys there.
  const browser = await launchBrowser(["--host-resolver-rules=MAP drafts.example 127.0.0.1"]);
  try {
    const nadia = await join(browser, server, "member", "Nadia", "Delegation A");
    await openDraft(nadia, server, SLUG);
    await type(nadia, "3.", "我们", "今天");
    await live(nadia);
    const named = (address) => address.replace("127.0.0.1", "drafts.example");
    const open = { url: named(server.url), invitations: { member: named(server.invitations.member) } };
    const boris = await join(browser, open, "member", "Boris", "Delegation B");
    await openDraft(boris, open, SLUG);
    await boris.page.getByTestId("must-sign").waitFor();
    assert.deepEqual(await accessibilityFaults(boris.page), []);
    await until(async () => (await words(boris, "3.")).includes("今天我们"), { what: "the words" });
    await type(boris, "5.", "我们", "昨天");
    assert.ok(!(await words(boris, "5.")).includes("昨天"), "nothing is begun that would be refused");
    assert.equal(await nadia.page.getByTestId("must-sign").count(), 0);
    assert.deepEqual([nadia.errors, boris.errors], [[], []]);
  } finally {
    await browser.close();
    await server.stop();
  }
});
