#!/usr/bin/env bash
# Makes .venv as the lock files say: `tools/setup.sh` to run Jiaohao, `tools/setup.sh dev` to test it too.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/apt.sh

venv=.venv
stamp=$venv/.jiaohao
lock=requirements.lock
# Once a developer's, always one: `make run` must not take the test tools away.
if [ "${1:-run}" = dev ] || [ -e $stamp-dev ]; then
    lock=requirements-dev.lock
fi

wanted() {
    { echo "$PWD"; cat "$lock" requirements-uv.lock pyproject.toml tools/setup.sh; } | sha256sum
}

find_python() {
    local python
    for python in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    echo "Jiaohao needs Python 3.11 or later as python3 (or name one: make PYTHON=/path/to/python setup)." >&2
    return 1
}

make_venv() {
    local python
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install "Python's venv module" python3-venv
    fi
    rm -rf $venv
    "$python" -m venv $venv
    echo "$PWD" >$venv/.home
}

# The commands in a venv know its full path: a clone that moved needs a new one.
has_venv() {
    [ "$(cat $venv/.home 2>/dev/null)" = "$PWD" ] && $venv/bin/python -m pip --version >/dev/null 2>&1
}

# uv does not read pip's settings, and a hall's network may know only the mirror and certificate named there.
share_pip_settings() {
    local index
    index=${PIP_INDEX_URL:-$($venv/bin/pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$index" ] && [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
        export UV_DEFAULT_INDEX=$index
    fi
    if [ -n "${PIP_CERT:-}" ]; then
        export SSL_CERT_FILE=${SSL_CERT_FILE:-$PIP_CERT}
    fi
}

with_uv() {
    if [ ! -x $venv/bin/uv ]; then
        pip_install --only-binary :all: -r requirements-uv.lock >/dev/null 2>&1 || return 1
    fi
    share_pip_settings
    $venv/bin/uv pip sync --quiet --compile-bytecode --python $venv/bin/python --require-hashes \
        "$lock" requirements-uv.lock
}

pip_install() {
    $venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes --no-deps "$@"
}

install() {
    # These settings of a person's own pip would send packages elsewhere than into .venv.
    unset PIP_USER PIP_TARGET PIP_PREFIX PIP_CONSTRAINT PYTHONPATH PYTHONHOME
    echo "Installing into $venv from $lock"
    has_venv || make_venv
    rm -f $stamp-*
    if ! with_uv; then
        echo "uv cannot install here; pip does it, more slowly" >&2
        pip_install -r "$lock"
    fi
    $venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
    if [ $lock = requirements.lock ]; then
        wanted >$stamp-run
    else
        wanted >$stamp-dev
    fi
}

# The server's own user may not write here: each start would compile every file anew.
compile_ours() {
    $venv/bin/python -m compileall -q server kiosk board counter printers wsgi.py
}

if [ "$(cat $stamp-run $stamp-dev 2>/dev/null)" != "$(wanted)" ]; then
    install
fi
compile_ours
