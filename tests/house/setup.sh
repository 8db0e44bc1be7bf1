#!/bin/sh
# The environment in .venv, from requirements.lock. --no-deps: the lock is whole, and it leaves out one package on
# purpose (OpenCV with a screen), which pip would otherwise fetch again.
set -eu
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "gongkai needs python3 >= 3.11; this one is $(python3 --version)" >&2; exit 1; }
python3 -m venv .venv
if command -v uv >/dev/null 2>&1; then
  uv pip install --quiet --python .venv/bin/python --no-deps --require-hashes -r requirements.lock
else
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
fi
