// Adjacent brackets become one question, and `a[/b]` a choice beside the words before it: offered, made by a member, decided
// by the chair as a whole. The steps follow one another.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { live, meet, openDraft, openHistory, paragraph, select, words } from "./people.mjs";
import { accessibilityFaults, until } from "./support.mjs";

let meeting;
let chair;
let amina;
let olga;
let ids;
const everyone = () => [chair, amina, olga];

before(async () => {
  meeting = await meet(
    "tunis-commitment",
    ["chair", "Clara"],
    ["member", "Amina", "Delegation A"],
    ["observer", "Olga", "Observers"],
  );
  [chair, amina, olga] = meeting.people;
});

after(() => meeting?.end());

async function bracket(person, label, text) {
  await select(person, label, text);
  await person.page.getByTestId("wrap-bracket").click();
  await person.page.getByTestId("wrap-confirm").click();
}

const history = ({ page }) => page.getByTestId("history");

test("brackets side by side are offered as one question, and those that stand or fall together are not", async () => {
  await bracket(amina, "2.", "为我们提供了");
  await bracket(amina, "2.", "突尼斯阶段峰会");
  await live(amina);
  await until(async () => (await words(olga, "2.")).startsWith("[突尼斯阶段峰会][为我们提供了]"), {
    what: "the brackets",
  });
  const edges = paragraph(amina, "2.").getByTestId("bracket-open");
  ids = await edges.evaluateAll((found) => found.map((edge) => edge.dataset.id));
  await openHistory(amina, ids[0]);
  assert.equal(await amina.page.getByTestId("offer-join").count(), 1);
  const package_ = await paragraph(amina, "8.")
    .getByTestId("bracket-open")
    .evaluateAll((found) => found.map((edge) => edge.dataset.id));
  for (const id of package_) {
    await openHistory(amina, id);
    assert.equal(await amina.page.getByTestId("offer-join").count(), 0, "Commitment 8");
  }
  await openHistory(olga, ids[0]);
  assert.equal(await olga.page.getByTestId("offer-join").count(), 0, "an observer makes nothing of it");
});

test("a member makes them one question, and everybody reads who did", async () => {
  await openHistory(amina, ids[0]);
  await amina.page.getByTestId("offer-join").click();
  await until(async () => (await amina.page.getByTestId("joined").count()) === 1, { what: "the question" });
  await openHistory(olga, ids[1]);
  const event = olga.page.locator("[data-testid=history-event][data-kind=joined]");
  await until(async () => (await event.count()) === 1, { what: "the event" });
  assert.match(await event.innerText(), /Amina[^]*突尼斯阶段峰会 \/ 为我们提供了/);
  assert.equal(await olga.page.getByTestId("joined").locator("li").count(), 2);
  assert.equal(await amina.page.getByTestId("withdraw-bracket").count(), 0, "it is not one delegation's any more");
});

test("the chair answers the question as a whole, and opens it again as a whole", async () => {
  await openHistory(chair, ids[1]);
  await chair.page.getByTestId("keep-bracket").click();
  assert.match(await chair.page.getByTestId("decided-beside").innerText(), /突尼斯阶段峰会/);
  assert.match(await chair.page.getByTestId("decision-after").innerText(), /^为我们提供了/);
  assert.deepEqual(await accessibilityFaults(chair.page), []);
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => (await words(olga, "2.")).startsWith("为我们提供了"), { what: "one of them to stay" });
  await chair.page.getByTestId("reopen-bracket").click();
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => (await words(olga, "2.")).startsWith("[突尼斯阶段峰会][为我们提供了]"), {
    what: "both again",
  });
  await chair.page.getByTestId("delete-bracket").click();
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => !/突尼斯阶段峰会|为我们提供了/.test(await words(olga, "2.")), { what: "no text" });
});

test("the title of chapter 3: an alternative to the words before it, as many as the person says", async () => {
  for (const person of everyone()) await openDraft(person, meeting.server, "tunis-agenda");
  const title = ({ page }) =>
    page.locator("[data-testid=paragraph][data-kind=heading]", { hasText: "与因特网相关的公共政策" });
  const shown = async (person) => (await title(person).locator(".para-text").innerText()).replaceAll(/[\u200b\n]/g, "");
  assert.equal(await shown(olga), "因特网治理[/与因特网相关的公共政策]");
  const id = await title(amina).getByTestId("bracket-open").first().getAttribute("data-id");
  await openHistory(amina, id);
  assert.equal(await amina.page.getByTestId("make-choice").count(), 0, "by itself it is no choice");
  await amina.page.getByTestId("offer-instead").click();
  const preview = amina.page.getByTestId("instead-preview");
  assert.equal(await preview.innerText(), "[因特网治理/与因特网相关的公共政策]");
  await amina.page.getByTestId("instead-less").click();
  assert.match(await preview.innerText(), /^.+\[.+\/与因特网相关的公共政策\]$/);
  await amina.page.getByTestId("instead-more").click();
  assert.equal(await preview.innerText(), "[因特网治理/与因特网相关的公共政策]");
  assert.deepEqual(await accessibilityFaults(amina.page), []);
  await amina.page.getByTestId("instead-confirm").click();
  await until(async () => (await shown(olga)) === "[因特网治理/[与因特网相关的公共政策]]", { what: "the choice" });
  const outer = await history(amina).getAttribute("data-id");
  assert.notEqual(outer, id);
  await openHistory(chair, outer);
  await chair.page.getByTestId("pick-branch").nth(1).click();
  assert.equal(
    await chair.page.locator("[data-testid=decided-with]:checked").count(),
    1,
    "the bracket within goes too",
  );
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => (await shown(olga)) === "与因特网相关的公共政策", { what: "the branch that was picked" });
});

test("nobody's page had an error", () => {
  for (const person of everyone()) assert.deepEqual(person.errors, [], person.name);
});
