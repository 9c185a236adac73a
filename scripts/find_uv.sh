#!/usr/bin/env bash
# Prints the path of a real uv (never pyenv's shim); installs one into .tools/ when there is none.
set -u
cd "$(dirname "$0")/.." || exit 1
unset PYENV_VERSION
real() { case "$1" in ''|*/shims/*) return 1 ;; esac; [ -x "$1" ] && "$1" --version >/dev/null 2>&1; }
for candidate in .tools/bin/uv "$(command -v uv 2>/dev/null)" "$HOME/.local/bin/uv" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/uv; do
  if real "$candidate"; then readlink -f "$candidate"; exit 0; fi
done
python=$(scripts/find_python.sh 3.13 3.12 3.11 3.10 || command -v python3) || { echo "set-up needs python3: install it and run make again" >&2; exit 1; }
"$python" -m pip install --quiet --disable-pip-version-check --target .tools uv >&2 ||
  { echo "set-up could not install uv: run '$python -m ensurepip' or install uv (https://docs.astral.sh/uv) and run make again" >&2; exit 1; }
readlink -f .tools/bin/uv
