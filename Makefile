# Everything starts here: `make demo` to try Sapa, `make test` to run all gates.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
UV := $(BIN)/uv pip
LOCK := $(UV) compile -q --universal --generate-hashes --python-version 3.11 --group build
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE :=
MAKEFLAGS += --jobs=2
.PHONY: demo dev test chaos audit check lint types imports unit bench bench-screens bench-peers messages lock

demo: $(VENV)/.run
	$(BIN)/sapa demo
dev: $(VENV)/.run
	$(BIN)/sapa demo --reload
check: lint types imports unit
test: check
	$(BIN)/python -m tests.chromium
	$(BIN)/pytest --ignore=tests/domain --ignore=tests/house -n 2 --dist loadfile --no-loadscope-reorder

chaos: $(VENV)/.dev
	$(BIN)/pytest tests/faults -m chaos
audit: $(VENV)/.dev ; $(BIN)/pytest tests/domain -m audit && SAPA_API_EXAMPLES=50 SAPA_GATES=all $(BIN)/pytest tests/routes/test_api_schema.py tests/assistant/test_gates.py
lint: $(VENV)/.dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
types: $(VENV)/.dev
	$(BIN)/mypy sapa simulator tests clients
imports: $(VENV)/.dev
	$(BIN)/lint-imports --no-logo
unit: $(VENV)/.dev
	$(BIN)/pytest tests/domain tests/house
bench: $(VENV)/.run ; $(BIN)/sapa bench policy
bench-screens: $(VENV)/.dev ; $(BIN)/pytest tests/browser -m screens
bench-peers: $(VENV)/.run
	$(BIN)/python -m benchmarks.peers.run
messages: $(VENV)/.run
	$(BIN)/sapa messages extract && $(BIN)/sapa messages compile
lock: $(BIN)/uv
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV) && $(BIN)/pip -q install uv==0.13.9
$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/uv
	test -e $(VENV)/.dev || $(UV) install -q --require-hashes -r requirements.lock
	$(UV) install -q --no-deps --no-build-isolation -e . && touch $@
$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/uv
	$(UV) install -q --require-hashes -r requirements-dev.lock
	$(UV) install -q --no-deps --no-build-isolation -e . && touch $@ $(VENV)/.run
