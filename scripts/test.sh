#!/usr/bin/env bash
# Both rooms' tests at once: the dialogue core's in its own environment, the application's beside them. The core's are
# shown when the application's are through, so that lines do not mix. Arguments: what of the application to test.
set -u
cd "$(dirname "$0")/.."
core=$(mktemp)
trap 'rm -f "$core"; kill "$running" 2>/dev/null' EXIT
(cd bot && RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 .venv/bin/python -m pytest -q tests) >"$core" 2>&1 &
running=$!
IEUM_TEST_MODELS="$PWD/bot/models/tests" .venv/bin/python -m pytest "$@"
application=$?
echo "대화 코어의 시험을 기다려요"
wait "$running"
dialogue=$?
cat "$core"
[ "$application" -eq 0 ] && [ "$dialogue" -eq 0 ]
