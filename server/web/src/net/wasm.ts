import type { SessionApi } from "../contract";

export type OpenSession = (draft: string, labels: string) => SessionApi;

interface Package {
  default(): Promise<unknown>;
  Session: new (draft: string, labels: string) => SessionApi;
}

// A glob, because the package is built from client-core (`make wasm`) and is absent in a fresh checkout; unit tests and
// type checks of the page must pass without it.
const packages = import.meta.glob<Package>("../wasm/client_core_wasm.js");

let loading: Promise<OpenSession> | null = null;

/** Loads client-core once. The text is on screen before this is asked for. */
export function loadSessions(): Promise<OpenSession> {
  loading ??= load();
  // A failed download is tried again at the next draft.
  loading.catch(() => (loading = null));
  return loading;
}

async function load(): Promise<OpenSession> {
  const find = packages["../wasm/client_core_wasm.js"];
  if (find === undefined) throw new Error("client-core was not built into this page");
  const wasm = await find();
  await wasm.default();
  return (draft, labels) => new wasm.Session(draft, labels);
}
