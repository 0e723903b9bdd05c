# make report: the reports on seeds/    make test: the whole suite    make lab: JupyterLab on the notebooks
PYTHON ?= python3
BIN = .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

unexport PYTHONDONTWRITEBYTECODE # where it is set, every process would compile the same modules anew

.PHONY: report test lab check docs screenshots bench clean

report: .venv/.installed
	$(BIN)/python -m analysis report

test: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

lab: .venv/.installed
	$(BIN)/python -m analysis lab

check: .venv/.installed
	$(BIN)/python -m analysis check seeds

bench: .venv/.installed
	PYTHONPATH=. $(BIN)/python benchmarks/run.py $(BENCH)

docs: .venv/.installed
	$(BIN)/python -m analysis.manual

screenshots: .venv/.installed-dev
	$(BIN)/python -m analysis report examples --out .cache/examples
	PYTHONPATH=.:tests $(BIN)/python docs/screenshots.py .cache/examples

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis reports/*

.venv/.installed: requirements.txt
	$(PYTHON) -m venv .venv
	$(INSTALL) -r requirements.txt
	touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	$(INSTALL) -r requirements-dev.txt
	touch $@
