#!/usr/bin/env bash
# dev.sh COMMAND…: the server and, before it, the page's development server; when one ends, so does the other.
set -euo pipefail
"$@" &
server=$!
cd "$(dirname "$0")/../server/web"
node_modules/.bin/vite &
page=$!
trap 'kill "$server" "$page" 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
wait -n
