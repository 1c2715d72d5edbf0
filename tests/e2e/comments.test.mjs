// Comments on the Tunis Commitment: one for everybody, one that stays in a delegation, one for the chair; answered, resolved,
// read again. The steps follow one another.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { live, meet, paragraph, select } from "./people.mjs";
import { accessibilityFaults, startServer, until } from "./support.mjs";

let meeting;
let amina;
let ana;
let bob;
let chair;
let olga;
const everyone = () => [amina, ana, bob, chair, olga];

before(async () => {
  meeting = await meet(
    "tunis-commitment",
    ["member", "Amina", "Delegation A"],
    ["member", "Ana", "Delegation A"],
    ["member", "Bob", "Delegation B"],
    ["chair", "Clara"],
    ["observer", "Olga", "Delegation A"],
  );
  [amina, ana, bob, chair, olga] = meeting.people;
  for (const { page } of everyone()) await page.getByTestId("tab-comments").click();
});

after(() => meeting?.end());

/** What somebody reads in the list of comments. */
const reads = ({ page }) => page.locator("[data-testid=comment-said] .text").allInnerTexts();

const thread = ({ page }, audience) => page.locator(`[data-testid=thread][data-audience=${audience}]`);

/** Comments on a run of words. */
async function comment(person, label, words, audience, text) {
  await select(person, label, words);
  await person.page.getByTestId("comment").click();
  await person.page.locator(`[data-testid=comment-dialog] input[value=${audience}]`).check();
  await person.page.locator("textarea[name=comment]").fill(text);
  await person.page.getByTestId("comment-confirm").click();
}

async function everybodyReads(expected) {
  for (const person of everyone()) {
    await until(async () => (await reads(person)).length === expected[person.name].length, {
      what: `${person.name} to read ${expected[person.name].length} comments`,
    });
    assert.deepEqual(await reads(person), expected[person.name], person.name);
  }
}

test("nobody has said anything yet", async () => {
  for (const person of [amina, olga]) assert.equal(await person.page.getByTestId("comments-empty").count(), 1);
  assert.equal(await olga.page.getByTestId("comment").isDisabled(), true);
  assert.equal(await olga.page.getByTestId("comment-draft").count(), 0);
});

test("a comment for everybody, one for the own delegation, one for the chair", async () => {
  await comment(amina, "2.", "核心议题", "everybody", "Should we name the year?");
  await comment(amina, "4.", "数字鸿沟", "delegation", "Our red line\nis here.");
  await comment(amina, "5.", "坚定不移", "chair", "We could live without it.");
  await live(amina);
  const ours = ["Should we name the year?", "Our red line\nis here.", "We could live without it."];
  await everybodyReads({ Amina: ours, Ana: ours, Bob: [ours[0]], Clara: [ours[0], ours[2]], Olga: [ours[0]] });
});

test("for whom a comment is stands beside it, and its words are marked in the text", async () => {
  assert.match(await thread(ana, "delegation").getByTestId("audience").innerText(), /Only Delegation A/);
  assert.match(await thread(chair, "chair").getByTestId("audience").innerText(), /Delegation A and the chair/);
  const marked = ({ page }) => page.locator(".draft-text .commented").allInnerTexts();
  assert.deepEqual(await marked(ana), ["核心议题", "数字鸿沟", "坚定不移"]);
  assert.deepEqual(await marked(bob), ["核心议题"]);
  assert.deepEqual(await accessibilityFaults(amina.page), []);
  if (process.env.SHOTS) await amina.page.screenshot({ path: "/tmp/shots-comments/amina.png" });
  if (process.env.SHOTS) await bob.page.screenshot({ path: "/tmp/shots-comments/bob.png" });
});

test("what is new is told, and no more when it was looked at", async () => {
  assert.equal(await thread(bob, "everybody").getAttribute("data-unread"), "true");
  assert.equal(await thread(amina, "everybody").getAttribute("data-unread"), "false");
  assert.match(await bob.page.getByTestId("tab-comments").innerText(), /1/);
  await bob.page.locator(".draft-text .commented").click();
  assert.equal(await thread(bob, "everybody").getAttribute("data-unread"), "false");
  assert.doesNotMatch(await bob.page.getByTestId("tab-comments").innerText(), /1/);
});

test("the marks follow the words", async () => {
  await select(bob, "2.", "核心议题", { collapse: "start" });
  await bob.page.keyboard.type("日内瓦");
  for (const person of [amina, olga]) {
    await until(async () => /日内瓦/.test(await paragraph(person, "2.").innerText()), { what: "the words" });
    await until(async () => (await person.page.locator(".draft-text .commented").first().innerText()) === "核心议题", {
      what: "the mark on its words",
    });
  }
});

