// Undo and redo, each person's own acts alone: words after others wrote around and inside them, questions, choices, offers,
// paragraphs, and proposals in a negotiation; and what stays says why. The steps follow one another.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { live, meet, openDraft, openHistory, paragraph, select, type, words } from "./people.mjs";
import { until } from "./support.mjs";

let meeting;
let chair;
let amina;
let bruno;
const everyone = () => [chair, amina, bruno];

before(async () => {
  meeting = await meet(
    "tunis-commitment",
    ["chair", "Clara"],
    ["member", "Amina", "Delegation A"],
    ["member", "Bruno", "Delegation B"],
  );
  [chair, amina, bruno] = meeting.people;
});

after(() => meeting?.end());

const undo = ({ page }) => page.getByTestId("undo").click();
const redo = ({ page }) => page.getByTestId("redo").click();

/** Waits until a paragraph reads so for everybody. */
async function reads(label, pattern) {
  for (const person of everyone()) {
    let last = "";
    await until(async () => pattern.test((last = await words(person, label))), {
      what: `${person.name} to read ${pattern}`,
    }).catch((error) => assert.fail(`${error.message}: ${last}`));
  }
}

async function told(person, pattern) {
  await person.page.getByTestId("toast").filter({ hasText: pattern }).first().waitFor();
}

/** Opens the menu at the margin of a paragraph and proposes. */
async function propose(person, label, intent, text) {
  await paragraph(person, label).hover();
  await paragraph(person, label).getByTestId("paragraph-menu").click();
  await person.page.getByTestId(`propose-${intent}`).click();
  if (text !== undefined) await person.page.getByTestId("propose-words").fill(text);
  await person.page.getByTestId("propose-confirm").click();
}

async function bracket(person, label, text) {
  await select(person, label, text);
  await person.page.getByTestId("wrap-bracket").click();
  await person.page.getByTestId("wrap-confirm").click();
}

const labels = ({ page }) =>
  page
    .locator("[data-testid=paragraph].kind-operative:not(.is-gone)")
    .evaluateAll((all) => all.map((one) => one.dataset.label));

test("words of others inside and around what is undone stay, and what is redone stands among them", async () => {
  // In one go, however slow the machine is.
  await select(amina, "5.", "我们", { collapse: "start" });
  await amina.page.keyboard.insertText("所有代表团，");
  await reads("5.", /^所有代表团，我们/);
  await type(bruno, "5.", "代表团，", "国家");
  await type(bruno, "5.", "所有", "〉");
  await propose(chair, "4.", "after", "新的一段。");
  await reads("5.", /^〉所有国家代表团，我们/);
  await select(amina, "5.", "我们", { collapse: "start" });
  await amina.page.keyboard.press("Control+z");
  await reads("5.", /^〉国家我们/);
  await amina.page.keyboard.press("Control+Shift+z");
  await reads("5.", /^〉所有国家代表团，我们重申/);
  await chair.page.keyboard.press("Control+z");
  await until(async () => !(await labels(bruno)).includes("4 bis."), { what: "the paragraph to go" });
});

test("a paragraph that was proposed and undone is proposed again with all its words", async () => {
  await propose(amina, "9.", "after", "我们决心弥合数字鸿沟。");
  await amina.page.keyboard.type("此外，");
  await reads("9 bis.", /^\[此外，我们决心弥合数字鸿沟。\]$/);
  await undo(amina);
  await reads("9 bis.", /^\[我们决心弥合数字鸿沟。\]$/);
  await redo(amina);
  await reads("9 bis.", /^\[此外，我们决心弥合数字鸿沟。\]$/);
  await undo(amina);
  await undo(amina);
  await until(async () => !(await labels(bruno)).includes("9 bis."), { what: "the paragraph to go" });
  await redo(amina);
  await until(async () => (await labels(bruno)).some((label) => /^9 /.test(label)), { what: "the paragraph again" });
  const label = (await labels(bruno)).find((one) => /^9 /.test(one));
  await reads(label, /^\[我们决心弥合数字鸿沟。\]$/);
  // Bruno writes in it: undo would take his words along.
  await type(bruno, label, "数字鸿沟", "一切");
  await reads(label, /一切数字鸿沟/);
  await undo(amina);
  await told(amina, /Others have written in this proposal/);
  await reads(label, /一切数字鸿沟/);
});

test("a move is undone and proposed again", async () => {
  await select(amina, "6.", "我们", { collapse: "start" });
  await amina.page.keyboard.press("Alt+ArrowDown");
  await amina.page.getByTestId("propose-confirm").click();
  const open = ({ page }) => page.locator("[data-testid=proposal-row][data-state=open]").count();
  await chair.page.getByTestId("tab-alternatives").click();
  await until(async () => (await open(chair)) === 1, { what: "the proposal" });
  await undo(amina);
  await until(async () => (await open(chair)) === 0, { what: "no proposal" });
  await redo(amina);
  await until(async () => (await open(chair)) === 1, { what: "the proposal again" });
  await chair.page.locator("[data-testid=proposal-row][data-state=open]").getByTestId("reject-proposal").click();
  await chair.page.getByTestId("rule-confirm").click();
  await until(async () => (await open(chair)) === 0, { what: "the decision" });
  await live(amina);
  await undo(amina);
  await told(amina, /decided by now/);
});

