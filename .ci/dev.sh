#!/usr/bin/env bash
# dev.sh COMMAND…: the server and, before it, the page's development server; both end together.
set -euo pipefail
"$@" &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
cd "$(dirname "$0")/../server/web"
npm run --silent dev
