import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { Plugin } from "vite";

// Fonts (woff2) and pictures are compressed already.
const COMPRESSIBLE = /\.(js|css|html|json|svg|wasm|ftl|txt|webmanifest)$/;

/**
 * Writes a `.br` beside each asset of the build, at the strongest setting: it is done once here, and the server hands
 * the bytes out as they are.
 */
export function precompress(): Plugin {
  let folder = "";
  return {
    name: "adref-precompress",
    apply: "build",
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        const path = join(folder, name);
        if (!COMPRESSIBLE.test(name) || !statSync(path).isFile()) continue;
        const bytes = readFileSync(path);
        const small = brotliCompressSync(bytes, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
            [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
          },
        });
        if (small.length < bytes.length) writeFileSync(`${path}.br`, small);
      }
    },
  };
}