test("an answer, and the end of a thread", async () => {
  await thread(bob, "everybody").getByTestId("answer").click();
  await bob.page.locator("textarea[name=answer]").fill("Yes: 2003.");
  await bob.page.getByTestId("answer-confirm").click();
  await until(async () => (await reads(olga)).length === 2, { what: "the answer" });
  assert.equal(await thread(bob, "everybody").getByTestId("resolve").count(), 0, "another delegation began it");
  await thread(amina, "everybody").getByTestId("resolve").click();
  await until(async () => (await thread(olga, "everybody").getAttribute("data-resolved")) === "true", {
    what: "the end of the thread",
  });
  assert.equal(await olga.page.locator(".draft-text .commented").count(), 0, "resolved words are not marked");
  assert.equal(await thread(olga, "everybody").isVisible(), false, "resolved threads are folded");
  await chair.page.locator("[data-testid=comments-resolved] summary").click();
  await thread(chair, "everybody").getByTestId("resolve").click();
  await until(async () => (await thread(olga, "everybody").getAttribute("data-resolved")) === "false", {
    what: "the thread to be open again",
  });
});

test("the list is filtered by audience", async () => {
  await amina.page.getByTestId("comments-delegation").click();
  assert.deepEqual(await reads(amina), ["Our red line\nis here."]);
  await amina.page.getByTestId("comments-all").click();
  assert.equal((await reads(amina)).length, 4);
});

test("what is said offline waits, outlives a reload of the page, and is kept once", async () => {
  await meeting.server.kill();
  await until(async () => (await ana.page.getByTestId("status").getAttribute("data-state")) !== "live", {
    what: "the connection to break",
  });
  await comment(ana, "4.", "数字鸿沟", "delegation", "Agreed.");
  assert.equal(await ana.page.locator("[data-testid=comment-said][data-waiting=true]").count(), 1);
  const again = await startServer({ data: meeting.server.data, port: Number(new URL(meeting.server.url).port) });
  meeting.server = { ...meeting.server, stop: again.stop, kill: again.kill };
  for (const person of everyone()) await live(person);
  await until(async () => (await reads(amina)).includes("Agreed."), { what: "what was said offline" });
  assert.equal((await reads(ana)).filter((text) => text === "Agreed.").length, 1);
  assert.equal(await ana.page.locator("[data-testid=comment-said][data-waiting=true]").count(), 0);
  for (const person of [bob, chair, olga]) {
    const page = await person.page.content();
    assert.doesNotMatch(page, /Agreed\.|red line/, person.name);
  }
});

test("a footnote is called in the text, listed below it, and edited by another", async () => {
  await select(amina, "3.", "千年宣言", { collapse: "end" });
  await amina.page.getByTestId("add-note").click();
  await amina.page.keyboard.type("第55/2号决议");
  const note = ({ page }) => page.locator("[data-testid=paragraph][data-kind=note]").last();
  const calls = ({ page }) => page.locator(".draft-text .note-call");
  await until(async () => (await note(bob).innerText()).includes("第55/2号决议"), { what: "the words of the note" });
  const sign = await note(bob).getAttribute("data-label");
  const call = paragraph(bob, "3.").locator(".note-call");
  assert.deepEqual(await call.allInnerTexts(), [sign]);
  const signs = await calls(bob).allInnerTexts();
  assert.equal(signs.filter((one) => one === sign).length, 1, "a sign of its own");
  await call.click();
  await bob.page.keyboard.press("End");
  await bob.page.keyboard.type("。");
  await until(async () => (await note(olga).innerText()).includes("第55/2号决议。"), { what: "the edit of another" });
  await live(bob);
});

test("a footnote is taken back by undoing, and there again by redoing", async () => {
  await select(amina, "3.", "千年宣言", { collapse: "start" });
  const count = ({ page }) => page.locator(".draft-text .note-call:visible").count();
  const before = await count(amina);
  await amina.page.keyboard.press("Control+Alt+f");
  await amina.page.keyboard.type("另见");
  const added = amina.page.locator("[data-testid=paragraph][data-kind=note]").last();
  const sign = await added.getAttribute("data-label");
  for (const person of [amina, olga]) {
    await until(async () => (await count(person)) === before + 1, { what: `${person.name} to see it` });
  }
  for (let n = 0; n < 2; n++) await amina.page.keyboard.press("Control+z");
  for (const person of [amina, olga]) {
    await until(async () => (await count(person)) === before, { what: `${person.name} to see it go` });
  }
  assert.ok(await added.isHidden());
  for (let n = 0; n < 2; n++) await amina.page.keyboard.press("Control+y");
  for (const person of [amina, olga]) {
    await until(async () => (await count(person)) === before + 1, { what: `${person.name} to see it again` });
  }
  await until(async () => /另见/.test(await added.innerText()), { what: "its words" });
  assert.equal(await added.getAttribute("data-label"), sign, "under its sign");
  // Words of another keep it.
  await live(amina);
  await bob.page.locator("[data-testid=paragraph][data-kind=note]").last().locator(".para-text").click();
  await bob.page.keyboard.press("End");
  await bob.page.keyboard.type("附件");
  await until(async () => /附件/.test(await added.innerText()), { what: "the words of Bob" });
  for (let n = 0; n < 2; n++) await amina.page.getByTestId("undo").click();
  await amina.page.getByText("There are words or brackets in this footnote").first().waitFor();
  const left = () => added.locator(".para-text").innerText();
  await until(async () => /附件/.test(await left()) && !/另见/.test(await left()), { what: "Bob's words alone" });
});

test("nobody's page had an error", () => {
  for (const person of everyone()) assert.deepEqual(person.errors, [], person.name);
});
