# Two commands: `make run` opens the app on the demonstration territory, `make test` runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTED := $(VENV)/.tested

.DEFAULT_GOAL := help
.PHONY: help run test lint types unit browser bench demonstration clean

help: ## say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip --constraint constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(TESTED): $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	bash tests/browser.sh $(BIN)
	touch $@

run: $(READY) ## open the app on the demonstration territory
	$(BIN)/jachere serve

test: lint types unit browser ## run every check

lint: $(TESTED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(TESTED)
	$(BIN)/mypy

unit: $(TESTED)
	$(BIN)/pytest -n 2 --ignore=tests/e2e

browser: $(TESTED)
	$(BIN)/pytest -n 2 --dist loadfile tests/e2e

bench: $(TESTED) ## print the figures of the benchmarks
	$(BIN)/python -m benchmarks

demonstration: $(READY) ## write the demonstration territory again
	$(BIN)/python -m data.generator

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
