#!/bin/sh
# Makes sure that espeak-ng is there for the test that speaks; Debian's own is used, nothing else is fetched.
set -eu
command -v espeak-ng >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "The test that speaks needs espeak-ng: install it; without it that test is skipped." >&2
  exit 1
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
echo "Installing espeak-ng for the test that speaks."
if ! { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends espeak-ng; } >/dev/null 2>&1; then
  echo "espeak-ng could not be installed (apt needs root and a network): install it; without it that test is skipped." >&2
  exit 1
fi
