# The two that matter: `make run` starts the app on this machine, `make test` runs every check and test.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2

VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.requirements
DEV_STAMP := $(VENV)/.requirements-dev
SECRET := var/secret_key
# What the app runs with on this machine: no DEBUG, no TLS, loopback hosts only.
LOCAL := SECRET_KEY="$$(cat $(SECRET))" DEBUG= ALLOWED_HOSTS= PLAIN_HTTP=1 BASE_URL=http://127.0.0.1:$(PORT)

# The checks that read the code and run none of its tests; the tests that know no database; those that only look at pages,
# files and the demonstration once they are made, or drive one browser at a time; those that ask every address alike, whose
# loaders, queries and pages have tests of their own on both databases. One run of these is enough.
READ := lint types architecture migrations-made
PURE := tests/core tests/files tests/forms tests/templatetags tests/test_architecture.py
SEVERAL_BROWSERS := $(patsubst %,tests/browser/test_%.py,carrying_over hidden_votes saving settling sharing two_versions)
DRAWN := tests/exports tests/views/test_roadmap_export.py tests/management/test_demonstration.py \
	tests/management/test_score_answers.py $(filter-out $(SEVERAL_BROWSERS),$(wildcard tests/browser/test_*.py))
ALIKE := tests/test_role_table.py tests/test_hidden_votes.py tests/test_response_headers.py \
	tests/admin/test_access.py tests/admin/test_every_address.py
# Measuring what is covered takes half as long again: it is left out where whole pages, browsers and servers are tried, for
# the tests of the parts are to cover every line without them.
WHOLE := tests/browser tests/soak tests/test_architecture.py $(ALIKE) \
	tests/test_hostile_input.py tests/test_mass_assignment.py tests/test_ids_in_requests.py

.DEFAULT_GOAL := help
.PHONY: help run port-free test check lint types architecture migrations-made deployable pytest-sqlite pytest-postgresql audit bench soak fmt migrations screenshots lock
.NOTPARALLEL:

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

# Two workers, as measured on SQLite with many saving at once: with two the slowest saves (p95) took at most three times
# as long as the middle one in 5 of 6 rounds, with three in 2 of 6.
run: $(RUN_STAMP) port-free $(SECRET) ## install, prepare and serve on 127.0.0.1:8000 (another port: PORT=8001)
	@$(LOCAL) $(BIN)/python manage.py migrate --verbosity 0
	@$(LOCAL) $(BIN)/python manage.py load_catalog
	@$(LOCAL) $(BIN)/python manage.py create_demonstration
	@$(LOCAL) $(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@echo "opsmaturity is on http://127.0.0.1:$(PORT); stop it with Ctrl-C."
	@$(LOCAL) exec $(BIN)/gunicorn opsmaturity.wsgi --bind 127.0.0.1:$(PORT) \
		--worker-class gthread --threads 1 --workers 2 --no-control-socket --limit-request-line 8190

port-free: | $(BIN)/python
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
		{ echo "Port $(PORT) is taken; try another: make run PORT=$$(($(PORT) + 1))"; exit 1; }

test: $(READ) deployable pytest-sqlite pytest-postgresql ## every check and test, on SQLite and on PostgreSQL

check: $(READ) ## the quick checks
	$(BIN)/pytest -n $(JOBS) -q $(PURE)

lint: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djade --target-version 5.2 --check $$(find templates -name '*.html')
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/deptry .

types: $(DEV_STAMP)
	$(BIN)/mypy

architecture: $(DEV_STAMP)
	$(BIN)/lint-imports --no-logo

migrations-made: $(DEV_STAMP)
	DEBUG=1 DATABASE_URL= $(BIN)/python manage.py makemigrations --check --dry-run

deployable: $(DEV_STAMP)
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		DEBUG= ALLOWED_HOSTS= PLAIN_HTTP= DATABASE_URL= $(BIN)/python manage.py check --deploy --fail-level WARNING

audit: $(DEV_STAMP) ## ask for known flaws of the installed packages (needs the vulnerability service)
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.txt

pytest-sqlite: $(DEV_STAMP)
	DATABASE_URL= $(BIN)/pytest -n $(JOBS) --cov --cov-report=term-missing:skip-covered $(patsubst %,--ignore=%,$(WHOLE))
	$(BIN)/coverage report --fail-under=100 --include='assessments/core/*'
	DATABASE_URL= $(BIN)/pytest -n $(JOBS) $(WHOLE)

pytest-postgresql: $(DEV_STAMP)
	$(BIN)/python tests/postgres.py $(BIN)/pytest -n $(JOBS) $(patsubst %,--ignore=%,$(PURE) $(DRAWN) $(ALIKE))

bench: $(DEV_STAMP) ## measure speed against its budgets, on both databases
	DATABASE_URL= $(BIN)/pytest -q -s -m benchmark tests/benchmarks
	$(BIN)/python tests/postgres.py $(BIN)/pytest -q -s -m benchmark tests/benchmarks/bench_pages.py tests/benchmarks/bench_writers.py

soak: $(DEV_STAMP) ## kill, crash and fill up under saves, on both databases: nothing acknowledged is lost
	DATABASE_URL= $(BIN)/pytest -q -s -m soak tests/soak
	DATABASE_URL= $(BIN)/python tests/postgres.py $(BIN)/pytest -q -s -m soak tests/soak

fmt: $(DEV_STAMP) ## format Python and templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djade --target-version 5.2 $$(find templates -name '*.html')

migrations: $(DEV_STAMP) ## make a migration: make migrations NAME=add_units
	@test -n "$(NAME)" || { echo "Say what it does: make migrations NAME=add_units"; exit 2; }
	DEBUG=1 DATABASE_URL= $(BIN)/python manage.py makemigrations assessments --name $(NAME)

screenshots: $(DEV_STAMP) ## pictures of every page under var/screenshots
	$(BIN)/python -m tests.browser.screenshots

lock: $(DEV_STAMP) ## compile the requirements anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "opsmaturity needs Python 3.11 or newer, which $(PYTHON) is not; name another: make $(MAKECMDGOALS) PYTHON=python3.12."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python cannot make environments: install its venv package (Debian: apt install python3-venv)."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(RUN_STAMP)

$(SECRET): | $(BIN)/python
	@mkdir -p -m 700 var
	@umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))' > $@.new && mv $@.new $@
