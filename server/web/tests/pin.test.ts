import { expect, test } from "vitest";
import { Pin } from "../src/net/pin";

function browser(valid = true) {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const told: Uint8Array[] = [];
  const session = {
    bytes: new Uint8Array(),
    pin: () => session.bytes,
    setPin: (bytes: Uint8Array) => told.push(bytes) > 0 && valid,
  };
  return { stored, session, told, pin: new Pin(session, "tunis-agenda", storage) };
}

test("what the server signed is told to the next window, until the person lets go of it", () => {
  const { session, told, pin } = browser();
  pin.keep();
  pin.restore();
  expect(told).toEqual([]);
  session.bytes = Uint8Array.from([0, 127, 255]);
  pin.keep();
  pin.restore();
  expect(told).toEqual([session.bytes]);
  pin.forget();
  pin.restore();
  expect(told).toHaveLength(1);
});

test("what is no pin is thrown away", () => {
  const { stored, session, pin } = browser(false);
  session.bytes = Uint8Array.from([1]);
  pin.keep();
  pin.restore();
  expect(stored.size).toBe(0);
  stored.set("adref-pin-tunis-agenda", "not base64!");
  pin.restore();
  expect(stored.size).toBe(0);
});
