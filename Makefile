# make run: everything from nothing, then the landscape at a glance.
# make test: what tells within minutes whether all is well.  make slow: the rest.  make quick: no browser either.
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin

.PHONY: run test slow quick lint types reference performance lock release clean

run: .venv/ready
	@$(BIN)/collab build
	@$(BIN)/collab overview
	@mkdir -p out
	@$(BIN)/collab draw network -o out/network.html --force
	@echo "collab is $(BIN)/collab; to type it as it stands above: . $(BIN)/activate"

test: .venv/ready-to-test
	$(BIN)/pytest -n 2 -m "not slow"

slow: .venv/ready-to-test
	$(BIN)/pytest -n 2 -m slow

quick: .venv/ready-to-test
	$(BIN)/pytest -n 2 -m "not slow and not browser"

lint: .venv/ready-to-test
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/ready-to-test
	$(BIN)/mypy

reference: .venv/ready-to-test
	$(BIN)/python docs/ontology_page.py && $(BIN)/python docs/reference.py

# Measures at three sizes beside the least that could do the same: docs/performance.md. On a quiet machine, half an hour.
performance: .venv/ready-to-test
	nice $(BIN)/python benchmarks/page.py --minutes 25

lock:
	uv lock && uv export -q --all-extras --no-hashes --no-emit-project --no-header -o constraints.txt

# Sdist, wheel and data package in dist/, each tried where there is no checkout.
release: .venv/ready-to-test
	$(BIN)/python .ci/release.py

.venv/ready: pyproject.toml constraints.txt
	@echo "Making the environment in .venv (the first time takes a minute or two) ..."
ifdef UV
	@uv venv -q --allow-existing .venv && uv pip install -q -c constraints.txt -e .
else
	@python3 -m venv .venv && $(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
endif
	@touch $@

.venv/ready-to-test: .venv/ready
	@echo "Adding what the tests need ..."
ifdef UV
	@uv pip install -q -c constraints.txt -e '.[test]'
else
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[test]'
endif
	@touch $@

clean:
	rm -rf .venv out dist
