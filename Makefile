# make demo   set everything up and run the example case, from a leak to a verified report
# make test   set everything up and run all tests
# make check  ruff, mypy --strict, layers
# make number-reader  train the reader of numbers again and hold it against the shipped one (15 to 40 minutes)
# make fonts  fetch the fonts that fabricated scans are drawn in into .fonts (npm and Debian packages)
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READING := tesseract-ocr tesseract-ocr-fas tesseract-ocr-ara tesseract-ocr-eng
TESTING := chromium strace openssl fonts-noto-core fonts-dejavu-core
PRODUCING := libreoffice-writer-nogui python3-gi python3-gi-cairo gir1.2-pango-1.0 libpangoft2-1.0-0 texlive-xetex \
	fonts-hosny-amiri fonts-farsiweb fonts-sil-scheherazade
VENV_PACKAGE := $(shell $(PYTHON) -c 'import ensurepip' 2>/dev/null || echo python3-venv)
TESTS ?= tests
JOBS ?= 2
# Tests see output and caches as a user's programs have them, also where the caller's environment says otherwise.
unexport PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE
PIP := --quiet --quiet --no-warn-script-location --root-user-action ignore --disable-pip-version-check

.PHONY: demo test check acceptance number-reader fonts setup lock clean

demo: setup
	@OMP_THREAD_LIMIT=1 $(BIN)/govah demo $(ARGS)

test: setup $(VENV)/.dev
	@sh tools/os-packages.sh $(TESTING)
	@OMP_THREAD_LIMIT=1 $(BIN)/pytest -n $(JOBS) --dist loadgroup -m "not slow" $(TESTS)

check: setup $(VENV)/.dev
	@$(BIN)/ruff check src tests bench
	@$(BIN)/ruff format --check src tests bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports

acceptance: setup $(VENV)/.bench
	@sh tools/os-packages.sh $(TESTING) $(PRODUCING)
	@OMP_THREAD_LIMIT=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/acceptance.py $(ARGS)

number-reader: fonts $(VENV)/.dev
	@OMP_THREAD_LIMIT=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/number_reader/remake.py --fonts .fonts --workers $(JOBS) $(ARGS)

fonts: setup
	@$(BIN)/python bench/number_reader/fetching.py .fonts

setup: $(VENV)/.run
	@sh tools/os-packages.sh $(READING)

$(VENV)/.run: requirements.lock pyproject.toml
	@if [ -n "$(VENV_PACKAGE)" ]; then sh tools/os-packages.sh $(VENV_PACKAGE); fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Govah needs Python 3.11 or newer; name it: make PYTHON=python3.11"; exit 1; }
	@test -x $(BIN)/python || { echo "Making a virtual environment"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing Python packages"
	@$(BIN)/python -m pip install $(PIP) --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install $(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src/govah
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@echo "Installing the tests' packages"
	@$(BIN)/python -m pip install $(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements-bench.lock
	@echo "Installing the benches' packages"
	@$(BIN)/python -m pip install $(PIP) --require-hashes -r requirements-bench.lock
	@touch $@

LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-annotate --no-header --python-version 3.11

lock:
	@$(BIN)/python -m pip install $(PIP) uv
	@$(LOCK) -o requirements.lock pyproject.toml tools/build.in
	@$(LOCK) -o requirements-dev.lock --extra dev --constraint requirements.lock pyproject.toml tools/build.in
	@$(LOCK) -o requirements-bench.lock --extra dev --extra bench --constraint requirements-dev.lock pyproject.toml \
		tools/build.in

clean:
	@rm -rf $(VENV) build dist
