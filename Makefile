# Make is the face; what is out of date is decided by content, in notebooks/poverty/publish/runs/staleness.py.
BIN := .venv/bin
PYTHON := $(BIN)/python
REQUIREMENTS := requirements.txt
PAPERMILL := papermill==2.7.0
BROWSER := playwright==1.65.2 axe-playwright-python==0.1.8

# What a person sets is text: make never expands it, and recipes get it through the environment, quoted.
FOR_BRIEFING := $(strip $(foreach name,EVIDENCE TEMPLATE,$(if $(filter command,$(origin $(name))),$(name))))
FOR_DRAFT := $(if $(filter command,$(origin TEXT)),TEXT)
override PROVINCE := $(value PROVINCE)
override EVIDENCE := $(value EVIDENCE)
override TEMPLATE := $(value TEMPLATE)
override TEXT := $(value TEXT)
export PROVINCE EVIDENCE TEMPLATE TEXT

# LANG given to make decides in which language commands speak; without it the environment does, as everywhere.
# Charts, notebooks and files do not depend on it.
SPEAKING :=
ifeq ($(origin LANG),command line)
override LANG := $(value LANG)
export LANG
SPEAKING := --language="$$LANG"
endif

# A misspelt variable or command must not run something else without a word.
SETTABLE := PROVINCE EVIDENCE TEMPLATE TEXT LANG
UNKNOWN := $(filter-out $(SETTABLE) MAKEFLAGS MAKEOVERRIDES -*-command-variables-*-,\
    $(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),$(name))))
$(if $(and $(FOR_BRIEFING),$(filter-out briefing,$(or $(MAKECMDGOALS),all))),\
    $(error $(firstword $(FOR_BRIEFING)) is of use to make briefing alone))
$(if $(and $(FOR_DRAFT),$(filter-out draft,$(or $(MAKECMDGOALS),all))),$(error TEXT is of use to make draft alone))
$(if $(UNKNOWN),$(error unknown variable $(UNKNOWN): there are $(SETTABLE), as in make PROVINCE=gia-lai))

.DEFAULT_GOAL := all
.DEFAULT: ; $(error there is no command '$@': make help lists them)
.PHONY: all briefing rerun provinces communes donors test test-all test-browser test-cluster faults check new draft \
    html lab mutants bench fuzz messages lock clean help venv

all: venv ## run the notebooks that are out of date and write what is kept of the charts (PROVINCE=bac-lieu)
	@$(PYTHON) -m poverty run $(SPEAKING) --province="$$PROVINCE"

briefing: venv ## the rest: sizes, PDFs, decks, briefs, workbooks, galleries (EVIDENCE=article, TEMPLATE=office.pptx)
	@$(PYTHON) -m poverty briefing $(SPEAKING) --province="$$PROVINCE" --evidence="$$EVIDENCE" --template="$$TEMPLATE"

rerun: venv ## run every notebook again, whatever its state
	@$(PYTHON) -m poverty run $(SPEAKING) --province="$$PROVINCE" --force

provinces: venv ## the same as 'make' for every province, several notebooks at once; a failure stops no other province
	@$(PYTHON) -m poverty run $(SPEAKING) --all

communes: venv ## audit, paths, yearly tables and one chart of the communes in data/PROVINCE/communes/
	@$(PYTHON) -m poverty communes $(SPEAKING) -- "$$PROVINCE"

donors: venv ## add the spells of the packs to data/donors.csv
	@$(PYTHON) -m poverty donors $(SPEAKING)

test: venv ## lint, units, properties, the notebooks under nbval, exports (PROVINCE=x: its own notebooks and sweeps)
	@$(PYTHON) tests/run.py "$$PROVINCE"

test-all: venv ## the same, and the sweeps over every pack, language and size
	@$(PYTHON) tests/run.py --all "$$PROVINCE"

test-browser: venv ## the gallery, pages and JupyterLab in headless Chromium; installs what it needs
	@command -v chromium >/dev/null || test -n "$$POVERTY_CHROMIUM" \
	    || { apt-get update --quiet=2 && apt-get install --yes --quiet=2 chromium >/dev/null; } \
	    || { echo "Chromium was not found: install it, or name it in POVERTY_CHROMIUM" >&2; exit 1; }
	@test -x build/browser/bin/python || $(PYTHON) -m venv build/browser
	@build/browser/bin/python -m pip install --quiet --disable-pip-version-check --requirement $(REQUIREMENTS) $(BROWSER)
	@build/browser/bin/python -m pytest tests/browser

