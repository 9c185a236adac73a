SHELL := bash
.DEFAULT_GOAL := help
unexport PYENV_VERSION VIRTUAL_ENV
PORT ?=
PY := .venv/bin/python
TESTS ?=
OPTIONS ?=

.PHONY: help run test check eval demo setup train lock clean

help: ## list the chores
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: ## make both environments, the page's packages and .env-free defaults ready (idempotent)
	@scripts/setup.sh app
	@scripts/setup.sh bot
	@scripts/setup.sh web

run: setup ## start everything; PORT=8123 for another port, IEUM_HOME=DIR for another state folder
	@.venv/bin/ieum serve $(if $(PORT),--port $(PORT))

demo: setup ## fill invented, clearly marked cases to look around in
	@.venv/bin/ieum demo

train: setup ## train the dialogue model if its inputs changed
	@bot/.venv/bin/python bot/train.py --guides knowledge/guides --out "$${IEUM_HOME:-var}/models/rasa"

test: setup ## every test, the browser's included; TESTS=path for some
	@scripts/setup.sh browser
	@scripts/test.sh $(TESTS)

check: setup ## style, types, dialogue data, guides, docs, and figures above their thresholds
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@cd bot && RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 PYTHONPATH=. .venv/bin/python -m rasa data validate --fail-on-warnings --config ../config.yml --domain domain --data data
	@$(PY) -m pytest -q tests/test_docs*.py tests/test_house.py tests/knowledge/test_guide_files.py
	@.venv/bin/ieum eval --only retrieval,answers,dialogues --sets dev --no-vectors --no-baselines --thresholds

eval: setup ## search, answers, dialogues, screening and intents beside baselines and the last landed run; OPTIONS="--only answers"
	@.venv/bin/ieum eval $(OPTIONS)

lock: ## resolve both locks anew (hash-pinned, without addresses)
	@uv=$$(scripts/find_uv.sh) && flags="--universal --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --group dev" && \
	$$uv pip compile $$flags --python-version 3.11 pyproject.toml -o requirements.lock && \
	cd bot && $$uv pip compile $$flags --python-version 3.10 --python "$$(../scripts/find_python.sh 3.10)" pyproject.toml -o requirements.lock

clean: ## remove environments, packages and state
	@rm -rf .venv bot/.venv .tools connectors/web/node_modules var
