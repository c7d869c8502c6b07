# Footnote's commands for people: `make help` lists them. GNU make 3.81 (macOS) or newer, POSIX sh.
#
# install.sh puts everything into .venv, at the versions of requirements.lock, once.

PYTHON ?= python3
TORCH_INDEX ?=
ARGS ?=
export PYTHON TORCH_INDEX

BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help chat test test-slow crash hostile check audit format eval bench figures page-speed soak train train-followup screenshots wheel wheel-test lock clean app tools

help: ## list the targets
	@echo "make TARGET"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | \
		while IFS='|' read -r name what; do printf '  %-12s %s\n' "$$name" "$$what"; done
	@echo
	@echo "PYTHON=python3.12    the Python that .venv is made with (3.11 or newer; python3 if unset)"
	@echo "TORCH_INDEX=ADDRESS  take torch from this index, for PyTorch's smaller CPU build"
	@echo "ARGS='...'           more words for chat, test, eval, bench or train: make chat ARGS='--port 7861'"

chat: app ## open the chat in the browser (the first run installs everything)
	@$(BIN)/footnote chat $(ARGS)

# One browser and one encoder a worker: files stay together. One thread of torch each: it takes
# three times as long where workers wait for one another's.
test: tools ## run the tests (the first run installs what they need)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

test-slow: tools ## run the tests that take a minute or more: the bench with all it measures
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m slow -n 3 --dist loadgroup $(ARGS)

crash: tools ## kill, contend and fill the disk: the long form of those tests, half an hour
	@FOOTNOTE_LONG=1 $(BIN)/python -m pytest tests/test_crash.py tests/test_two_processes.py \
		tests/test_page_and_command.py \
		tests/test_full_disk.py tests/index/test_folding.py $(ARGS)

hostile: tools ## all the tests with hostile files, texts and models, an hour
	@FOOTNOTE_LONG=1 $(BIN)/python -m pytest tests/hostile tests/index/test_apart.py \
		tests/test_models.py -p no:randomly $(ARGS)

check: tools ## lint, formatting and types
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy

audit: tools ## look the pinned versions up among known vulnerabilities
	@$(BIN)/python -m tests.audit

format: tools ## put the code into its form
	@$(BIN)/python -m ruff check --fix .
	@$(BIN)/python -m ruff format .

eval: app ## ask the gold questions and print how right the answers are
	@$(BIN)/footnote eval $(ARGS)

bench: tools ## measure speed, size and retrieval, beside other libraries
	@$(BIN)/footnote bench $(ARGS)

figures: tools ## measure the formats: a PDF of 300 pages, the article in five formats
	@$(BIN)/python -m tests.figures

page-speed: tools ## measure the wait on the page, from Enter to the answer lit
	@$(BIN)/python -m tests.page_speed

soak: tools ## 50 chats at once for ten minutes, 2,000 documents added and removed, memory
	@FOOTNOTE_LONG=1 $(BIN)/python -m pytest -m slow -s tests/test_load.py tests/index/test_growth.py
	@FOOTNOTE_LONG=1 $(BIN)/python -m pytest tests/test_memory.py

# Idle threads sleep, and memory comes from tcmalloc where it is found: nearly twice as fast.
train: tools ## train the reader anew, two hours on 4 cores (FOOTNOTE_DATA: see docs/data.md)
	@tcmalloc=$$(PATH="$$PATH:/sbin" ldconfig -p 2>/dev/null | \
		sed -n 's/.*libtcmalloc_minimal\.so\..*=> //p' | head -n 1) && \
	OMP_WAIT_POLICY=passive LD_PRELOAD="$$tcmalloc" $(BIN)/python -m qa.training.train $(ARGS)

train-followup: tools ## train the model of follow-ups anew, ten minutes
	@OMP_WAIT_POLICY=passive $(BIN)/python -m qa.training.train_followup $(ARGS)

screenshots: tools ## make the pictures of the pages in docs/ anew
	@$(BIN)/python -m tests.screenshots

wheel: tools ## build the wheel into dist/
	@$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@ls dist/*.whl

wheel-test: wheel ## install the wheel with all its dependencies somewhere else, and ask it
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	wheel=$$(ls -t "$$PWD"/dist/*.whl | head -n 1) && lock="$$PWD/requirements.lock" && \
	$(BIN)/python -m venv "$$scratch/venv" && cd "$$scratch" && \
	venv/bin/python -m pip install --constraint "$$lock" "$$wheel" && \
	HOME="$$scratch" XDG_DATA_HOME= XDG_CACHE_HOME= \
		venv/bin/footnote ask "What does Turkey block?"

lock: ## write requirements.lock anew, from the ranges of pyproject.toml
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	"$(PYTHON)" -m venv "$$scratch/venv" && \
	"$$scratch/venv/bin/python" -m pip install '.[dev]' && \
	sed -n '/^#/p' requirements.lock > "$$scratch/lock" && \
	"$$scratch/venv/bin/python" -m pip list --format=freeze --exclude pip --exclude footnote | \
		sed 's/+.*//' | LC_ALL=C sort -f >> "$$scratch/lock" && \
	cp "$$scratch/lock" requirements.lock

clean: ## remove what builds and tests have left (.venv stays)
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

app: # what `footnote` needs
	@sh install.sh app

tools: # that, and what tests and checks need
	@sh install.sh tools
