// Two delegations take positions on a bracket of the Tunis Agenda, the chair reads the matrix, and a bracket that another
// delegation supports is not withdrawn. The steps follow one another.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join, live, meet, openDraft, openHistory, paragraph, select } from "./people.mjs";
import { accessibilityFaults, until } from "./support.mjs";

let meeting;
let chair;
let north;
let farholm;
let olga;
let bracket;
let opened;

before(async () => {
  meeting = await meet(
    "tunis-agenda",
    ["chair", "Clara"],
    // A name in another language is the same delegation.
    ["member", "Nora", "北国"],
    ["member", "Finn", "Farholm"],
    ["observer", "Olga", "World Readers’ Union"],
  );
  [chair, north, farholm, olga] = meeting.people;
});

after(() => meeting?.end());

/** The side of a stance in an open history: who takes it. */
function side({ page }, stance) {
  return page.locator(`[data-testid=history] .side[data-stance="${stance}"]`);
}

async function hears(person, stance, who) {
  await until(async () => new RegExp(who).test(await side(person, stance).innerText()), {
    what: `${person.name} to read that ${who} says ${stance}`,
  });
}

test("the door offers the delegations in the reader's language", async () => {
  const context = await meeting.browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto(meeting.server.invitations.member);
  const offered = page.locator("[data-testid=delegations] option");
  await offered.first().waitFor({ state: "attached" });
  const names = await offered.evaluateAll((found) => found.map((option) => option.value));
  assert.ok(names.includes("北国") && names.includes("高地集团"), names.join());
  assert.ok(!names.includes("主席") && !names.includes("秘书处"), "offices are not spoken for");
  await context.close();
});

test("two delegations say different things of a bracket", async () => {
  await north.page.getByTestId("tab-brackets").click();
  await north.page.getByTestId("filter-waits").click();
  const waiting = north.page.getByTestId("bracket-row");
  const before = await waiting.count();
  const moderator = waiting.filter({ hasText: /主持人[／/]协调人/ }).first();
  bracket = await moderator.getAttribute("data-id");
  await moderator.click();
  await north.page.getByTestId("position-explain").click();
  await north.page.getByTestId("position-reason").fill("Agreed language of Geneva.");
  await north.page.getByTestId("take-retain").click();
  assert.equal(await north.page.getByTestId("take-retain").getAttribute("aria-pressed"), "true");
  await north.page.getByTestId("tab-brackets").click();
  await north.page.getByTestId("filter-waits").click();
  assert.equal(await waiting.count(), before - 1, "it waits no more");
  await north.page.getByTestId("filter-open").click();

  await openHistory(farholm, bracket);
  await hears(farholm, "retain", "Northland");
  assert.match(await side(farholm, "retain").innerText(), /Agreed language of Geneva/);
  await farholm.page.getByTestId("take-delete").click();
  await openHistory(north, bracket);
  await hears(north, "delete", "Farholm");
  assert.deepEqual(await accessibilityFaults(north.page), []);
});

test("an observer reads it, in the text's own history too", async () => {
  await openHistory(olga, bracket);
  await hears(olga, "retain", "Northland");
  assert.equal(await olga.page.getByTestId("take-retain").count(), 0);
  const events = olga.page.locator("[data-testid=history-event][data-kind=position]");
  await until(async () => (await events.count()) === 2, { what: "both positions in the life" });
  assert.match(await events.first().innerText(), /Nora[^]*Northland[^]*Agreed language of Geneva/);
});

test("a position is taken back by undoing it", async () => {
  await farholm.page.getByRole("button", { name: "Undo", exact: true }).click();
  await until(async () => (await side(north, "delete").count()) === 0, { what: "Farholm's position to go" });
  await farholm.page.getByRole("button", { name: "Redo", exact: true }).click();
  await hears(north, "delete", "Farholm");
});

test("the chair reads the matrix, by keyboard", async () => {
  const { page } = chair;
  await page.getByTestId("tab-positions").click();
  assert.equal(await page.getByTestId("positions-waits").count(), 0, "nothing waits for the chair");
  await page.getByTestId("open-matrix").click();
  const matrix = page.getByTestId("matrix");
  await matrix.waitFor();
  const cell = (name, id = bracket) => matrix.locator(`tr[data-id="${id}"] td[data-delegation="${name}"]`);
  assert.equal(await cell("Northland").getAttribute("data-stance"), "retain");
  assert.equal(await cell("Farholm").getAttribute("data-stance"), "delete");
  assert.equal(await cell("Eastvale").getAttribute("data-stance"), null);
  await matrix.getByTestId("matrix-blocked").click();
  const rows = matrix.getByTestId("matrix-row");
  assert.deepEqual(await rows.evaluateAll((found) => found.map((row) => row.dataset.id)), [bracket]);
  assert.deepEqual(await accessibilityFaults(page), []);
  await matrix.getByTestId("matrix-all").click();
  await cell("Northland").focus();
  assert.match(await matrix.getByTestId("matrix-detail").innerText(), /Northland: Retain.*Geneva.*Nora/);
  await page.keyboard.press("ArrowRight");
  assert.match(await matrix.getByTestId("matrix-detail").innerText(), /Southland has said nothing/);
  await page.keyboard.press("Escape");
  await matrix.waitFor({ state: "detached" });
});

