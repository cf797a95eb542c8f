# `make help` lists the targets. Needed beforehand: Python 3.11 to 3.13, make, a C compiler and package registries.
.DEFAULT_GOAL := help
.PHONY: help run test check bench train clean python
VENV := .venv
BIN := $(VENV)/bin
MANAGE := DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py
PWA := $(wildcard pwa/package.json)
NPM := cd pwa && PATH="$(CURDIR)/$(BIN):$$PATH" npm
BENCH_VENV := .venv-bench
BENCHES := $(patsubst bench/%.py,bench-%,$(filter-out bench/_%,$(wildcard bench/*.py)))
.PHONY: $(BENCHES)

# The first interpreter that fits; PYTHON=/path/to/python names another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo "$$p" && break; done)
python:
	@test -n "$(PYTHON)" || { echo "GigLens needs Python 3.11, 3.12 or 3.13, and none is on PATH: install one, or name it with 'make run PYTHON=/path/to/python3.12'." >&2; exit 1; }

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo "make bench-NAME one benchmark: $(patsubst bench-%,%,$(BENCHES))"

run: python  ## start everything; PORT=8000 and ML_PORT=8001 choose the ports
	@$(PYTHON) bootstrap.py run
	@$(BIN)/python manage.py up --with-parent

test: python  ## the Python suite, the PWA's unit tests and the browser tests
	@$(PYTHON) bootstrap.py dev
	@$(BIN)/python manage.py build
	$(BIN)/python -m pytest
	$(if $(PWA),$(NPM) test)
	$(if $(PWA),tests/browser/install-chromium.sh)
	$(if $(PWA),$(BIN)/python -m pytest tests/browser)

check: check-python $(if $(PWA),check-api check-pwa check-containers)  ## style, types, imports, migrations, API drift, container files
check-python: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
check-api: dev
	@mkdir -p var/check
	$(MANAGE) spectacular --validate --fail-on-warn --file var/check/schema.yaml
	diff -u pwa/src/api/schema.yaml var/check/schema.yaml || { echo "The API changed: run 'make api' and commit what it writes." >&2; exit 1; }
	$(NPM) exec --no -- openapi-typescript src/api/schema.yaml --output ../var/check/schema.d.ts
	diff -u pwa/src/api/schema.d.ts var/check/schema.d.ts || { echo "The generated types are stale: run 'make api' and commit what it writes." >&2; exit 1; }
check-pwa: dev
	$(NPM) run --silent typecheck
check-containers: dev
	$(BIN)/hadolint docker/Dockerfile.*
	$(NPM) exec --no -- dclint --config ../.dclintrc.yaml --max-warnings 0 ../compose.yaml
.PHONY: check-python check-api check-pwa check-containers

api: dev  ## write the API's schema and the types made from it into pwa/src/api/
	$(MANAGE) spectacular --validate --fail-on-warn --file pwa/src/api/schema.yaml
	$(NPM) run --silent types

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
EXTRAS := import sys, tomllib; extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; print(*(line for name in sys.argv[1:] for line in extras[name]), sep="\n")
lock: dev  ## pin every dependency anew from pyproject.toml (UPGRADE=1 takes the newest)
	$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --extra ml --extra local -o requirements.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --extra ml --extra local --extra dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) pyproject.toml -c requirements.txt -o docker/requirements-web.txt
	$(BIN)/python -c '$(EXTRAS)' ml | $(LOCK) - -c requirements.txt -o docker/requirements-ml.txt
	$(BIN)/python -c '$(EXTRAS)' ml bench | $(LOCK) - -c requirements-dev.txt -o requirements-bench.txt
.PHONY: lock

dev: python
	@$(PYTHON) bootstrap.py dev
	@$(BIN)/python manage.py build --only packages
.PHONY: api dev

chaos: dev  ## kill everything again and again while nights run, and check what must hold (an hour; ARGS="--seed 7")
	@$(BIN)/python manage.py build --only models
	@$(BIN)/python -m tests.chaos $(ARGS)
.PHONY: chaos

figures: dev  ## say and read back 10,000 made-up figures a language, and set a liar against the gate (ten minutes)
	@FIGURE_CASES=10000 $(BIN)/python -m pytest tests/assistant/spoken tests/assistant/numbers
.PHONY: figures

chaos-hosts: dev  ## a night on two hosts, made of network namespaces (as root)
	@$(BIN)/python manage.py build --only models
	@$(BIN)/python -m tests.chaos.hosts $(ARGS)
.PHONY: chaos-hosts

bench: $(BENCHES)  ## run every benchmark in bench/
ANCHORED := $(filter bench-forecast bench-credit,$(BENCHES))
$(filter-out $(ANCHORED),$(BENCHES)): bench-%: python
	@$(PYTHON) bootstrap.py dev
	@$(BIN)/python manage.py build
	@$(BIN)/python -m bench.$* $(ARGS)

# Measured beside other people's packages, which stay out of .venv.
$(ANCHORED): bench-%: dev $(BENCH_VENV)/.installed
	@$(BIN)/python manage.py build --only models
	@$(BENCH_VENV)/bin/python -m bench.$* $(if $(DATA),--data "$(abspath $(DATA))")
$(BENCH_VENV)/.installed: requirements-bench.txt | dev
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(BENCH_VENV)
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BENCH_VENV)/bin/python requirements-bench.txt
	@touch $@

train: python  ## fit the models into var/models/ from the tables in the tree, or from those in DATA=/path/to/folder
	@$(PYTHON) bootstrap.py run
	@$(if $(DATA),TRAINING_DATA="$(abspath $(DATA))") $(BIN)/python manage.py build --only models --force

clean:  ## remove what is built and installed; var/ (your data) stays
	rm -rf $(VENV) $(BENCH_VENV) pwa/node_modules pwa/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
