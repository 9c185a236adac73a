#!/usr/bin/env bash
# setup.sh app|bot|web|browser : makes that environment match its lock; does nothing when it already does. Idempotent.
set -eu
cd "$(dirname "$0")/.."
unset PYENV_VERSION VIRTUAL_ENV
export UV_COMPILE_BYTECODE=1
case "${1:-}" in
  app) home=.; versions="3.12 3.13 3.11" ;;
  bot) home=bot; versions="3.10" ;;
  web) exec connectors/web/install.sh ;;
  browser) exec scripts/find_chromium.sh ;;
  *) echo "setup.sh: '${1:-}' is not an environment; allowed: app, bot, web, browser" >&2; exit 2 ;;
esac
venv=$home/.venv; lock=$home/requirements.lock
stamp=$(cat "$lock" "$home/pyproject.toml" | sha256sum | cut -d' ' -f1)
[ -x "$venv/bin/python" ] && [ "$(cat "$venv/.stamp" 2>/dev/null)" = "$stamp" ] && exit 0
uv=$(scripts/find_uv.sh)
# shellcheck disable=SC2086
if ! python=$(scripts/find_python.sh $versions); then
  version=${versions%% *}
  echo "set-up: no Python $version found; asking uv for one" >&2
  "$uv" python install "$version" || { echo "set-up: install Python $version (for example 'apt-get install python$version python$version-venv' or 'pyenv install $version') and run make again" >&2; exit 1; }
  python=$("$uv" python find "$version")
fi
echo "set-up: $home with $("$python" -V) ..." >&2
"$uv" venv --quiet --allow-existing --python "$python" "$venv"
VIRTUAL_ENV=$PWD/$venv "$uv" pip sync --quiet --require-hashes --python "$venv/bin/python" "$lock"
if [ "$home" = . ]; then "$uv" pip install --quiet --no-deps --python "$venv/bin/python" -e . ; fi
echo "$stamp" > "$venv/.stamp"
