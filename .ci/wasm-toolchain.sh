#!/usr/bin/env bash
# Prints the folder of a Rust toolchain that can compile for wasm32-unknown-unknown: its bin/cargo and bin/rustc.
#
#   1. the rustc on PATH, where it has the target already;
#   2. on Debian 12 with the right to install packages: Debian's own rustc-web, with a std for wasm built once from
#      Debian's sources. It needs nothing but Debian's mirrors, so it works where rustup's server cannot be reached;
#   3. anywhere else: the rustc on PATH, after `rustup target add`.
#
# WASM_TOOLCHAIN=rustup or =debian forces a way; WASM_SYSROOT says where the Debian way keeps its std.
set -euo pipefail

target=wasm32-unknown-unknown
way=${WASM_TOOLCHAIN:-auto}
root=${WASM_SYSROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/debian-wasm}

say() { echo "wasm-toolchain: $*" >&2; }
sysroot_of() { "$1" --print sysroot; }
has_std() { compgen -G "$1/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null; }

base=$(sysroot_of rustc)
if [ "$way" != debian ] && has_std "$base"; then
  echo "$base"
  exit
fi

as_root=()
may_install() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] && return
  as_root=(sudo -n)
  command -v sudo >/dev/null && sudo -n true 2>/dev/null
}

packages=(rustc-web cargo-web rust-web-src)
installed() {
  local name
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || return 1
  done
}

if [ "$way" = auto ]; then
  way=rustup
  release=$(. /etc/os-release 2>/dev/null && echo "${ID:-}${VERSION_ID:-}") || release=
  if [ "$release" = debian12 ] && { installed "${packages[@]}" || may_install; }; then way=debian; fi
fi

if [ "$way" = rustup ]; then
  if ! command -v rustup >/dev/null; then
    say "this Rust has no $target standard library and there is no rustup to add it."
    say "install it with your system's packages (on Fedora: rust-std-static-$target) or get Rust by rustup"
    exit 1
  fi
  say "rustup target add $target"
  RUSTUP_MAX_RETRIES=1 rustup target add "$target" >&2 </dev/null || true
  has_std "$base" || {
    say "rustup could not add $target to $base"
    exit 1
  }
  echo "$base"
  exit
fi

if ! installed "${packages[@]}"; then
  may_install || {
    say "missing packages; run: sudo apt-get install --no-install-recommends ${packages[*]}"
    exit 1
  }
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -q >&2
  "${as_root[@]}" apt-get install -yq --no-install-recommends "${packages[@]}" >&2
fi

verbose=$(/usr/bin/rustc -vV)
host=$(sed -n 's/^host: //p' <<<"$verbose")
minor=$(sed -n 's/^release: 1\.\([0-9]*\).*/\1/p' <<<"$verbose")
if [ "$minor" -lt 90 ]; then
  say "Debian's rustc is 1.$minor and automerge needs 1.90: is bookworm-security among the apt sources?"
  exit 1
fi

id=$(sha256sum <<<"$verbose" | cut -c1-16)-v1 # raise v1 when this script changes what it builds
lld=$root/lib/rustlib/$host/bin/rust-lld
if [ "$(cat "$root/.id" 2>/dev/null)" != "$id" ] || [ ! -x "$lld" ] || ! has_std "$root"; then
  say "building std for $target from Debian's sources, once (about a minute)"
  rm -rf "$root"
  mkdir -p "$root/bin" "$root/lib/rustlib/$target/lib" "$root/lib/rustlib/$host/bin" "$root/build/src"
  ln -s /usr/lib/rustlib/src "$root/lib/rustlib/src"
  ln -s "/usr/lib/rustlib/$host/lib" "$root/lib/rustlib/$host/lib"
  # Debian's compiler carries no linker for wasm; every rustup toolchain does, and LLVM's own works as well.
  linker=$base/lib/rustlib/$host/bin/rust-lld
  if [ ! -x "$linker" ]; then
    llvm=lld-$(sed -n 's/^LLVM version: \([0-9]*\).*/\1/p' <<<"$verbose")
    if ! command -v "$llvm" >/dev/null; then
      may_install || {
        say "missing a linker; run: sudo apt-get install --no-install-recommends $llvm"
        exit 1
      }
      "${as_root[@]}" apt-get install -yq --no-install-recommends "$llvm" >&2
    fi
    linker=$(command -v "$llvm")
  fi
  ln -s "$linker" "$lld"
  for tool in rustc rustdoc; do
    printf '#!/bin/sh\nexec /usr/bin/%s --sysroot %s "$@"\n' "$tool" "'$root'" >"$root/bin/$tool"
    chmod +x "$root/bin/$tool"
  done
  ln -s /usr/bin/cargo "$root/bin/cargo"
  cat >"$root/build/Cargo.toml" <<'TOML'
[package]
name = "seed"
version = "0.0.0"
edition = "2021"
[workspace]
[profile.release]
codegen-units = 1
debug = 0
TOML
  : >"$root/build/src/lib.rs"
  # Building std asks for unstable options; Debian's compiler takes them under RUSTC_BOOTSTRAP, and only here.
  # Bitcode is embedded so that the page's module can be optimised across std (lto = "fat").
  (
    cd "$root/build"
    env -u CARGO_BUILD_TARGET -u CARGO_ENCODED_RUSTFLAGS -u RUSTC_WRAPPER -u RUSTDOCFLAGS \
      CARGO_TARGET_DIR=out RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS='-Cembed-bitcode=yes' \
      /usr/bin/cargo build --release --target "$target" \
      -Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test >&2 </dev/null
  )
  for library in "$root/build/out/$target"/release/deps/lib*.rlib; do
    case $library in */libseed-*) ;; *) cp "$library" "$root/lib/rustlib/$target/lib/" ;; esac
  done
  rm -rf "$root/build"
  has_std "$root" || {
    say "the std for $target did not come out whole; what there is lies in $root"
    exit 1
  }
  echo "$id" >"$root/.id"
fi
echo "$root"
