# One command for each thing a contributor does. `make` alone prints them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
# Of Lighthouse: `all`, or `sample`: every kind of page in one language, the languages in turn.
PAGES ?= all
export HOST PORT
# What Python compiles it keeps: an environment that forbids it makes every start twice as slow.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
PY := $(VENV)/bin/python
# Written when the step it names last succeeded.
RUNTIME := $(VENV)/installed-runtime
DEV := $(VENV)/installed-dev
PREPARED := $(or $(VAR_DIR),var)/prepared
LIGHTHOUSE := tests/browser/lighthouse/node_modules/.package-lock.json

# What `make run` must prepare again when it changed.
SOURCES := $(shell find locale guidance/content guidance/static guidance/migrations guidance/settings \
  wizard/migrations wizard/rulesets wizard/goodslists wizard/static -type f ! -name '*.mo' ! -name '*.pyc' 2>/dev/null)
# Those that have a catalogue; a new one is begun by `manage.py makemessages --locale`.
LANGUAGES := $(patsubst locale/%/LC_MESSAGES/django.po,%,$(wildcard locale/*/LC_MESSAGES/django.po))

.PHONY: help run stack test check bench lighthouse lock sbom css messages clean
.PHONY: lint types contracts migrations translations deploy templates docstrings audit leaks FORCE

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(PREPARED) ## Serve the whole site on HOST and PORT (127.0.0.1:8000)
	@echo "Starting the server …"
	@exec $(PY) -m guidance.operations.serve

stack: $(RUNTIME) ## Try the production shape: nginx, PostgreSQL, Redis where installed (STACK_PORT=8443)
	@exec $(PY) -m guidance.operations.stack

test: $(DEV) ## Run every test (ARGS="-k name" for some, ARGS=-n0 in one process; BROWSER=1 insists on the browser tests)
	@$(PY) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint types contracts migrations deploy templates docstrings translations leaks audit ## Run every static check
	@echo "All checks passed."

bench: $(DEV) ## Measure speed and page weights; the report is also in var/benchmarks.txt
	@mkdir -p var; for script in bench/bench_*.py; do $(PY) "$$script"; done | tee var/benchmarks.txt

lighthouse: $(DEV) $(LIGHTHOUSE) ## Audit every page in every language (PAGES=sample for some; needs Node, Chromium)
	@LIGHTHOUSE=$(PAGES) BROWSER=1 $(PY) -m pytest tests/browser/test_site_lighthouse.py $(ARGS)

lock: $(DEV) ## Choose package versions anew and write the lock files
	@export UV_CUSTOM_COMPILE_COMMAND="make lock"; \
	compile="$(PY) -m uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links"; \
	$$compile --output-file requirements.lock; \
	$$compile --extra postgres --extra redis --extra s3 \
	  --constraint requirements.lock --output-file requirements-production.lock; \
	$$compile --group dev --extra postgres --extra redis --extra s3 \
	  --constraint requirements-production.lock --output-file requirements-dev.lock

sbom: $(DEV) ## Write var/sbom.cdx.json, what the site is made of (CycloneDX), and print the licences
	@$(PY) tests/checks/bill_of_materials.py

css: $(DEV) ## Compile the style sheet (the result is committed)
	@$(PY) guidance/frontend/build.py

messages: $(DEV) ## Collect the texts to translate into locale/ (needs gettext)
	@command -v xgettext >/dev/null || { echo "Missing: gettext (Debian: apt-get install gettext)."; exit 1; }
	@$(PY) manage.py makemessages $(addprefix --locale ,$(LANGUAGES)) --no-location --no-wrap --no-obsolete \
	  --ignore 'var/*' --ignore '.venv/*' --ignore 'tests/*' --ignore 'node_modules/*'

clean: ## Remove what can be made again; the database and the uploads stay
	@rm -rf $(VENV) var/static $(PREPARED) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find guidance wizard tests -name __pycache__ -prune -exec rm -rf {} +
	@find locale -name "*.mo" -delete

# --- The checks -------------------------------------------------------------------------------

lint: $(DEV)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: $(DEV)
	@$(PY) -m mypy

contracts: $(DEV)
	@$(VENV)/bin/lint-imports

migrations: $(DEV)
	@$(PY) manage.py makemigrations --check --dry-run guidance wizard

deploy: $(DEV)
	@DJANGO_SETTINGS_MODULE=guidance.settings.production ALLOWED_HOSTS=example.org \
	  SITE_URL=https://example.org PROXY_COUNT=1 OPERATOR_EMAIL=a@example.org EMAIL_HOST=localhost \
	  DEFAULT_FROM_EMAIL=a@example.org SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_hex(40))')" \
	  $(PY) manage.py check --deploy --fail-level WARNING

templates: $(DEV)
	@$(PY) -m djlint templates --lint --quiet

docstrings: $(DEV)
	@$(PY) -m pytest --quiet tests/project/test_docstrings.py tests/project/test_locks.py

translations: $(DEV)
	@$(PY) -m pytest --quiet -rs tests/project/test_translations.py

leaks: $(DEV)
	@$(PY) tests/checks/leaks.py

# Needs the network; without it, it says what it could not do. AUDIT=1 insists.
audit: $(DEV)
	@$(PY) tests/checks/dependencies.py

# --- The environment --------------------------------------------------------------------------

$(PY):
	@python=""; for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "Missing: Python 3.11 or newer."; exit 1; fi; \
	echo "Making $(VENV) with $$($$python --version) …"; \
	if command -v uv >/dev/null; then uv venv --quiet --python "$$(command -v $$python)" $(VENV); \
	elif "$$python" -c 'import ensurepip, venv' 2>/dev/null; then "$$python" -m venv $(VENV); \
	else echo "Missing: Python's venv module (Debian: apt-get install python3-venv), or uv."; exit 1; fi

# A lock file is installed exactly: with hashes, and nothing it does not name.
define install
	@echo "Installing $(1) …"
	@if command -v uv >/dev/null; then uv pip install --quiet --python $(PY) --require-hashes -r $(1); \
	else $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null; \
	  $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi
	@touch $@
endef

$(RUNTIME): requirements.lock | $(PY)
	$(call install,requirements.lock)

$(DEV): requirements-dev.lock | $(PY)
	$(call install,requirements-dev.lock)

$(LIGHTHOUSE): tests/browser/lighthouse/package-lock.json
	@command -v npm >/dev/null || { echo "Missing: Node and npm (Debian: apt-get install npm)."; exit 1; }
	@echo "Installing Lighthouse …"
	@npm ci --prefix tests/browser/lighthouse --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Another database or folder than the usual one, or none yet: prepare it whatever the stamp says.
ifneq ($(DATABASE_URL)$(VAR_DIR)$(if $(wildcard var/db.sqlite3),,missing),)
$(PREPARED): FORCE
endif

$(PREPARED): $(RUNTIME) $(SOURCES)
	@echo "Preparing the site …"
	@mkdir -p $(@D)
	@$(PY) manage.py prepare
	@touch $@

FORCE:
