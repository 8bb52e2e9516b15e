# The front door. `make serve` and `make test` do all the set-up themselves.

PY   ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell command -v $(p) 2>/dev/null)))
RUN  := .venv/bin/python
PORT ?= 8080
export PORT THREE

.DEFAULT_GOAL := help
.PHONY: help serve demo test check bench look words migration lock ready ready-dev

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

serve: ready ## the demo on http://localhost:8080 (PORT=… for another port)
	@$(RUN) tools/serve.py

demo: ready ## build the demo anew (THREE=1 adds a profile of three top performers and nobody else)
	@$(RUN) tools/serve.py --rebuild --no-server

test: ready-dev ## all tests: SQLite, PostgreSQL, a real browser
	@$(RUN) -m pytest -n 2 --dist loadgroup

check: ready-dev ## what has to pass before a commit lands
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	.venv/bin/lint-imports
	$(RUN) -m bandit -q -c pyproject.toml -r kernel people certificates courses assess hr web
	.venv/bin/djlint --lint templates --quiet
	$(RUN) -m pytest -n 2 --dist loadgroup --cov --cov-report=term:skip-covered

bench: ready-dev ## speed and memory, as ratios against a named limit; writes build/bench.json
	@$(RUN) -m bench

look: ready-dev ## a picture of every page, phone and desktop, in build/look
	@$(RUN) -m tools.look

words: ready-dev ## collect new words into translations/
	@$(RUN) tools/translations.py update

migration: ready-dev ## a new migration from the models: make migration NAME="what changes"
	@.venv/bin/alembic revision --autogenerate -m "$(NAME)"

lock: ## the locks anew (needs uv)
	@$(PY) tools/lock.py

ready:
	@$(PY) tools/bootstrap.py

ready-dev:
	@$(PY) tools/bootstrap.py --dev
