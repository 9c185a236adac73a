#!/usr/bin/env bash
# All tests, three runs side by side: casework and gateway; the rest of the application; the dialogue core in its own
# environment. What ends later is shown when the rest is through, so that lines do not mix. With arguments: only those
# of the application.
set -u
cd "$(dirname "$0")/.."
export IEUM_TEST_MODELS="$PWD/bot/models/tests"
[ "$#" -gt 0 ] && exec .venv/bin/python -m pytest "$@"

kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
(cd bot && RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 .venv/bin/python -m pytest -q tests) >"$kept/core" 2>&1 &
core=$!
.venv/bin/python -m pytest tests/casework tests/gateway >"$kept/rooms" 2>&1 &
rooms=$!
.venv/bin/python -m pytest --ignore=tests/casework --ignore=tests/gateway
failed=$?
for part in rooms core; do
  echo "── $part"
  wait "${!part}" || failed=1
  cat "$kept/$part"
done
exit "$failed"
