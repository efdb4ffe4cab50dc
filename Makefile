# make run and make test need only git, make and Python 3.11; the rest is installed into this checkout.
PYTHON ?= python3
UV = .tools/bin/uv
BIN = .venv/bin
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run test check format in-force bench clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "tripartite needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 run" >&2; exit 1; }
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check 'uv>=0.5,<1'

.venv/.ready: $(UV) uv.lock pyproject.toml
	UV_PYTHON_DOWNLOADS=never $(UV) sync --frozen --quiet --python $(PYTHON)
	@touch $@

run: .venv/.ready ## check the sample factory, then serve the site (PORT=8000)
	@PORT="$(PORT)" sh tools/run_sample.sh

test: .venv/.ready ## the whole suite, a real browser, a local Spark and PostgreSQL included
	@sh tools/find_browser.sh
	@PYTHON=$(BIN)/python sh tools/run_tests.sh

check: .venv/.ready ## all that the continuous integration does
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: .venv/.ready ## put the code in its usual form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

in-force: .venv/.ready ## write each room's in_force.csv after a change of its values
	$(BIN)/python tools/make_in_force.py

bench: .venv/.ready ## measure speed and memory; see bench/README.md
	$(BIN)/python bench/speed.py

clean: ## remove what was installed and made here
	rm -rf .venv .tools sample out .mypy_cache .ruff_cache .pytest_cache .hypothesis
