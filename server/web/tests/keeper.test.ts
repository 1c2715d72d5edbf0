import { expect, test } from "vitest";
import { Keeper } from "../src/net/keeper";

function tab() {
  const stored = new Map<string, string>();
  const storage = {
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
  return { stored, session, restored, keeper: new Keeper(session, "tunis-agenda", storage) };
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
