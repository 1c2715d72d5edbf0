import { expect, test } from "vitest";
import { forgetOthers, Keeper, listUnsaved } from "../src/net/keeper";

const ALICE = { name: "Alice", delegation: "Freedonia" };

function tab(by = ALICE, stored = new Map<string, string>()) {
  const storage = {
    get length() {
      return stored.size;
    },
    key: (at: number) => [...stored.keys()][at] ?? null,
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const restored: Uint8Array[] = [];
  const session = {
    bytes: new Uint8Array(),
    pending: () => session.bytes.length,
    unsaved: () => session.bytes,
    restore: (kept: Uint8Array) => restored.push(kept) > 0,
  };
  return { stored, storage, session, restored, keeper: new Keeper(session, "tunis-agenda", by, storage) };
}

test("what is unsaved comes back to the next session, byte for byte", () => {
  const { session, restored, keeper } = tab();
  session.bytes = Uint8Array.from([0, 127, 128, 255]);
  keeper.keep(0);
  keeper.restore();
  expect(restored).toEqual([session.bytes]);
});

test("nothing is kept once everything is saved", () => {
  const { session, stored, restored, keeper } = tab();
  session.bytes = Uint8Array.from([1]);
  keeper.keep(0);
  session.bytes = new Uint8Array();
  keeper.keep(0);
  keeper.restore();
  expect(stored.size).toBe(0);
  expect(restored).toEqual([]);
});

test("what somebody else stored is thrown away", () => {
  const { stored, restored, keeper } = tab();
  stored.set("adref-unsaved-tunis-agenda", "not base64!");
  keeper.restore();
  expect(restored).toEqual([]);
  expect(stored.size).toBe(0);
});

test("what one person could not save is neither sent nor kept in the name of another", () => {
  const alice = tab();
  alice.session.bytes = Uint8Array.from([1]);
  alice.keeper.keep(0, "1. Our words");
  expect(listUnsaved(alice.storage)).toMatchObject([{ by: ALICE, draft: "tunis-agenda", text: "1. Our words" }]);
  // A link makes another person of the same name.
  const again = tab({ ...ALICE }, alice.stored);
  again.keeper.restore();
  expect(again.restored).toEqual([alice.session.bytes]);
  for (const other of [
    { ...ALICE, name: "Bob" },
    { ...ALICE, delegation: "Sylvania" },
  ]) {
    const { restored, stored, keeper } = tab(other, new Map(alice.stored));
    keeper.restore();
    expect([restored, stored.size]).toEqual([[], 0]);
  }
  forgetOthers(ALICE, alice.storage);
  expect(alice.stored.size).toBe(1);
  alice.stored.set("adref-unsaved-other", "not ours");
  forgetOthers(ALICE, alice.storage);
  expect([...alice.stored.keys()]).toEqual(["adref-unsaved-tunis-agenda"]);
  forgetOthers({ ...ALICE, name: "Bob" }, alice.storage);
  expect(alice.stored.size).toBe(0);
});
