import type { SessionApi } from "../contract";

/** A key of this browser that no script can read: it signs, and says which key others check by. */
export interface Device {
  readonly key: Uint8Array;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

const DATABASE = "adref-device";
const STORE = "keys";
const NAME = "device";
const SIGNATURE_BYTES = 64;
const MESSAGE_BYTES = 32;

/** The key of this browser, made the first time. `null` where the browser has no such keys, or keeps none for this page. */
export async function thisDevice(): Promise<Device | null> {
  try {
    const pair = await kept();
    const key = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    return {
      key,
      sign: async (message) =>
        new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, message as Uint8Array<ArrayBuffer>)),
    };
  } catch {
    // Ed25519 is young, plain http to another machine has no keys at all, and a private window may keep none.
    return null;
  }
}

/** Signs a frame as the session asks; most frames stay as they are. */
export async function signFrame(
  session: Pick<SessionApi, "toSign" | "signed">,
  device: Device,
  frame: Uint8Array,
): Promise<Uint8Array> {
  const messages = session.toSign(frame);
  if (messages.length === 0) return frame;
  const signatures = new Uint8Array((messages.length / MESSAGE_BYTES) * SIGNATURE_BYTES);
  for (let at = 0; at * MESSAGE_BYTES < messages.length; at += 1) {
    const message = messages.slice(at * MESSAGE_BYTES, (at + 1) * MESSAGE_BYTES);
    signatures.set(await device.sign(message), at * SIGNATURE_BYTES);
  }
  return session.signed(frame, signatures);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function kept(): Promise<CryptoKeyPair> {
  const database = await open();
  try {
    const there = await ask<CryptoKeyPair | undefined>(database, "readonly", (keys) => keys.get(NAME));
    if (there !== undefined) return there;
    const made = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
    // Another tab may have made one meanwhile: the first one stays.
    await ask(database, "readwrite", (keys) => keys.add(made, NAME)).catch(() => undefined);
    return await ask<CryptoKeyPair>(database, "readonly", (keys) => keys.get(NAME));
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("no database"));
  });
}

function ask<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  what: (keys: IDBObjectStore) => IDBRequest,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = what(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result as T);
    transaction.onabort = () => reject(transaction.error ?? new Error("not kept"));
  });
}