test("a group speaks for its members, but for one that has spoken", async () => {
  const coast = await join(meeting.browser, meeting.server, "member", "Carl", "Coastal Group");
  await openDraft(coast, meeting.server, "tunis-agenda");
  await openHistory(coast, bracket);
  await coast.page.getByTestId("take-can-accept").click();
  await hears(north, "can-accept", "Coastal Group");
  const told = await side(north, "can-accept").innerText();
  assert.match(told, /for .*Westmere/);
  assert.doesNotMatch(told, /Farholm/);
  assert.match(await side(north, "delete").innerText(), /Farholm[^]*not as its group/);
  await chair.page.getByTestId("open-matrix").click();
  await chair.page.getByTestId("matrix").waitFor();
  await chair.page.keyboard.press("Escape");
  await live(coast);
  assert.deepEqual(coast.errors, []);
  await coast.page.context().close();
});

test("a bracket that another delegation supports is not withdrawn", async () => {
  await select(north, "1.", (await paragraph(north, "1.").locator(".para-text").innerText()).trim().slice(0, 4));
  await north.page.getByTestId("wrap-bracket").click();
  await north.page.getByTestId("wrap-confirm").click();
  const history = north.page.getByTestId("history");
  await north.page.getByTestId("tab-history").click();
  await history.waitFor();
  opened = await history.getAttribute("data-id");
  assert.notEqual(opened, bracket);
  await north.page.getByTestId("withdraw-bracket").waitFor();
  assert.equal(await north.page.getByTestId("withdraw-bracket").isEnabled(), true);

  await until(async () => (await farholm.page.locator(`[data-testid=bracket-open][data-id="${opened}"]`).count()) > 0, {
    what: "the bracket at Farholm's",
  });
  await openHistory(farholm, opened);
  await farholm.page.getByTestId("take-retain").click();
  await until(async () => !(await north.page.getByTestId("withdraw-bracket").isEnabled()), { what: "the support" });
  assert.match(await north.page.getByTestId("withdraw-supported").innerText(), /Farholm/);
  // The other way to withdraw it: undoing that it was opened.
  await north.page.getByRole("button", { name: "Undo", exact: true }).click();
  await north.page.getByText("Others support this bracket, so it stays").waitFor();
  assert.equal(await north.page.locator(`[data-testid=bracket-open][data-id="${opened}"]`).count(), 1);

  await farholm.page.getByTestId("take-back").click();
  await until(() => north.page.getByTestId("withdraw-bracket").isEnabled(), { what: "the support to end" });
  await north.page.getByTestId("withdraw-bracket").click();
  await until(
    async () => (await olga.page.locator(`[data-testid=bracket-open][data-id="${opened}"].is-open`).count()) === 0,
    {
      what: "the bracket to be lifted",
    },
  );
});

test("of a choice a delegation names the branch", async () => {
  await openHistory(north, bracket);
  const splits = north.page.getByTestId("make-choice");
  assert.equal(await splits.count(), 1, "the bracket of the test has a slash");
  await splits.click();
  const prefers = north.page.getByTestId("history").getByTestId("position-prefers");
  await prefers.waitFor();
  const branches = await prefers.locator("option").allInnerTexts();
  assert.equal(branches.length, 4, branches.join());
  await prefers.selectOption({ index: 2 });
  await north.page.getByTestId("take-retain").click();
  await openHistory(farholm, bracket);
  await until(async () => (await side(farholm, "retain").innerText()).includes(branches[2].trim()), {
    what: "the branch that Northland is for",
  });
});

test("a delegation is for one version of the alternatives", async () => {
  await openDraft(farholm, meeting.server, "tunis-commitment");
  await farholm.page.getByTestId("tab-alternatives").click();
  const row = farholm.page.getByTestId("alternative-row").first();
  const versions = await row.locator("select option").allInnerTexts();
  assert.ok(versions.length > 1, versions.join());
  await row.getByTestId("position-prefers").selectOption({ index: 1 });
  await row.getByTestId("take-retain").click();
  const told = row.getByTestId("who-says-what");
  await told.waitFor();
  assert.match(await told.innerText(), /Farholm/);
  assert.ok((await told.innerText()).includes(versions[1].trim()), "the version is named");
});

test("nobody's page had an error", () => {
  for (const person of [chair, north, farholm, olga]) assert.deepEqual(person.errors, [], person.name);
});
