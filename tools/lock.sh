#!/usr/bin/env bash
# Remakes the lock files from pyproject.toml. Pins that still fit stay; `tools/lock.sh --upgrade` renews all.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' "$@"
}

compile --group uv --output-file requirements-uv.lock "$@"
compile pyproject.toml --group build --output-file requirements.lock "$@"
compile pyproject.toml --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock "$@"
.venv/bin/python tools/locked.py --stamp
