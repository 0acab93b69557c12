# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
# .venv      the core alone: no torch, since spaCy imports torch wherever it finds it
# .venv-test the core with the development tools
# .venv-full the same with torch and sentence-transformers, for the tests that need them

PYTHON ?= python3.11
DATA ?= ../shared/data
# The CPU build; the extra asks for a range that it satisfies.
TORCH := torch==2.13.0

.PHONY: demo test test-full lint train evaluate benchmark clean

demo: .venv/.done
	.venv/bin/plumbline check examples/typical.md --fail-on never

test: .venv-test/.done .venv-full/.done lint
	.venv-test/bin/python -m pytest
	.venv-full/bin/python -m pytest tests/alignment -m transformers

lint: .venv-test/.done
	.venv-test/bin/ruff check .
	.venv-test/bin/ruff format --check .
	.venv-test/bin/mypy
	.venv-test/bin/lint-imports

train: .venv-full/.done
	.venv-full/bin/python -m models.train all --data $(DATA)

evaluate: .venv/.done
	.venv/bin/plumbline evaluate --data $(DATA)

benchmark: .venv/.done
	.venv/bin/python -m tests.benchmarks

.venv/.done: pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv-test/.done: pyproject.toml
	$(PYTHON) -m venv .venv-test
	.venv-test/bin/pip install --quiet --disable-pip-version-check --editable '.[api,documents,dev]'
	touch $@

.venv-full/.done: pyproject.toml
	$(PYTHON) -m venv .venv-full
	.venv-full/bin/pip install --quiet --disable-pip-version-check $(TORCH)
	.venv-full/bin/pip install --quiet --disable-pip-version-check --editable '.[transformers,dev]'
	touch $@

clean:
	rm -rf .venv .venv-test .venv-full .mypy_cache .ruff_cache .pytest_cache .hypothesis