test("a question of adjacent brackets is taken apart by undo, and asked again by redo", async () => {
  await bracket(amina, "2.", "为我们提供了");
  await bracket(amina, "2.", "突尼斯阶段峰会");
  await reads("2.", /^\[突尼斯阶段峰会\]\[为我们提供了\]/);
  const id = await paragraph(amina, "2.").getByTestId("bracket-open").first().getAttribute("data-id");
  await openHistory(amina, id);
  await openHistory(bruno, id);
  const joined = ({ page }) => page.getByTestId("joined").count();
  await amina.page.getByTestId("offer-join").click();
  await until(async () => (await joined(bruno)) === 1, { what: "the question" });
  await undo(amina);
  await until(async () => (await joined(bruno)) === 0, { what: "the brackets apart" });
  await bruno.page.locator("[data-testid=history-event][data-kind=parted]").waitFor();
  await redo(amina);
  await until(async () => (await joined(bruno)) === 1, { what: "the question again" });
  await amina.page.getByTestId("part-choice").click();
  await until(async () => (await joined(bruno)) === 0, { what: "the brackets apart, by the button" });
});

test("an offer beside words and a choice at a slash are undone to the sign", async () => {
  for (const person of everyone()) await openDraft(person, meeting.server, "tunis-agenda");
  const title = ({ page }) =>
    page.locator("[data-testid=paragraph][data-kind=heading]", { hasText: "与因特网相关的公共政策" });
  const shown = async (person) => (await title(person).locator(".para-text").innerText()).replaceAll(/[\u200b\n]/g, "");
  const becomes = (text) => until(async () => (await shown(bruno)) === text, { what: text });
  const offered = "[因特网治理/[与因特网相关的公共政策]]";
  await openHistory(amina, await title(amina).getByTestId("bracket-open").first().getAttribute("data-id"));
  await amina.page.getByTestId("offer-instead").click();
  await amina.page.getByTestId("instead-confirm").click();
  await becomes(offered);
  await undo(amina);
  await becomes("因特网治理[/与因特网相关的公共政策]");
  await redo(amina);
  await becomes(offered);
  await undo(amina);
  await becomes("因特网治理[/与因特网相关的公共政策]");

  await amina.page.getByTestId("tab-brackets").click();
  const rows = amina.page.locator("[data-testid=bracket-row]", { hasText: /主持人[／/]协调人/ });
  const id = await rows.first().getAttribute("data-id");
  const before = await rows.first().innerText();
  await openHistory(amina, id);
  await openHistory(bruno, id);
  const branches = ({ page }) => page.getByTestId("branch").count();
  await amina.page.getByTestId("make-choice").click();
  await until(async () => (await branches(bruno)) === 2, { what: "the choice" });
  await undo(amina);
  await until(async () => (await branches(bruno)) === 0, { what: "one text again" });
  await bruno.page.locator("[data-testid=history-event][data-kind=unsplit]").waitFor();
  await amina.page.getByTestId("tab-brackets").click();
  assert.equal(await rows.first().innerText(), before);
  await redo(amina);
  await until(async () => (await branches(bruno)) === 2, { what: "the choice again" });
  // Bruno prefers a branch: it is not Amina's alone any more.
  await bruno.page.getByTestId("history").getByTestId("position-prefers").selectOption({ index: 1 });
  await bruno.page.getByTestId("history").getByTestId("take-retain").click();
  await live(bruno);
  await openHistory(amina, id);
  await until(async () => /Delegation B/.test(await amina.page.getByTestId("history").innerText()), {
    what: "the position of Bruno",
  });
  await undo(amina);
  await told(amina, /Others prefer one of these branches/);
  assert.equal(await branches(bruno), 2);
});

test("in a negotiation a proposal is undone and made again, and stays once it is decided or supported", async () => {
  for (const person of everyone()) await openDraft(person, meeting.server, "tunis-commitment");
  await chair.page.getByTestId("phase").click();
  await chair.page.getByTestId("phase-negotiation").check();
  await chair.page.getByTestId("phase-confirm").click();
  await until(async () => (await amina.page.getByTestId("phase").getAttribute("data-phase")) === "negotiation", {
    what: "Amina to be told",
  });
  await type(amina, "7.", "此外", "而且我们");
  await reads("7.", /^\[而且我们\]此外/);
  await undo(amina);
  await reads("7.", /^此外/);
  await redo(amina);
  await reads("7.", /^\[而且我们\]此外/);
  await undo(amina);
  await reads("7.", /^此外/);
  // Bruno writes before it meanwhile.
  await type(bruno, "7.", "此外", "同时");
  await reads("7.", /^\[同时\]此外/);
  await redo(amina);
  await reads("7.", /\[而且我们\]/);
  // Typed over: the words to go and those in their place.
  await select(amina, "13.", "峰会的结束");
  await amina.page.keyboard.type("会议");
  await reads("13.", /\[峰会的结束\]\[会议\]/);
  await undo(amina);
  await reads("13.", /^[^[]*峰会的结束[^\]]*$/);
  await redo(amina);
  await reads("13.", /\[峰会的结束\]\[会议\]/);
  const id = await paragraph(chair, "13.").getByTestId("bracket-open").last().getAttribute("data-id");
  await openHistory(chair, id);
  await chair.page.getByTestId("keep-bracket").click();
  await chair.page.getByTestId("decision-confirm").click();
  await reads("13.", /\[峰会的结束\]会议/);
  await undo(amina);
  await undo(amina);
  await reads("7.", /^\[同时\]此外/);
  await reads("13.", /会议/);
});

test("nobody's page had an error", () => {
  for (const person of everyone()) assert.deepEqual(person.errors, [], person.name);
});
