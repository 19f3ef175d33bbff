# Everything a developer or CI does, by name; `make help` lists it.
VENV   ?= .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
RUN    := $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help setup scan test check format lint types imports accuracy bench golden docs clean

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## Make the virtual environment and install Hullmark into it

$(VENV)/.ready: pyproject.toml requirements.lock scripts/setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh scripts/setup.sh
	@touch $@

test: setup ## Run every test (those that need ../shared skip without it)
	$(BIN)/pytest -q

check: lint types imports test docs ## All that CI says

format: setup ## Rewrite the code in house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: setup ## Style and banned calls
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup ## mypy --strict over src and tests
	$(BIN)/mypy

imports: setup ## Rooms import only downward
	$(BIN)/lint-imports

clean: ## Remove what make made
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis
