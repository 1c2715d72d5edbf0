# shellcheck shell=bash
# Sourced. `fingerprint PATH…` prints one hash of the names and contents of all files below the paths.
#
# Contents and not times: a fresh clone, or a branch switched to and back, has new times and nothing to build.

hasher=(sha256sum)
command -v sha256sum >/dev/null || hasher=(shasum -a 256)

fingerprint() {
  find "$@" \( -name node_modules -o -name target -o -name dist -o -name benches \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 "${hasher[@]}" | "${hasher[@]}" | cut -c1-32
}
