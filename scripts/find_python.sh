#!/usr/bin/env bash
# find_python.sh 3.12 3.13 ... : prints the path of the first interpreter that really runs, asking for each version in turn.
# Looks past pyenv's shims, which refuse to run in folders whose .python-version does not name them.
set -u
unset PYENV_VERSION
works() { [ -x "$1" ] && "$1" -c "import sys, ssl, ctypes, venv; sys.exit('%d.%d' % sys.version_info[:2] != '$2')" >/dev/null 2>&1; }
for version in "$@"; do
  for candidate in "/usr/bin/python$version" "/usr/local/bin/python$version" "/opt/homebrew/bin/python$version" \
      "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version"*/bin/"python$version" \
      "$HOME"/.local/share/uv/python/cpython-"$version"*/bin/"python$version" "$(command -v "python$version" 2>/dev/null)"; do
    if works "$candidate" "$version"; then echo "$candidate"; exit 0; fi
  done
done
exit 1
