// A browser signs what is written in it, with a key that no script can read, and the lives say so.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { live, meet, openDraft, openHistory, paragraph, select, type } from "./people.mjs";
import { serverBinary, until } from "./support.mjs";

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
