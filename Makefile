PY = .venv/bin/python
SERVE = 1
JOBS = 2
PORT = 8001

.venv/.ready: requirements.lock pyproject.toml
	python3 -m venv .venv && if command -v uv >/dev/null; then uv pip install -q --python $(PY) --no-deps --require-hashes -r requirements.lock; else $(PY) -m pip install -q --no-deps --require-hashes -r requirements.lock; fi && touch $@

setup: .venv/.ready
