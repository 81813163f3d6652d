# Reply Coach. `make run` and `make test` do all their set-up themselves.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PORT ?= 8760
LLAMA := .cache/llama/llama-server

.PHONY: run test fast check bench live evals baseline train schemas lock system llama load clean

run: $(READY)
	$(BIN)/coach serve --port $(PORT) --open

# The browser's driver keeps an event loop running in its process, so its tests have processes of their own.
test: $(READY)
	@$(MAKE) --no-print-directory system llama
	$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder -m "not browser"
	$(BIN)/pytest --numprocesses auto --dist worksteal -m browser $$(grep -rl --include='test_*.py' 'mark\.browser' tests)

fast: $(READY)
	$(BIN)/pytest --numprocesses auto --dist loadfile -m "not slow and not browser and not llm_server"

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_architecture.py

bench: $(READY)
	$(BIN)/python -m evals.benchmarks

load: $(READY)
	$(BIN)/python -m evals.benchmarks.load

# The model of COACH_MODEL, which costs what its provider charges; figures go to evals/live.
live: $(READY)
	$(BIN)/python -m evals.live

evals: $(READY)
	$(BIN)/coach evals run --suite all

# The figures that a change is held against: make baseline WHY="why they may move"; the reason is kept beside them.
baseline: $(READY)
	@test -n "$$WHY" || { echo 'say why: make baseline WHY="why the figures may move"' >&2; exit 2; }
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
		$(BIN)/coach evals run --suite all --out "$$folder/run" && $(BIN)/coach evals baseline "$$folder/run" --why "$$WHY"

train: $(READY)
	$(BIN)/coach evals train

schemas: $(READY)
	$(BIN)/python -m tests.contracts.write

# Everything below the first line of the lock is pinned with hashes; nothing is resolved at set-up.
$(READY): requirements.lock bootstrap.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info[:2] in ((3, 11), (3, 12)) else "Reply Coach needs Python 3.11 or 3.12: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	$(BIN)/python -m compileall -q knowledge coach evals ui
	touch $(READY)

lock: $(READY)
	$(BIN)/uv pip compile --quiet --all-extras --generate-hashes --no-header --python-version 3.11 --output-file requirements.lock pyproject.toml
	sed -n '/^uv==/,/^[^ ]/p' requirements.lock | grep -v '^ *#' | sed '1!{/^[^ ]/d}' | sed '$$s/ *\\$$//' > bootstrap.lock

# Chromium for the browser tests and a compiler for llama-server, where this user may install them; elsewhere those tests say what is missing.
system:
	@if ! (command -v cmake && command -v c++) >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends cmake ninja-build g++ >/dev/null; \
	fi
	@if ! command -v chromium >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	fi

# llama.cpp's server for the tests; without a compiler or the network its tests say what is missing.
llama: $(LLAMA)

$(LLAMA): tests/llama/build.sh tests/llama/sdist.lock | $(READY)
	tests/llama/build.sh $(BIN)/python $(LLAMA)

clean:
	rm -rf $(VENV) .cache .coach .mypy_cache .ruff_cache .pytest_cache
