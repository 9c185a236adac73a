#!/usr/bin/env bash
# Makes sure that browser tests find a Chromium and Korean glyphs; installs Debian's when it may, else says what to do.
set -u
found() { for name in chromium chromium-browser google-chrome; do command -v "$name" >/dev/null 2>&1 && return 0; done; return 1; }
found && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "set-up: installing Chromium and a Korean font for the browser tests ..." >&2
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-nanum) >/dev/null 2>&1
  found && exit 0
fi
echo "set-up: the browser tests need Chromium: run 'sudo apt-get install chromium fonts-nanum' (or your system's equivalent) and run make test again" >&2
exit 1
