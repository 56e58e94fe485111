# What a person does with the tracker from a terminal. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

PYTHON := .venv/bin/python
READY := .venv/.ready-to-run
READY_DEV := .venv/.ready-to-check

.PHONY: help
help: ## List what make can do
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

.PHONY: run
run: install ## Serve the tracker with its demo (HOST and PORT choose where)
	@deploy/serve.sh

.PHONY: machine
machine:
	@deploy/system-packages.sh venv letters jail

.PHONY: install
install: machine $(READY) ## Prepare .venv and the system's packages, without serving

$(READY): requirements.txt deploy/make-venv.sh deploy/find-python.sh
	@deploy/make-venv.sh requirements.txt
	@touch $@

$(READY_DEV): requirements-dev.txt $(READY)
	@deploy/make-venv.sh requirements-dev.txt
	@touch $@

.PHONY: dev
dev: install $(READY_DEV) ## Prepare what the checks and tests need as well
	@deploy/system-packages.sh tests proxy limits ocr

.PHONY: test
test: dev ## Run the whole suite on SQLite and on PostgreSQL, and count both
	@deploy/system-packages.sh proofs mailbox office backup
	@deploy/run-tests.sh

.PHONY: unit
unit: $(READY_DEV) ## Run what needs no database, no process and no PDF
	@deploy/run-tests.sh unit

.PHONY: quick
quick: dev ## Run the everyday suite: on SQLite, without browser, PDF and what is slow
	@deploy/run-tests.sh quick

.PHONY: lint
lint: $(READY_DEV) ## Check style, types, floors, templates and common security faults
	@deploy/lint.sh

.PHONY: format
format: $(READY_DEV) ## Put the code in its usual shape
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format --exclude '*.md' .

.PHONY: pictures
pictures: $(READY_DEV) ## Take the pictures of the README and of docs/pictures/law anew
	$(PYTHON) -m pytest -q tests/journeys/test_readme_pictures.py tests/journeys/test_law_pictures.py --renew-pictures

.PHONY: bench
bench: $(READY_DEV) ## Measure what is worth measuring, one line each
	@for each in bench/*.py; do \
		name=$$(basename $$each .py); \
		[[ $$name == _* ]] || $(PYTHON) -m bench.$$name || exit 1; \
	done

# `make prove NAME`: the word after it is the proof's name and nothing that make could make.
ifeq ($(firstword $(MAKECMDGOALS)),prove)
PROOF := $(word 2,$(MAKECMDGOALS))
$(PROOF): prove ; @:
.PHONY: $(PROOF)
endif

.PHONY: prove
prove: dev ## Prove what takes hours: `make prove` lists it, `make prove NAME` runs one (SEED, OPTIONS)
	@deploy/system-packages.sh proofs
	@$(PYTHON) -m tests.proofs $(PROOF) $(if $(PROOF),$(if $(SEED),--seed $(SEED)) $(OPTIONS))

.PHONY: mutants
mutants: $(READY_DEV) ## Change the law's code in small ways and see that the tests notice
	$(PYTHON) -m tests.mutants

.PHONY: pins
pins: ## Pin the newest releases that fit requirements.in and requirements-dev.in
	@deploy/pin.sh

.PHONY: sbom
sbom: ## Write docs/sbom.json, the list of every component, from the pins
	@deploy/sbom.sh

.PHONY: check-pins
check-pins: ## Install both files of pins, anew, with the oldest pip supported and the newest
	@deploy/check-pins.sh
