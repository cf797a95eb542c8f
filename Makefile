# `make help` lists the targets. Needed beforehand: Python 3.11 to 3.13, make, a C compiler and package registries.
.DEFAULT_GOAL := help
.PHONY: help run test check bench train clean python
VENV := .venv
BIN := $(VENV)/bin
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

test: python  ## run the Python suite, the PWA's unit tests and the browser tests
	@$(PYTHON) bootstrap.py dev
	@$(BIN)/python manage.py build
	@$(BIN)/python -m pytest
	@$(BIN)/python manage.py npm -- test
	@$(BIN)/python -m pytest tests/browser

check: python  ## ruff, mypy, imports, migrations, API drift, types, container files
	@$(PYTHON) bootstrap.py dev
	@$(BIN)/python checks.py

bench: $(BENCHES)  ## run every benchmark in bench/
$(BENCHES): bench-%: python
	@$(PYTHON) bootstrap.py dev
	@$(BIN)/python manage.py build
	@$(BIN)/python -m bench.$*

train: python  ## fit the models from the data in the tree into var/models/
	@$(PYTHON) bootstrap.py run
	@$(BIN)/python manage.py build --only models --force

clean:  ## remove what is built and installed; var/ (your data) stays
	rm -rf $(VENV) pwa/node_modules pwa/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
