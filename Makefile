# Two commands matter: `make run` starts the coach, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed-$(shell cat requirements.lock pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONWARNINGS := ignore:::pydantic

.PHONY: help setup run test lint stress eval bench fake-telegram lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(STAMP) ## make .venv and install everything that is locked

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the coach needs (once, a few minutes) ..."
	@$(BIN)/python -m pip install --quiet --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --config-settings editable_mode=compat --editable .
	@rm -f $(VENV)/.installed-* && touch $@

run: $(STAMP) ## start the coach: Telegram with COACH_TELEGRAM_TOKEN, else the example in this terminal
	@$(BIN)/coach run

test: lint ## lint, type-check, check the import rules and run every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(STAMP) ## the checks that run no test
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

stress: $(STAMP) ## kill and load runs at full scale
	@COACH_STRESS=full $(BIN)/python -m pytest -m stress tests

eval: $(STAMP) ## measure retrieval, the gate and check-in reading
	@$(BIN)/python -m benchmarks.evaluate

bench: $(STAMP) ## measure speed and memory
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.scale
	@$(BIN)/python -m benchmarks.loading

fake-telegram: $(STAMP) ## a Telegram of our own at http://127.0.0.1:8081 to chat by hand
	@$(BIN)/python -m tests.fakes.telegram --port 8081 --token 1:fake

lock: $(STAMP) ## resolve the newest dependencies into requirements.lock
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-header --no-annotate \
	  --group dev pyproject.toml --output-file requirements.lock

clean: ## remove the environment and caches; your data stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
