# The only entry points. `make help` lists them; docs/development.md says when to use which.

SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
RUNTIME := $(VENV)/runtime.stamp
TOOLS := $(VENV)/tools.stamp
POSTGRES := $(VENV)/postgres.stamp
PYTEST := $(PY) -m pytest
export HYPOTHESIS_PROFILE ?= $(if $(CI),ci,dev)
# Where compiled tests are kept, the next run starts in half the time: a container's setting does not hold here.
unexport PYTHONDONTWRITEBYTECODE
# A production site as `check --deploy` should see it; the key is made up on the spot and used for nothing else.
PRODUCTION = POLICYBUILDER_MODE=production ALLOWED_HOSTS=policies.example.org \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(48))')

# The longest first: two run at a time.
CHECKS := check-types check-templates check-lint check-format check-floors check-migrations check-deploy check-catalogue

.PHONY: help env run test test-postgres unit laws laws-long browser fix check coverage mutate fuzz fuzz-compare catalogue text-editor bench screenshots clean \
	$(CHECKS)

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: $(TOOLS) ## make .venv with everything, tools included (the other targets do it themselves)

$(RUNTIME): requirements.txt tools/environment
	@tools/environment requirements.txt $@

$(TOOLS): requirements.txt requirements-dev.txt tools/environment
	@tools/environment requirements-dev.txt $@
	@touch $(RUNTIME)

$(POSTGRES): requirements-postgres.txt $(TOOLS) tools/environment
	@tools/environment requirements-postgres.txt $@

run: $(RUNTIME) ## serve the site on 127.0.0.1:8000 (HOST and PORT change that)
	@POLICYBUILDER_MODE=local $(PY) manage.py serve --prepare

test: unit browser ## every test: unit, cases, laws, house, browser

# How many at a time; each has a server, a database and a Chromium of its own.
BROWSERS ?= 2
JOURNEYS_ON_POSTGRES := $(addprefix tests/browser/test_,two_tabs.py no_script.py)

test-postgres: $(POSTGRES) ## what touches the database, on a private PostgreSQL (installs Debian's when it is missing and that is possible)
	HYPOTHESIS_PROFILE=brief tools/postgres $(PYTEST) -q -n 2 --dist worksteal -m "database and not browser"
	@tools/chromium
	tools/postgres $(PYTEST) -q -n $(BROWSERS) -m browser $(JOURNEYS_ON_POSTGRES)

unit: $(TOOLS) ## every test but the browser's
	$(PYTEST) -q -n 2 --dist worksteal -m "not browser"

laws: $(TOOLS) ## the laws, 200 examples each
	HYPOTHESIS_PROFILE=ci $(PYTEST) -q -n 2 tests/laws

laws-long: $(TOOLS) ## the laws, 5,000 examples each
	HYPOTHESIS_PROFILE=long $(PYTEST) -q -n 2 --timeout 3600 tests/laws

browser: $(TOOLS) ## the browser's tests, two at a time (installs Debian's chromium when it is missing and that is possible; BROWSERS=0: one after the other)
	@tools/chromium
	$(PYTEST) -q -n $(BROWSERS) --dist worksteal -m browser tests/browser

fix: $(TOOLS) ## mend what ruff and djlint can mend, and format
	$(PY) -m ruff check --fix-only --quiet .
	$(PY) -m ruff format --quiet .
	$(PY) -m djlint templates --reformat --quiet || true

check: $(TOOLS) ## lint, format, types, floors, migrations, deployment, catalogue, two at a time (-k: all of them in spite of failures)
	@$(MAKE) -j2 --output-sync=target $(CHECKS)

check-lint: $(TOOLS)
	$(PY) -m ruff check --quiet .

check-format: $(TOOLS)
	$(PY) -m ruff format --check --quiet .

check-templates: $(TOOLS)
	$(PY) -m djlint templates --lint --quiet
	$(PY) -m djlint templates --check

check-types: $(TOOLS)
	$(PY) -m mypy

check-floors: $(TOOLS)
	$(VENV)/bin/lint-imports

check-migrations: $(TOOLS)
	SQLITE_FILE=:memory: POLICYBUILDER_MODE=test $(PY) manage.py makemigrations --check --dry-run

check-deploy: $(TOOLS)
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

check-catalogue: $(TOOLS)
	$(PY) -m tools.build_catalogue --check

coverage: $(TOOLS) ## branch coverage; the engine has to be at 100 %
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest -q -n 0 -m "not browser"
	$(PY) -m coverage report
	$(PY) -m coverage report --include='policybuilder/iam/*' --fail-under=100

mutate: $(TOOLS) ## change one engine module bit by bit and see whether its tests notice: make mutate M=iam/conditions.py
	$(PY) -m tools.mutate $(M)

fuzz: $(TOOLS) ## throw N changed policies at the validator and stop at the first that breaks it: make fuzz N=1000000
	$(PY) -m tools.fuzz_validator $(N)

fuzz-compare: $(TOOLS) ## compare N random pairs of policies and stop at the first answer that something contradicts: make fuzz-compare N=100000
	$(PY) -m tools.fuzz_compare $(N)

catalogue: $(TOOLS) ## rebuild the catalogue's reference data from the pinned packages and show what changed
	$(PY) -m tools.build_catalogue

text-editor: ## build the vendored text editor anew from the versions in tools/text_editor/package.json; needs npm
	cd tools/text_editor && npm install --no-package-lock --no-audit --no-fund --ignore-scripts && node build.mjs

bench: $(TOOLS) ## print timings of the engine, the preview and the browser's round trip
	@tools/chromium
	$(PY) -m benchmarks.run

screenshots: $(TOOLS) ## every page at 1440 and 390 px, light and dark, into var/screenshots
	@tools/chromium
	$(PY) -m tests.browser.screenshots

clean: ## remove caches and what tests leave (keeps .venv and var)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov var/screenshots
	find policybuilder tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +
