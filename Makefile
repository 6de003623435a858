# `make` or `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BUS ?= local
PORT ?= 8000
SANDBOX_PORT ?= 8090
T ?= tests
SIZES ?= 10000 100000 1000000
SECONDS ?= 5
PY := .venv/bin/python
BIN := .venv/bin

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## set up, start the whole platform, play the signing story, print times and the issued PDF
	@deploy/setup.sh run
	@$(PY) -m deploy.demo

.PHONY: run
run: ## start the platform and leave it running; BUS=rabbit: six processes over RabbitMQ; PORT=, SANDBOX_PORT=
	@deploy/setup.sh $(if $(filter rabbit,$(BUS)),,run)
	@$(PY) -m deploy.run --bus $(BUS) --port $(PORT) --sandbox-port $(SANDBOX_PORT)

.PHONY: test
test: ## every test, or a part: make test T=tests/agreements
	@deploy/setup.sh test
	@$(PY) -m pytest -n 2 --dist loadfile $(T)

.PHONY: check
check: ## what CI runs first: ruff, mypy, import rules, drift of contracts and generated documents
	@deploy/setup.sh test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy libs/common/common $(foreach s,$(wildcard services/*),$(s)/$(notdir $(s))) deploy tests
	$(BIN)/lint-imports
	$(PY) -m pytest -q tests/architecture tests/contracts

.PHONY: fmt
fmt: ## format the code and mend what ruff can mend
	@deploy/setup.sh run
	$(BIN)/ruff check --fix-only -q
	$(BIN)/ruff format

.PHONY: docs
docs: ## make the generated documents again (events, AsyncAPI, OpenAPI, state diagrams)
	@deploy/setup.sh run
	$(PY) -m deploy.docs

.PHONY: bench-signing
bench-signing: ## what signing costs beside pgbench and beside the usual way; SIZES="10000 1000000" SECONDS=5
	@deploy/setup.sh test
	@$(PY) -m tests.bench --sizes $(SIZES) --seconds $(SECONDS)

.PHONY: lock
lock: ## resolve the dependencies again into requirements.lock (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv on the PATH: pipx install uv"; exit 1; }
	@# Exact versions and hashes, no address of a registry; uv.lock has addresses and is not kept.
	uv lock --upgrade --quiet
	@{ echo "# Made by 'make lock' from the pyproject.toml files."; \
	   uv export --quiet --frozen --all-packages --all-groups --no-emit-workspace \
	             --no-header --no-annotate --format requirements-txt; } > requirements.lock.new
	@! grep -n '://' requirements.lock.new
	@mv requirements.lock.new requirements.lock

.PHONY: clean
clean: ## remove the environment, the data of `make run` and every cache
	rm -rf .venv .run .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
