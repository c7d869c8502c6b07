"""Dependencies: each is pinned, in its range, and what an audit says of them is not mistaken."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.audit import judged

ROOT = Path(__file__).parents[1]
LINES = [
    line
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAMED = [
    Requirement(line)
    for line in (
        *PROJECT["dependencies"],
        *(line for extra in PROJECT["optional-dependencies"].values() for line in extra),
    )
    if not line.startswith("footnote[")
]


def test_every_line_pins_one_version() -> None:
    """Nothing but NAME==VERSION, each name once, in order."""
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", line) for line in LINES)
    names = [canonicalize_name(line.partition("==")[0]) for line in LINES]
    assert len(names) == len(set(names))
    assert sorted(LINES, key=str.lower) == LINES


@pytest.mark.parametrize("wanted", NAMED, ids=lambda wanted: wanted.name)
def test_every_dependency_is_pinned_in_its_range(wanted: Requirement) -> None:
    """What pyproject.toml names is in the lock file, in a version that it allows."""
    pins = dict(line.split("==") for line in LINES)
    versions = {canonicalize_name(name): version for name, version in pins.items()}
    assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)], prereleases=True)


def test_an_audit_without_data_is_none() -> None:
    """What pip-audit leaves out is not taken for sound; what it finds fails."""
    sound = {"name": "a", "version": "1.0", "vulns": []}
    fault = {"id": "CVE-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}
    faulty = {"name": "b", "version": "1.0", "vulns": [fault]}
    unknown = {"name": "c", "skip_reason": "Dependency not found on PyPI"}
    assert judged({"dependencies": [unknown, unknown]})[1].startswith("NOT AUDITED")
    code, words = judged({"dependencies": [sound, unknown]})
    assert (code, words) == (0, "Audited 1 of 2 pinned packages: no known vulnerability.")
    code, words = judged({"dependencies": [sound, faulty, unknown]})
    assert code == 1
    assert "b 1.0: CVE-1, mended in 1.1" in words
