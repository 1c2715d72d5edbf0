// A question that stands in three places is made a choice and decided once; brackets that stand or fall together are one
// package. The steps follow one another.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { meet, openDraft, openHistory, paragraph, words } from "./people.mjs";
import { accessibilityFaults, until } from "./support.mjs";

let meeting;
let chair;
let amina;
let olga;
let linked;

before(async () => {
  meeting = await meet(
    "tunis-agenda",
    ["chair", "Clara"],
    ["member", "Amina", "Delegation A"],
    ["observer", "Olga", "Observers"],
  );
  [chair, amina, olga] = meeting.people;
});

after(() => meeting?.end());

/** How often something stands in the visible text. */
async function count({ page }, what) {
  const text = await page.getByTestId("draft-text").innerText();
  return text.replaceAll(/[\u200b\s]/g, "").split(what).length - 1;
}

test("a member makes the question a choice in all three places", async () => {
  // The source has two slashes in full width and one in half.
  assert.equal((await count(olga, "[主持人／协调人]")) + (await count(olga, "[主持人/协调人]")), 3);
  await amina.page.getByTestId("tab-brackets").click();
  const rows = amina.page.locator("[data-testid=bracket-row]", { hasText: /主持人[／/]协调人/ });
  linked = await rows.evaluateAll((found) => found.map((row) => row.dataset.id));
  assert.equal(linked.length, 3);
  await openHistory(amina, linked[0]);
  assert.equal(await amina.page.getByTestId("pick-branch").count(), 0);
  await amina.page.getByTestId("make-choices").click();
  await until(async () => (await count(olga, "[主持人/协调人]")) === 3, { what: "the lines between branches" });
  assert.deepEqual(await amina.page.getByTestId("branch").allInnerTexts(), ["主持人", "协调人"]);
  assert.equal(await amina.page.getByTestId("make-choice").count(), 0);
});

test("an observer reads who made it a choice", async () => {
  await openHistory(olga, linked[0]);
  const event = olga.page.locator("[data-testid=history-event][data-kind=split]");
  await until(async () => (await event.count()) === 1, { what: "the choice in the history" });
  assert.match(await event.innerText(), /Amina|Delegation A/);
});

test("the chair sees every sentence, and picks one branch for all", async () => {
  await openHistory(chair, linked[0]);
  await chair.page.getByTestId("pick-branch").nth(1).click();
  assert.equal(await chair.page.locator("[data-testid=decided-with]:checked").count(), 2);
  const sentences = await chair.page.getByTestId("decision-after").allInnerTexts();
  assert.equal(sentences.length, 3);
  for (const sentence of sentences) {
    assert.match(sentence, /协调人/);
    assert.doesNotMatch(sentence, /主持人[/／]/);
  }
  assert.deepEqual(await accessibilityFaults(chair.page), []);
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => (await count(olga, "[主持人/协调人]")) === 0, { what: "the decision" });
  assert.equal(await olga.page.locator("[data-testid=bracket-decided]").count(), 3, "one hidden place in each");
  const decided = olga.page.locator("[data-testid=history-event][data-kind=decided]");
  await until(async () => (await decided.count()) === 1, { what: "the decision in the history" });
  assert.match(await decided.innerText(), /协调人[^]*3/);
});

test("the choice is reopened as one", async () => {
  await chair.page.getByTestId("reopen-bracket").click();
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => (await count(olga, "[主持人/协调人]")) === 3, { what: "the branches again" });
});

test("one place is decided by itself when the others are left out", async () => {
  await chair.page.getByTestId("pick-none").click();
  for (const box of await chair.page.getByTestId("decided-with").all()) await box.uncheck();
  assert.equal(await chair.page.getByTestId("decision-after").count(), 1);
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => (await count(olga, "[主持人/协调人]")) === 2, { what: "one place without it" });
});

test("brackets that stand or fall together are one package", async () => {
  for (const person of [chair, olga]) await openDraft(person, meeting.server, "tunis-commitment");
  const id = await paragraph(chair, "8.").getByTestId("bracket-open").first().getAttribute("data-id");
  await openHistory(chair, id);
  await chair.page.getByTestId("delete-bracket").click();
  const after = chair.page.getByTestId("decision-after");
  assert.equal(await after.count(), 1, "one sentence");
  assert.match(await after.innerText(), /信息通信技术革命作为一种手段可以对持续发展产生极大的积极影响。/);
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => !/正如|一样|，如果/.test(await words(olga, "8.")), { what: "all three to go" });
  const decided = chair.page.locator("[data-testid=history-event][data-kind=decided]");
  await until(async () => (await decided.count()) === 1, { what: "the decision in the history" });
});

test("nobody's page had an error", () => {
  for (const person of [chair, amina, olga]) assert.deepEqual(person.errors, [], person.name);
});
