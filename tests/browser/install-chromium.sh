#!/bin/sh
# Makes sure that a Chromium is there for the browser tests; Debian's own is used, nothing else is fetched.
set -eu
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null && exit 0
[ -z "${CHROMIUM:-}" ] || exit 0
if ! command -v apt-get >/dev/null; then
  echo "The browser tests need Chromium: install it, or name it with CHROMIUM=/path/to/chromium." >&2
  exit 1
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
echo "Installing Chromium for the browser tests."
if ! { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium; } >/dev/null 2>&1; then
  echo "Chromium could not be installed (apt needs root and a network): install it and run this again." >&2
  exit 1
fi
