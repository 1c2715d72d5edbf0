#!/usr/bin/env bash
# Builds the page into server/web/dist, where the server embeds it from; nothing when no source of it has changed.
set -euo pipefail
cd "$(dirname "$0")/../server/web"
# shellcheck source-path=SCRIPTDIR/../server/web
. ../../.ci/fingerprint.sh

id=$(fingerprint .)
# Beside the packages and not in dist: dist goes into the binary.
built_from=node_modules/.adref-page
if [ -f dist/index.html ] && [ "$(cat "$built_from" 2>/dev/null)" = "$id" ]; then exit; fi
npm run --silent build
echo "$id" >"$built_from"