test-cluster: venv ## work on several machines: a Dask scheduler and two workers on this one; installs what it needs
	@test -x build/with-dask/bin/python || $(PYTHON) -m venv build/with-dask
	@build/with-dask/bin/python -m pip install --quiet --disable-pip-version-check --requirement $(REQUIREMENTS) \
	    --requirement requirements-cluster.txt
	@build/with-dask/bin/python -m pytest tests/publish/test_cluster.py

faults: venv ## break runs in a copy of the project on purpose: kills, full disks, other surroundings; takes long
	@$(PYTHON) tests/faults.py

mutants: venv ## change the code in 400 places, one at a time, and see whether the tests notice; takes an hour
	@PYTHONPATH=tests/helpers $(PYTHON) tests/mutants.py

check: venv ## validate and audit the pack of PROVINCE, writing nothing
	@$(PYTHON) -m poverty check $(SPEAKING) -- "$$PROVINCE"

new: venv ## a folder data/PROVINCE from the template
	@$(PYTHON) -m poverty new $(SPEAKING) -- "$$PROVINCE"

draft: venv ## rows for PROVINCE from the text of a page, to compare and confirm (TEXT=page.txt)
	@$(PYTHON) -m poverty draft $(SPEAKING) -- "$$PROVINCE" "$$TEXT"

html: venv ## the notebooks of PROVINCE as HTML, in build/html/
	@$(PYTHON) -m poverty html $(SPEAKING) --province="$$PROVINCE"

lab: venv ## open JupyterLab
	@$(PYTHON) -m jupyter lab

fuzz: venv ## spoil packs, shared tables and pages in 5,000 ways: each is refused, or changes nothing
	@$(PYTHON) tests/fuzz.py

bench: venv ## measure speed and size, as ratios within one run
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check $(PAPERMILL)
	@$(PYTHON) tests/bench.py

messages: venv ## bring the message catalogues up to date: notebooks/poverty/words/locale/
	@$(PYTHON) -m poverty messages

lock: venv ## pin the dependencies of pyproject.toml anew, in requirements.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check uv
	@echo "-e ." > $(REQUIREMENTS).new
	@$(PYTHON) -m uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --upgrade >> $(REQUIREMENTS).new
	@mv $(REQUIREMENTS).new $(REQUIREMENTS)

clean: ## remove .venv and build/
	rm -rf .venv build

help: ## this list
	@echo "make               the same as 'make all'"
	@echo "make check LANG=vi the language in which any command speaks: en, vi or id"
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "make %-13s %s\n", $$1, $$2 }'

# A Python from 3.11 to 3.14 and its venv module are all that is needed. What the environment was made from is compared
# by content, and the package in it must be the one of this folder, or another copy of the project would run.
venv:
	@if cat $(REQUIREMENTS) pyproject.toml | cmp -s - .venv/made-from \
	    && $(PYTHON) -c 'import os, poverty; assert os.path.samefile(os.path.dirname(poverty.__file__), "notebooks/poverty")' \
	        2>/dev/null; then exit 0; fi; \
	if [ -e .venv/made-from ]; then echo "the environment in .venv is out of date or of another folder: it is made anew"; fi; \
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
	echo "setting up .venv with $$found, once: about $$total packages, a minute or two"; \
	rm -rf .venv && $$found -m venv .venv || exit 1; \
	{ $(PYTHON) -m pip install --disable-pip-version-check --requirement $(REQUIREMENTS) 2>.venv/pip.log \
	    || touch .venv/failed; } \
	    | if [ -t 1 ]; then \
	        awk -v total="$$total" '/^(Collecting|Processing) /{ printf "\r  %d of about %d packages", ++n, total; fflush() } END { print "" }'; \
	    else cat >/dev/null; fi; \
	if [ -e .venv/failed ]; then cat .venv/pip.log >&2; rm -rf .venv; \
	    echo "The packages could not be installed: see above." >&2; exit 1; fi; \
	$(PYTHON) -c 'import matplotlib.font_manager' 2>/dev/null; \
	cat $(REQUIREMENTS) pyproject.toml > .venv/made-from
