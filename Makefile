SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
PARTS := $(wildcard server kiosk board counter printers tests bench tools wsgi.py)

.PHONY: help setup dev browser run demo test check format bench lock clean

help: ## list what make can do
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

setup: ## install what Jiaohao needs to run, into .venv
	@tools/setup.sh

run: setup ## run the sample hall on this machine and print the link to begin with
	@.venv/bin/jiaohao serve --sample

demo: setup ## play a simulated, sped-up day in the sample hall
	@$(PY) -m bench.demo

test: dev browser check ## check, then test everything, browsers included
	@$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

check: dev ## format, lint, types, lock files
	@.venv/bin/ruff format --check --quiet . || { .venv/bin/ruff format --check .; exit 1; }
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy --no-error-summary $(PARTS)
	@$(PY) tools/locked.py
	@echo "Format, lint, types and lock files are right"

format: dev ## write every Python file the way check wants it
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

bench: dev browser ## measure everything, each figure beside its limit
	@$(PY) -m bench $(ARGS)

lock: dev ## remake the lock files from pyproject.toml
	@tools/lock.sh

dev:
	@tools/setup.sh dev

browser:
	@tools/browser.sh

clean: ## remove .venv and what the tools keep
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
