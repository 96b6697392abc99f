# make run: everything from nothing, then the landscape at a glance.
# make test: what tells within minutes whether all is well.  make slow: the rest.  make quick: no browser either.
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin

.PHONY: run test slow quick stress lint types reference docs performance lock editor suites release clean

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

# Hundreds of faults on purpose, one after another, in about half an hour; what was found becomes docs/reliability.md.
stress: .venv/ready-to-test
	@rm -f .stress-found.jsonl
	COLLAB_STRESS_FOUND=$(CURDIR)/.stress-found.jsonl nice -n 5 $(BIN)/pytest -n0 -p no:randomly -m stress tests
	$(BIN)/python docs/reliability_page.py .stress-found.jsonl

lint: .venv/ready-to-test
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/ready-to-test
	$(BIN)/mypy

reference: .venv/ready-to-test
	$(BIN)/python docs/ontology_page.py && $(BIN)/python docs/reference.py

# The documentation as a site in out/site, English and Welsh, for reading offline.
docs: .venv/ready-to-test
	$(BIN)/python docs/website.py

# Measures at three sizes beside the least that could do the same: docs/performance.md. On a quiet machine, a few minutes.
performance: .venv/ready-to-test
	nice $(BIN)/python benchmarks/page.py --minutes 25

lock:
	uv lock && uv export -q --all-extras --no-hashes --no-emit-project --no-header -o constraints.txt

# The SPARQL editor of the workbench, from npm; without it the workbench is a plain text field. Releases have it.
editor: graph/web/static/editor.js

graph/web/static/editor.js: frontend/editor.js frontend/build.mjs frontend/package-lock.json
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund && npm run build

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
	@uv pip install -q -c constraints.txt -e '.[test,docs]'
else
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[test,docs]'
endif
	@touch $@

# The W3C's SPARQL suites, which the source archive of rdflib brings; tests that want them are left out without it.
suites: .venv/ready-to-test
	@mkdir -p .venv/suites
ifdef UV
	uvx -q pip download -q --no-deps --no-binary rdflib -d .venv/suites $$(grep '^rdflib==' constraints.txt)
else
	$(BIN)/pip download -q --disable-pip-version-check --no-deps --no-binary rdflib -d .venv/suites $$(grep '^rdflib==' constraints.txt)
endif

clean:
	rm -rf .venv out dist .stress-found.jsonl frontend/node_modules graph/web/static/editor.*
