#!/bin/sh
# Installs into .venv what Footnote needs (`install.sh app`), or that and what its tests and
# checks need (`install.sh tools`). The Makefile calls it; a second call does nothing.
#
# PYTHON       the Python that .venv is made with (python3)
# TORCH_INDEX  where to take torch from, for PyTorch's smaller CPU build
#
# Files that it keeps in .venv:
#   .footnote-app, .footnote-tools   what was installed, when it was finished: the stamps
#   .footnote-installing             there while it works: its process id, and whether it made .venv
set -u
WANT=${1:-}
PYTHON=${PYTHON:-python3}
TORCH_INDEX=${TORCH_INDEX:-}
cd "$(dirname "$0")" || exit 1

case $WANT in app | tools) ;; *)
  echo "usage: install.sh app|tools" >&2
  exit 2
  ;;
esac

stamp=.venv/.footnote-$WANT
busy=.venv/.footnote-installing

say() { echo "footnote: $*" >&2; }
runs() { "$1" -c 'import sys' 2>/dev/null; }
recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }
# The folder is part of it: scripts hold the path of their Python, so a moved one is mended.
fingerprint() {
  cat pyproject.toml requirements.lock | cksum &&
  .venv/bin/python -c 'import sys; print(sys.version); print(sys.prefix)'
}

if runs .venv/bin/python && test -f $stamp && test "$(cat $stamp)" = "$(fingerprint)"; then
  exit 0
fi

another() {
  say "Another make (process $1) is installing into .venv: wait until it has finished; if none is, remove $busy."
  exit 1
}

if test -f $busy; then
  read -r pid made < $busy
  if kill -0 "$pid" 2>/dev/null; then another "$pid"; fi
  say "The last installation was interrupted: mending it."
  if test "$made" = made; then rm -rf .venv; else rm -f $busy; fi
fi

if test -e .venv && ! test -f .venv/pyvenv.cfg && test -n "$(ls -A .venv 2>/dev/null || echo file)"; then
  say "What is in .venv is no Python environment: move it away or remove it, and run this again."
  exit 1
fi

if ! runs .venv/bin/python; then
  if ! runs "$PYTHON"; then
    say "There is no working $PYTHON here: install Python 3.11 or newer, or name one: make PYTHON=python3.12"
    exit 1
  fi
  if ! recent "$PYTHON"; then
    say "$PYTHON is Python $(version "$PYTHON"), and Footnote needs 3.11 or newer: name one, as in make PYTHON=python3.12"
    exit 1
  fi
  if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    say "$PYTHON cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"
    exit 1
  fi
elif ! recent .venv/bin/python; then
  say ".venv is made with Python $(version .venv/bin/python), and Footnote needs 3.11 or newer: remove it (rm -r .venv) and run this again."
  exit 1
fi

if test -f .venv/pyvenv.cfg; then made=kept; else made=made; fi
mkdir -p .venv || exit 1
# With -C an existing file is not overwritten: of two makes at once one gets it.
if ! (set -C; echo "$$ $made" > $busy) 2>/dev/null; then
  test -f $busy || { say "Nothing can be written into .venv: check who owns it, and the disk space."; exit 1; }
  read -r pid made < $busy
  another "$pid"
fi

failed() {
  trap '' INT TERM HUP
  if test $made = made; then
    rm -rf .venv
    say "$1 The unfinished .venv was removed: nothing is left half-made. Run the same command again to retry."
  else
    rm -f $busy
    say "$1 The .venv that was there before is kept. Run the same command again to go on."
  fi
  exit ${2:-1}
}
trap 'failed "The installation was stopped." 130' INT TERM HUP
rm -f .venv/.footnote-app .venv/.footnote-tools

if ! runs .venv/bin/python; then
  rm -f .venv/bin/python*
  "$PYTHON" -m venv .venv || failed "The virtual environment could not be made: see above why."
fi
pip() { .venv/bin/python -m pip "$@" || failed "The installation failed: what pip could not do stands above (check the network and the disk space)."; }

runs_pip() { .venv/bin/python -m pip --version >/dev/null 2>&1; }
runs_pip || .venv/bin/python -m ensurepip >/dev/null || failed "There is no pip in .venv, and none could be put there (see above)."

# pip writes a package's RECORD last: where it was killed before that, the package must not count.
.venv/bin/python - <<'END' || failed "What an earlier installation left could not be cleared away: see above why."
import pathlib, shutil, sysconfig
for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
    for info in pathlib.Path(folder).glob("*.dist-info"):
        record = info / "RECORD"
        if not record.exists() or "INSTALLER" not in record.read_text("utf-8"):
            shutil.rmtree(info)
END

if test $WANT = tools; then project='.[dev]'; else project=.; fi
say "Installing into .venv what Footnote needs; this happens once and takes some minutes."
if test -n "$TORCH_INDEX"; then
  # Without its dependencies: that index need not have their pinned versions.
  pip install --no-deps "$(grep '^torch==' requirements.lock)" --index-url "$TORCH_INDEX"
fi
pip install --constraint requirements.lock --editable "$project"
for done in app $WANT; do
  fingerprint > .venv/.footnote-$done || failed "It could not be noted that the installation is finished: see above why."
done
rm -f $busy
