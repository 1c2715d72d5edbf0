#!/usr/bin/env bash
# Proves who does not know whom (docs/ARCHITECTURE.md): the dependencies that packages must not have.
#
# A banned name that no package of Cargo.lock bears would prove nothing, so it fails, unless it is said here to be one
# that we do not use at all.
set -euo pipefail
cd "$(dirname "$0")/.."

# Banned although nothing of ours pulls it in: names that are right, and that must stay absent.
unused=" reqwest async-std "
faults=0
fault() {
  echo "boundaries: $*" >&2
  faults=$((faults + 1))
}

# The names of a package's dependencies, itself excluded. For all targets: what only wasm or only Windows would pull in
# counts too.
below() { cargo tree --locked --target all -p "$1" -e normal --prefix none --format '{p}' "${@:2}" | tail -n +2 | cut -d' ' -f1 | sort -u; }

# bans PACKAGE how NAME…, where how is `anywhere` or `directly`
bans() {
  local package=$1 how=$2 name names depth=()
  shift 2
  [ "$how" = anywhere ] || depth=(--depth 1)
  names=$(below "$package" "${depth[@]}")
  for name in "$@"; do
    if ! grep -qx "name = \"$name\"" Cargo.lock && [[ $unused != *" $name "* ]]; then
      fault "'$name' is banned for $package, and no such package is in Cargo.lock: a misspelling?"
    elif grep -qx "$name" <<<"$names"; then
      fault "$package must not depend on $name ($how)"
    fi
  done
}

# The negotiated text performs no I/O.
bans client-core anywhere tokio axum hyper rusqlite tokio-tungstenite tower-http reqwest async-std adref-server
# Exporters turn a draft into bytes: they know the model, not the CRDT it is kept in. (client-core itself holds it.)
bans client-core-export directly automerge
bans client-core-export anywhere tokio axum hyper rusqlite adref-server
# Readers of files turn bytes into values: what a file wants to have fetched is not fetched.
bans client-core-import directly automerge
bans client-core-import anywhere tokio axum hyper rusqlite ureq adref-server
bans client-core-export-pdf directly automerge
bans client-core-export-pdf anywhere tokio axum hyper rusqlite adref-server
# The engine that sets pages is heavy: only the package that is there for it has it.
bans client-core-export anywhere typst typst-pdf
# The page's bindings do not know the server.
bans client-core-wasm anywhere tokio axum hyper rusqlite adref-server client-core-export client-core-export-pdf client-core-import typst

if [ "$faults" -gt 0 ]; then exit 1; fi
echo "boundaries: as they should be"
