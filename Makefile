# Two commands for a fresh machine with python3: `make demo` and `make test` (the same as `python3 run.py demo|test`).
PYTHON ?= python3

.PHONY: demo test setup docs reference

demo:  ## set up, then the advice on the flagship case
	@$(PYTHON) run.py demo

test:  ## set up, then ruff, imports, mypy, docs and pytest
	@$(PYTHON) run.py test

setup:  ## make .venv with the package and the test tools
	@$(PYTHON) run.py setup test

reference: setup  ## write docs/reference anew from the code
	@.venv/bin/python -m tools.docs.reference

docs: setup  ## read the docs in a browser while editing them
	@.venv/bin/python -m mkdocs serve
