# Comity. `make` lists what there is to do; `make run` and `make test` do all the set-up themselves.
.DEFAULT_GOAL := help
SHELL := /bin/sh
export PYTHONDONTWRITEBYTECODE ?= 1

PY := .venv/bin/python
COMITY := .venv/bin/comity
DEMO ?= var/demo
PORT ?= 8400

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^## /{printf "\n%s\n", substr($$0, 4)} /^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

## Use it
.PHONY: run journey clean-demo shell
run: .venv/run.ready assets ## Set up and start the demonstration network (Ctrl-C stops it)
	@exec $(COMITY) demo run --folder $(DEMO) --port $(PORT)

journey: .venv/run.ready assets ## Run the case "Lantern" without a browser, in a network of its own
	@$(COMITY) demo journey

clean-demo: ## Forget the demonstration network's data
	@if [ -x $(COMITY) ]; then $(COMITY) demo forget --folder $(DEMO); else rm -rf $(DEMO); fi

shell: .venv/run.ready ## A Python prompt inside the demonstration's German node
	@exec $(COMITY) node shell $(DEMO)/de

## Check it
.PHONY: test lint types contracts unit node-tests journeys served faults deep
test: .venv/browser.ready lint types contracts unit served ## Everything but the fault tests

lint: .venv/test.ready ## Format and lint
	@$(PY) -m ruff format --check src tests bench tools
	@$(PY) -m ruff check src tests bench tools

types: .venv/test.ready ## mypy, strict
	@$(PY) -m mypy

contracts: .venv/test.ready ## Which room may import which
	@.venv/bin/lint-imports --cache-dir .import_linter_cache

unit: .venv/test.ready assets ## The library: no database, no browser
	@$(PY) -m pytest -m "not node and not journey and not faults and not deep" -n 2 -q tests
	@$(PY) -m pytest --doctest-modules -q -p no:cacheprovider $(DOCTESTED)
	@$(PY) -m pytest --doctest-modules -q -p no:cacheprovider -p tests.support.node src/comity/node

DOCTESTED := $(filter-out src/comity/node/ src/comity/__pycache__/,$(wildcard src/comity/*/))

BY_FILE := -n 2 --dist loadfile --no-loadscope-reorder

# Together, so that no worker waits for the other's last file.
served: .venv/test.ready .venv/browser.ready assets
	@$(PY) -m pytest -m "(node or journey) and not faults and not deep" $(BY_FILE) -q tests

node-tests: .venv/test.ready assets ## The node on its own PostgreSQL
	@$(PY) -m pytest -m "node and not journey and not faults and not deep" $(BY_FILE) -q tests

journeys: .venv/test.ready .venv/browser.ready assets ## The pages in a real browser
	@$(PY) -m pytest -m "journey and not faults and not deep" $(BY_FILE) -q tests

faults: .venv/test.ready .venv/browser.ready assets ## Kill, cut, flood: the promises at their CI figures
	@$(PY) -m pytest -m "faults and not deep" -q tests

deep: .venv/test.ready .venv/browser.ready .venv-mutation/ready assets ## The long runs, by hand before a release
	@$(PY) -m pytest -m "deep or faults" --timeout 7200 -q tests
	@.venv-mutation/bin/python tools/mutation.py

## Measure and show it
.PHONY: bench pictures
bench: .venv/test.ready .venv-bench/ready assets ## Speed and memory, beside the peer's or the limit's
	@$(PY) -m bench $(BENCH)

pictures: .venv/test.ready .venv/browser.ready assets ## Take the screenshots into docs/pictures/
	@$(PY) -m comity_demo.pictures docs/pictures

## Build it
.PHONY: assets locks clean
assets: .venv/run.ready ## Style sheets and scripts of the pages
	@$(PY) tools/assets/build.py

locks: .venv/test.ready ## Pin the dependencies anew, with hashes and without addresses
	@sh tools/locks

clean: ## Forget everything that can be made again
	rm -rf .venv .venv-bench .venv-mutation build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis mutants

.venv/run.ready: requirements/run.lock pyproject.toml tools/setup
	@sh tools/setup run

.venv/test.ready: requirements/dev.lock pyproject.toml tools/setup
	@sh tools/setup test

.venv/browser.ready: .venv/test.ready tools/setup
	@sh tools/setup browser

.venv-bench/ready: requirements/bench.lock tools/setup
	@sh tools/setup bench

.venv-mutation/ready: requirements/mutation.lock tools/setup
	@sh tools/setup mutation
