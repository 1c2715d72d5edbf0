// The phase of negotiation on the page: typing becomes proposals, deleting becomes brackets, what is agreed stays.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { live, meet, openHistory, paragraph, select, type, words } from "./people.mjs";
import { accessibilityFaults, until } from "./support.mjs";

let meeting;
let chair;
let amina;
let bruno;

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

/** Waits until a paragraph reads so for everybody. */
async function reads(label, pattern) {
  for (const person of [amina, bruno, chair]) {
    let last = "";
    await until(async () => pattern.test((last = await words(person, label))), {
      what: `${person.name} to read ${pattern}`,
    }).catch((error) => assert.fail(`${error.message}: ${last}`));
  }
}

/** The chair switches the phase. */
async function switchTo(phase) {
  await chair.page.getByTestId("phase").click();
  await chair.page.getByTestId(`phase-${phase}`).check();
  assert.deepEqual(await accessibilityFaults(chair.page), []);
  await chair.page.getByTestId("phase-confirm").click();
  for (const person of [amina, bruno, chair]) {
    await until(async () => (await person.page.getByTestId("phase").getAttribute("data-phase")) === phase, {
      what: `${person.name} to be told`,
    });
  }
}

test("the chair begins the negotiation, and everybody is told", async () => {
  await switchTo("negotiation");
  assert.equal(await amina.page.locator("button[data-testid=phase]").count(), 0, "a member only reads it");
});

test("what a member types comes in a bracket of the delegation, and goes on in it", async () => {
  await type(amina, "2.", "突尼斯阶段峰会", "再次");
  await amina.page.keyboard.type("强调，");
  await reads("2.", /^\[再次强调，\]突尼斯/);
  const sign = paragraph(bruno, "2.").getByTestId("bracket-open").first();
  await openHistory(bruno, await sign.getAttribute("data-id"));
  assert.match(await bruno.page.getByTestId("history").innerText(), /Delegation A/);
});

test("what is deleted key by key is one bracket with the wish to delete", async () => {
  await select(bruno, "3.", "本阶段峰会", { collapse: "end" });
  // In one go, as fingers do: what is deleted after a pause is a bracket of its own.
  await Promise.all([1, 2, 3].map(() => bruno.page.keyboard.press("Backspace")));
  await reads("3.", /本阶\[段峰会\]/);
  await live(bruno);
});

test("a selection typed over stays in a bracket, with the other words behind it", async () => {
  await select(amina, "5.", "我们");
  await amina.page.keyboard.type("各国");
  await reads("5.", /\[我们\]\[各国\]/);
});

test("undo takes a proposal back", async () => {
  await type(amina, "7.", "此外", "而且");
  await reads("7.", /\[而且\]此外/);
  await amina.page.keyboard.press("Control+z");
  await reads("7.", /^此外/);
});

test("a proposal whose words its delegation deletes is gone", async () => {
  await type(amina, "12.", "我们相信", "嗯");
  await reads("12.", /^\[嗯\]我们相信/);
  await amina.page.keyboard.press("Backspace");
  await reads("12.", /^我们相信/);
});

test("an input method composes in a bracket of its own", async () => {
  await select(bruno, "13.", "峰会的结束", { collapse: "start" });
  const keys = await bruno.page.context().newCDPSession(bruno.page);
  for (const text of ["c", "ch", "重", "重申"]) {
    await keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await keys.send("Input.insertText", { text: "重申" });
  await reads("13.", /\[重申\]峰会的结束/);
});

test("the chair replaces the words of a bracket", async () => {
  const id = await paragraph(chair, "3.").getByTestId("bracket-open").first().getAttribute("data-id");
  await openHistory(chair, id);
  await chair.page.getByTestId("replace-bracket").click();
  await chair.page.getByTestId("replace-words").fill("段会议");
  assert.match(await chair.page.getByTestId("decision-after").innerText(), /本阶段会议/);
  await chair.page.getByTestId("decision-confirm").click();
  for (const person of [amina, chair]) {
    await until(async () => (await paragraph(person, "3.").locator(".replacement").innerText()) === "段会议", {
      what: `${person.name} to see the other words`,
    });
  }
});

test("nobody changes a closed draft", async () => {
  await switchTo("closed");
  const before = await words(amina, "1.");
  await select(amina, "1.", "通过的", { collapse: "start" });
  await amina.page.keyboard.type("x");
  await amina.page.getByText("The negotiation of this draft is closed").first().waitFor();
  assert.equal(await words(amina, "1."), before);
  await switchTo("negotiation");
});

test("nobody's page had an error", () => {
  for (const person of [amina, bruno, chair]) assert.deepEqual(person.errors, [], person.name);
});
