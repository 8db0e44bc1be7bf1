PY = .venv/bin/python
SERVE = 1
JOBS = 2
PORT = 8001
ARCHIVE = archive.db
CAPTURES = captures
FORMAT = csv
UNTIL = 05:30
KEEP = --archive $(ARCHIVE) --captures $(CAPTURES)

.PHONY: setup demo test lint nightly crawl due parse findings coverage pages serve export snapshot verify index bench dump-hash lock

setup: .venv/.ready
.venv/.ready: requirements.lock ; sh tests/house/setup.sh && touch $@

demo: setup ; $(PY) -m replica demo --serve $(SERVE) --port $(PORT)
test: setup lint ; sh tests/house/debian.sh && $(PY) -m pytest -n 2 --dist loadfile
lint: setup ; .venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && $(PY) -m pytest -q tests/house

nightly: setup ; $(PY) -m ops night $(KEEP) --jobs $(JOBS) --until $(UNTIL)
crawl: setup ; $(PY) -m crawler $(KEEP)
due: setup ; $(PY) -m crawler $(KEEP) --due
parse: setup ; $(PY) -m parse $(KEEP) --jobs $(JOBS)
findings: coverage ; $(PY) -m parse check --archive $(ARCHIVE) --jobs $(JOBS)
coverage: setup ; $(PY) -m archive coverage $(KEEP)
serve: setup ; $(PY) -m publish serve $(KEEP) --port $(PORT)
pages: setup ; $(PY) -m parse pages $(KEEP) --jobs $(JOBS)
export: setup ; $(PY) -m publish export $(KEEP)
snapshot: setup ; $(PY) -m publish snapshot $(KEEP)
verify: setup ; $(PY) -m archive verify $(KEEP)
index: setup ; $(PY) -m archive index $(KEEP)
dump-hash: setup ; $(PY) -m archive dump-hash $(KEEP)
bench: setup ; $(PY) -m benchmarks
lock: ; uv pip compile pyproject.toml --all-extras --group dev --generate-hashes --python-version 3.11 --no-annotate --no-header -o requirements.lock
