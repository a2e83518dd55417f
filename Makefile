PYTHON ?= .venv/bin/python

.PHONY: run check format lint types imports test bench

run:
	$(PYTHON) -m annotator

check: lint types imports test

format:
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

lint:
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

imports:
	PYTHONPATH=. $(dir $(PYTHON))lint-imports

test:
	$(PYTHON) -m pytest

bench:
	$(PYTHON) -m benchmarks.screen
