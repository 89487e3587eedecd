# Make is the face; what is out of date is decided by content, in notebooks/poverty/run.py.
PROVINCE ?= bac-lieu
BIN := .venv/bin
REQUIREMENTS := requirements.txt
PAPERMILL := papermill==2.7.0
BROWSER := playwright==1.65.2 axe-playwright-python==0.1.8

# A misspelt variable must not run something else without a word.
UNKNOWN := $(filter-out PROVINCE,$(foreach set,$(MAKEOVERRIDES),$(firstword $(subst =, ,$(set)))))
$(if $(UNKNOWN),$(error unknown variable $(UNKNOWN): the only one is PROVINCE, as in make PROVINCE=gia-lai))

.DEFAULT_GOAL := all
.PHONY: all rerun provinces donors test test-browser check new html lab bench messages lock clean help venv

all: venv ## run the notebooks that are out of date and export the charts (PROVINCE=bac-lieu)
	@$(BIN)/python -m poverty.run --province "$(PROVINCE)"

rerun: venv ## run every notebook again, whatever its state
	@$(BIN)/python -m poverty.run --province "$(PROVINCE)" --force

provinces: venv ## the same for every province, several notebooks at once; a failure stops no other province
	@$(BIN)/python -m poverty.run --all

donors: venv ## add the spells of the packs to data/donors.csv
	@$(BIN)/python -m poverty.donors_from_packs

test: venv ## lint, unit and property tests, the notebooks under nbval; warnings are errors
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@rm -rf build/test
	@$(BIN)/python -m pytest --nbval --nbval-current-env --nbval-cell-timeout=1200 \
	    --numprocesses=auto --dist=loadscope --ignore=tests/browser notebooks tests

test-browser: venv ## the gallery in headless Chromium; installs what it needs
	@command -v chromium >/dev/null || test -n "$$POVERTY_CHROMIUM" \
	    || { apt-get update --quiet=2 && apt-get install --yes --quiet=2 chromium >/dev/null; } \
	    || { echo "Chromium was not found: install it, or name it in POVERTY_CHROMIUM" >&2; exit 1; }
	@test -x build/browser/bin/python || $(BIN)/python -m venv build/browser
	@build/browser/bin/python -m pip install --quiet --disable-pip-version-check --requirement $(REQUIREMENTS) $(BROWSER)
	@build/browser/bin/python -m pytest tests/browser

check: venv ## validate and audit the pack of PROVINCE, writing nothing
	@$(BIN)/python -m poverty.check "$(PROVINCE)"

new: venv ## a folder data/PROVINCE from the template
	@$(BIN)/python -m poverty.new "$(PROVINCE)"

html: venv ## the notebooks of PROVINCE as HTML, in build/html/
	@$(BIN)/python -m poverty.run --province "$(PROVINCE)"
	@$(BIN)/jupyter nbconvert --to html --log-level=ERROR --output-dir "build/html/$(PROVINCE)" \
	    $$($(BIN)/python -m poverty.run --province "$(PROVINCE)" --list)
	@echo "build/html/$(PROVINCE)/"

lab: venv ## open JupyterLab
	@$(BIN)/jupyter lab notebooks

bench: venv ## measure speed and size, as ratios within one run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PAPERMILL)
	@$(BIN)/python tests/bench.py

messages: venv ## bring the message catalogues up to date: notebooks/poverty/locale/
	@$(BIN)/python -m poverty.catalogues

lock: venv ## pin the dependencies of pyproject.toml anew, in requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --upgrade --output-file $(REQUIREMENTS)

clean: ## remove .venv and build/
	rm -rf .venv build

help: ## this list
	@echo "make               the same as 'make all'"
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "make %-13s %s\n", $$1, $$2 }'

# A Python from 3.11 to 3.14 and its venv module are all that is needed. The pins are compared by content.
venv:
	@if cmp -s $(REQUIREMENTS) .venv/$(REQUIREMENTS) && $(BIN)/python -c "" 2>/dev/null; then exit 0; fi; \
	for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	    if $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then \
	        found=$$name; break; \
	    fi; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "No Python from 3.11 to 3.14 was found: install one from python.org or your system's packages." >&2; exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "$$found has no venv module: install it (on Debian and Ubuntu the package python3-venv)." >&2; exit 1; \
	fi; \
	total=$$(grep -c '==' $(REQUIREMENTS)); \
	echo "setting up .venv with $$found, once; this takes a minute or two"; \
	rm -rf .venv && $$found -m venv .venv || exit 1; \
	{ $(BIN)/python -m pip install --disable-pip-version-check --requirement $(REQUIREMENTS) 2>.venv/pip.log \
	    || touch .venv/failed; } \
	    | awk -v total="$$total" '/^(Collecting|Processing) /{ printf "\r  %d of about %d packages", ++n, total; fflush() } END { print "" }'; \
	if [ -e .venv/failed ]; then cat .venv/pip.log >&2; rm -rf .venv; \
	    echo "The packages could not be installed: see above." >&2; exit 1; fi; \
	echo "$(CURDIR)/notebooks" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/poverty.pth"; \
	$(BIN)/python -c 'import matplotlib.font_manager' 2>/dev/null; \
	cp $(REQUIREMENTS) .venv/$(REQUIREMENTS)
