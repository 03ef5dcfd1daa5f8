# Everything a fresh machine needs: Python 3.11 or newer with pip and venv, git and make.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test coverage mutants mutations histories fuzz lint kill check bench bench-batch clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("freelance-pk needs Python 3.11 or newer; try: make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m compileall -q src
	touch $@

$(VENV)/.developed: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

demo: $(VENV)/.installed ## Run the yearly report on the sample exports.
	$(BIN)/freelance-pk demo

test: $(VENV)/.developed ## Run the tests.
	$(BIN)/python -m pytest -n auto

ROOMS = freelance_pk.tax,freelance_pk.law,freelance_pk.matching,freelance_pk.rates
coverage: $(VENV)/.developed ## Branches covered in the rooms that decide rupees: minutes; fails under 95 % of any.
	$(BIN)/python -m coverage run --source=$(ROOMS) -m pytest tests/tax tests/law tests/matching tests/rates tests/statement tests/scenarios
	$(BIN)/python -m coverage json -q -o coverage.json
	$(BIN)/python scripts/rooms_covered.py coverage.json

mutants: $(VENV)/.developed ## Does a test notice each small change of the assessment, the law's check and the rates? Ten minutes and more.
	$(BIN)/python -m pip install --quiet --group mutants
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python scripts/mutants.py --jobs $(or $(JOBS),1)

histories: $(VENV)/.developed ## Thousands of invented years whose truth is known (HISTORIES=how many).
	HISTORIES=$(or $(HISTORIES),2000) $(BIN)/python -m pytest -n auto tests/histories

INPUTS ?= 200000
SEED ?= 1
fuzz: $(VENV)/.developed ## Damaged files into every reader: make fuzz INPUTS=200000 SEED=1.
	$(BIN)/python tests/fuzz/fuzz.py --inputs $(INPUTS) --seed $(SEED)

mutations: $(VENV)/.developed ## Damage every sample in every way: minutes. `make test` does a part of it.
	MUTATIONS=every $(BIN)/python -m pytest -n auto tests/samples/test_mutations.py

lint: $(VENV)/.developed ## Formatting, rules, types, order of imports.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

kill: $(VENV)/.developed ## Kill import, review and lock a thousand times; look at the books after each.
	$(BIN)/python tests/cli/killing.py --kills 1000

check: lint test

bench: $(VENV)/.developed ## Measure every case, or CASES="calc report-100k", beside its reference; see benchmarks/README.md.
	$(BIN)/python -m compileall -q src
	$(BIN)/python -m benchmarks.run $(CASES)

bench-batch: $(VENV)/.developed ## Measure a firm of CLIENTS (1000) clients on one process and on two, and a quarter of it.
	$(BIN)/python -m benchmarks.batch --clients $(or $(CLIENTS),1000)

clean:
	rm -rf $(VENV) dist build mutants .coverage coverage.json
