import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { precompress } from "./build/precompress.ts";

// `make dev` starts the server there and this page before it.
const server = process.env.ADREF_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [svelte(), precompress()],
  // In tests, too, Svelte is the one that runs in a browser and not the one that renders on a server.
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    // What each source became, for the server: which hashed files the page needs first.
    manifest: "manifest.json",
    // Nothing inline, neither data: URLs nor scripts: the page's Content-Security-Policy allows its own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { "/api": server, "/ws": { target: server, ws: true } },
  },
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
  },
});
