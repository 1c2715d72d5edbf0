import { expect, test } from "vitest";
import { commitment } from "../src/dev/fixture";
import { attributes, readChoices, withAttribution, writeChoices } from "../src/export-page/choices";
import { asField, decisions, fromField, meetings } from "../src/export-page/moments";

test("an address without choices is an export as it stands, and says nothing more", () => {
  const choices = readChoices("");
  expect(choices.mode).toBe("as-it-stands");
  expect(writeChoices(choices)).toBe("mode=as-it-stands");
});

test("what is chosen stands in the address, and is read from it again", () => {
  const query =
    "mode=marked&format=docx&columns=true&comments=true&scheme=option&labels=fr&symbol=A%2F1+%26+2&at=7&against=2005-01-31";
  const choices = readChoices(query);
  expect(choices).toMatchObject({ columns: true, lineNumbers: false, symbol: "A/1 & 2", at: "7" });
  expect(readChoices(writeChoices(choices))).toEqual(choices);
  expect(new URLSearchParams(writeChoices(choices)).toString()).toBe(writeChoices(choices));
});

test("a compilation says who wants what unless that is taken away, others only when it is asked for", () => {
  const says = (query: string) => attributes(readChoices(query));
  expect(says("mode=compilation")).toBe(true);
  expect(says("mode=compilation&attribution=false")).toBe(false);
  expect(says("mode=as-it-stands")).toBe(false);
  expect(says("mode=as-it-stands&attribution=true")).toBe(true);
  expect(says("mode=agreed&attribution=true"), "nothing that is open is printed").toBe(false);
  // What the mode does anyway leaves the address.
  const compilation = readChoices("mode=compilation");
  expect(writeChoices(withAttribution(compilation, false))).toContain("attribution=false");
  expect(writeChoices(withAttribution(compilation, true))).not.toContain("attribution");
});

test("a meeting is offered once, as the last decision that was taken in it", () => {
  const decision = { keep_bracket: "b" };
  const record = ["1st", "1st", "", "2nd"].map((meeting, at) => ({ number: at + 1, at, decision, meeting }));
  expect(meetings(record).map(({ value }) => value)).toEqual(["4", "2"]);
});

test("a decision is offered with what was decided and where; of a kind that nobody knows yet with its number", () => {
  const view = commitment();
  const [bracket] = view.brackets;
  const decided: [Record<string, unknown>, RegExp][] = [
    [{ keep_bracket: bracket?.id }, /^1 · .* · Decided: text kept · Bracket 1/],
    [{ pick_branch: { bracket: "gone", branch: null, of: 2 } }, /Decided: no text$/],
    [
      { package: [{ delete_bracket: bracket?.id }, { keep_bracket: "gone" }] },
      /2 decisions together · Decided: text deleted/,
    ],
    [{ set_phase: "negotiation" }, /Phase · Negotiation$/],
    [{ set_label_scheme: "editorial_manual" }, /Labels · 9 bis$/],
    [{ something_new: 1 }, /^1 · [^·]*$/],
  ];
  for (const [decision, expected] of decided) {
    const [offered] = decisions([{ number: 1, at: 0, decision, meeting: "" }], view);
    expect(offered?.name).toMatch(expected);
  }
});

test("a time is shown in the reader's zone and asked for in the server's", () => {
  const field = asField("2005-01-31T12:34:56Z");
  expect(field).toMatch(/^2005-\d\d-\d\dT\d\d:34$/);
  expect(fromField(field)).toBe("2005-01-31T12:34:00.000Z");
  expect(asField("12"), "the number of a decision").toBe("");
  expect(fromField("")).toBe("");
});
