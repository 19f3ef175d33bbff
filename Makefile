# Everything a developer or CI does, by name; `make help` lists it.
VENV       ?= .venv
PYTHON     ?= python3
BIN        := $(VENV)/bin
RUN        := $(BIN)/python

# Where the benchmark images stand (built there if they do not), and the feeds to measure with.
IMAGES     ?= build/bench-images
ADVISORIES ?= ../shared/advisories

# Where scanners for the tests are installed: outside of the tree, so that they are built once.
SCANNERS   ?= $(HOME)/.cache/hullmark-scanners

# More words for pytest, as in: make test PYTEST="-k purl"
PYTEST     ?=

.DEFAULT_GOAL := help
.PHONY: help setup scan test check check-rest format lint types imports docs reference \
        accuracy engines scanners golden fuzz fuzz-short bench lock clean

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## Make the virtual environment and install Hullmark into it

$(VENV)/.ready: pyproject.toml requirements.lock scripts/setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh scripts/setup.sh
	@touch $@

scan: setup build/demo/index.json ## Scan a demo image and this repository; write build/demo.{sarif,json}
	@BIN="$(BIN)" sh scripts/scan_demo.sh

build/demo/index.json: scripts/demo_image.py | $(VENV)/.ready
	@$(RUN) scripts/demo_image.py build/demo

test: setup ## Run every test (those that need ../shared or another program skip without it)
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/pytest -q $(PYTEST)

check: lint types imports docs test ## All that CI says

check-rest: lint types imports docs

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

docs: setup ## Generated reference pages are what the code says
	$(RUN) scripts/reference.py --check

reference: setup ## Rewrite the generated reference pages
	$(RUN) scripts/reference.py

accuracy: setup ## Score the inventory against ../shared/corpus, case by case
	$(RUN) scripts/accuracy.py --write docs/reference/accuracy.md

engines: setup ## Hold our findings against those of Trivy, Grype and Clair on the same advisories
	$(RUN) benchmarks/engines.py --write docs/reference/engines.md

fuzz: setup ## Ten million inputs over all parsers, guided by coverage (half an hour and more)
	@$(RUN) -c 'import atheris' 2>/dev/null || $(RUN) -m pip install -q 'atheris>=3.0'
	$(RUN) fuzz/run.py --inputs 10000000

fuzz-short: setup ## A minute or two of the same over every parser; what CI runs
	@if $(RUN) -c 'import atheris' 2>/dev/null || $(RUN) -m pip install -q 'atheris>=3.0'; then \
	    $(RUN) fuzz/run.py --inputs 20000; \
	else echo "fuzz-short: skipped, atheris cannot be installed here" >&2; fi

scanners: setup ## Install pinned scanners, with which tests run for real, below SCANNERS
	PYTHON="$(RUN)" HULLMARK_HOME="$(SCANNERS)" sh scripts/scanners.sh

golden: setup ## Rewrite the expected output of writers and verbs; review the diff
	HULLMARK_GOLDEN=write $(BIN)/pytest -q -p no:randomly tests/golden

bench: setup $(IMAGES)/base-oci/index.json ## Measure against peers and the floor (see docs/contributing/measure.md)
	PATH="$(abspath $(BIN)):$$PATH" $(RUN) benchmarks/startup.py
	PATH="$(abspath $(BIN)):$$PATH" $(RUN) benchmarks/scan.py $(IMAGES)
	PATH="$(abspath $(BIN)):$$PATH" $(RUN) benchmarks/layer_size.py
	$(RUN) benchmarks/versions.py
	$(RUN) benchmarks/report.py
	@if [ -d "$(ADVISORIES)" ]; then set -ex; \
	    $(RUN) benchmarks/advisory_build.py "$(ADVISORIES)"; \
	    $(RUN) benchmarks/matching.py "$(ADVISORIES)/osv"; \
	else echo "bench: no folder '$(ADVISORIES)': name one with OSV archives as ADVISORIES=FOLDER" >&2; fi

$(IMAGES)/base-oci/index.json: | $(VENV)/.ready
	$(RUN) benchmarks/images.py $(IMAGES)

lock: ## Pin every dependency anew, with hashes, at releases at least a week old
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install -q --disable-pip-version-check uv
	build/lock/bin/uv pip compile -q --universal --python-version 3.11 --group dev --all-extras --generate-hashes \
	    --exclude-newer "$$(date -u -d '7 days ago' +%FT%TZ)" --custom-compile-command 'make lock' \
	    --upgrade -o requirements.lock pyproject.toml

clean: ## Remove what make made
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
