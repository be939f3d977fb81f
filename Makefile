# Deskhand. `make run` starts it, `make test` proves it; both need only Python 3.11+ and make.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
BIND ?= 127.0.0.1:8000
WORKERS ?= 3
LONG_WORKERS ?= 4
SIZE ?= full
FUZZ_SECONDS ?= 60
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -q

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test-setup test test-sqlite test-postgres test-long bench lint format lock messages reference screenshots wheel clean fuzz

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## virtual environment, locked packages, front end; seconds when nothing changed
	@$(PYTHON) -m tools.setup

run: setup ## start on http://127.0.0.1:8000 with the demo desk in var/demo (BIND=host:port)
	@exec $(BIN)/deskhand demo --data var/demo --bind $(BIND)

test-setup: ## what the tests need of the system: Chromium, PostgreSQL, Dovecot, Exim
	@$(PYTHON) -m tools.system_packages

test: setup test-setup lint test-sqlite ## style, types, and all tests but the longer proofs, on SQLite

test-sqlite: ## all tests on SQLite
	$(PYTEST) -m "not long"

test-postgres: ## what the database could change, on a PostgreSQL of its own
	$(BIN)/python -m tests.services.postgres $(PYTEST) -m "postgres and not long"

test-long: setup test-setup test-postgres ## the same on PostgreSQL, and the longer proofs: kills, outages, fuzzing of the API, a bare machine
	$(PYTEST) -n $(LONG_WORKERS) -m long --timeout 1500

fuzz: setup ## look for bytes that break what reads mail, guided by coverage (FUZZ_SECONDS=60 for all together)
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/fuzz.txt
	$(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS)

bench: setup test-setup ## measure against the floors, 40 minutes; SIZE=small for a quick look
	$(BIN)/python -m bench --size $(SIZE)

lint: ## style, types, import rules, templates, TypeScript
	@$(BIN)/python -m tools.lint

format: ## put code and imports in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## resolve requirements/*.in into hashed requirements/*.txt
	@for name in base semantic dev node fuzz; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

messages: ## read the words to translate into src/deskhand/locale and compile them
	@$(BIN)/python -m tools.messages update

reference: ## write docs/reference/ from the code
	@$(BIN)/python -m tools.reference

screenshots: setup test-setup ## take the pictures of the documents, docs/images/, and of the page Grow
	@$(BIN)/python -m tools.screenshots
	@$(BIN)/python -m tools.screenshots_grow

wheel: setup ## dist/deskhand-*.whl and the source archive
	$(BIN)/python -m hatchling build

clean: ## remove what was built; keeps .venv and var
	rm -rf dist build node_modules src/deskhand/web/static/deskhand src/deskhand/web/icons.json .mypy_cache .ruff_cache .pytest_cache
