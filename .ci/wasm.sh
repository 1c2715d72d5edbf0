#!/usr/bin/env bash
# Compiles client-core for the page: server/web/src/wasm/ gets the module, its JavaScript and its TypeScript side.
#
#   wasm.sh          optimised, as the binary ships it
#   wasm.sh quick    hardly optimised and soon there, for `make run` and `make dev`
#
# Does nothing when what it would read has not changed. With ADREF_CACHE set, results are kept there by the hash of
# their sources, so that another clone takes them over.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/fingerprint.sh

mode=${1:-full}
out=server/web/src/wasm
target=${CARGO_TARGET_DIR:-$PWD/target}
say() { echo "wasm: $*" >&2; }

wasm_opt=$(sed -n 's/.*"binaryen": "\(.*\)".*/\1/p' server/web/package.json)
id="$(fingerprint Cargo.toml Cargo.lock client-core .ci/wasm.sh .ci/wasm-toolchain.sh)-$wasm_opt"
have=$(cat "$out/.built-from" 2>/dev/null || true)
# An optimised module also serves where a quick one would do.
if [ "$have" = "full $id" ] || [ "$have" = "$mode $id" ]; then exit; fi

# Takes over what was made in a folder; the mark that it is whole comes last.
install_from() {
  mkdir -p "$out"
  cp "$1"/client_core_wasm* "$1/.raw" "$out/"
  echo "$mode $id" >"$out/.built-from"
  say "$(wc -c <"$out/client_core_wasm_bg.wasm") bytes in $out ($mode)"
}

cached=${ADREF_CACHE:+$ADREF_CACHE/wasm/$id}
if [ "$mode" = full ] && [ -n "$cached" ] && [ -f "$cached/client_core_wasm_bg.wasm" ]; then
  install_from "$cached"
  exit
fi

if [ "$mode" = quick ]; then
  export CARGO_PROFILE_WASM_LTO=off CARGO_PROFILE_WASM_OPT_LEVEL=1 CARGO_PROFILE_WASM_CODEGEN_UNITS=16
  export CARGO_PROFILE_WASM_INCREMENTAL=true
fi

toolchain=$(.ci/wasm-toolchain.sh)
say "compiling client-core-wasm with $("$toolchain/bin/rustc" --version)"
# Flags meant for the native build have no business here. The crate type is said again because cargo leaves out the
# optimisation across crates (lto) for a package that is to be an rlib as well.
env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u CARGO_BUILD_TARGET -u RUSTUP_TOOLCHAIN RUSTC="$toolchain/bin/rustc" \
  "$toolchain/bin/cargo" rustc --locked --profile wasm -p client-core-wasm --target wasm32-unknown-unknown \
  --lib --crate-type cdylib --target-dir "$target/page" >&2
raw=$target/page/wasm32-unknown-unknown/wasm/client_core_wasm.wasm

# A comment, or a line of Cargo.lock that only the server minds, leaves the module as it was.
raw_id="$mode $wasm_opt $(fingerprint "$raw" client-core/wasm/bindgen .ci/wasm.sh)"
if [ "$(cat "$out/.raw" 2>/dev/null || true)" = "$raw_id" ]; then
  echo "$mode $id" >"$out/.built-from"
  exit
fi

cargo build --locked --manifest-path client-core/wasm/bindgen/Cargo.toml --target-dir "$target/bindgen" >&2
work=$(mktemp -d "$target/wasm.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$target/bindgen/debug/wasm-bindgen-helper" "$raw" "$work"
echo "$raw_id" >"$work/.raw"

if [ "$mode" = full ]; then
  # npm's binaryen: the one that Debian 12 packages writes a module that does not load, and says nothing.
  # The features are those that Rust's wasm32-unknown-unknown target may use.
  server/web/node_modules/.bin/wasm-opt -O3 \
    --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue \
    "$work/client_core_wasm_bg.wasm" -o "$work/optimised.wasm"
  mv "$work/optimised.wasm" "$work/client_core_wasm_bg.wasm"
  if [ -n "$cached" ]; then
    mkdir -p "$ADREF_CACHE/wasm"
    # What no build has made for a week goes: a cache that only grows fills a disk.
    find "$ADREF_CACHE/wasm" -mindepth 1 -maxdepth 1 -mtime +7 -exec rm -rf {} +
    rm -rf "$cached" "$cached.new"
    cp -R "$work" "$cached.new"
    mv "$cached.new" "$cached"
  fi
fi
install_from "$work"
