"""Looks the pinned versions up among known vulnerabilities: ``make audit``.

pip-audit does it, in an environment that is thrown away, with the data of the Python Package
Index. Where they cannot be had, pip-audit leaves packages out and finds no fault; here that is
told for what it is: not audited.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements.lock"
AUDITOR = "pip-audit>=2.10,<3"
PATIENCE = 300  # seconds for all of it; some 30 when the network is there


def judged(report: dict[str, Any]) -> tuple[int, str]:
    """Exit code and words for what pip-audit reports as JSON.

    >>> judged({"dependencies": [{"name": "a", "version": "1", "vulns": []}]})
    (0, 'Audited 1 of 1 pinned packages: no known vulnerability.')
    >>> judged({"dependencies": [{"name": "a", "skip_reason": "not found"}]})
    (0, 'NOT AUDITED: the data on known vulnerabilities cannot be had here.')
    """
    every = report["dependencies"]
    audited = [each for each in every if "skip_reason" not in each]
    if not audited:
        return 0, "NOT AUDITED: the data on known vulnerabilities cannot be had here."
    looked = f"Audited {len(audited)} of {len(every)} pinned packages"
    faults = [
        f"{each['name']} {each['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for each in audited
        for fault in each["vulns"]
    ]
    if faults:
        return 1, "\n".join([f"{looked}: {len(faults)} known vulnerabilities.", *faults])
    return 0, f"{looked}: no known vulnerability."


def audit() -> tuple[int, str]:
    """Install the auditor somewhere else, run it over the lock file, and judge what it says."""
    with tempfile.TemporaryDirectory() as scratch:
        venv.create(scratch, with_pip=True)
        python = str(Path(scratch) / "bin" / "python")
        report = Path(scratch) / "report.json"
        install = [python, "-m", "pip", "install", "-q", "--retries", "1", AUDITOR]
        look = [python, "-m", "pip_audit", "--requirement", str(LOCK), "--no-deps"]
        look += ["--disable-pip", "--progress-spinner", "off", "-f", "json", "-o", str(report)]
        for command in (install, look):
            try:
                done = subprocess.run(
                    command, capture_output=True, text=True, check=False, timeout=PATIENCE
                )
            except subprocess.TimeoutExpired:
                return 0, f"NOT AUDITED: no end in {PATIENCE} seconds."
            if command is install and done.returncode != 0:
                return 0, "NOT AUDITED: pip-audit cannot be installed here."
        if not report.exists():  # it stopped: the index did not answer
            last = next(iter(done.stderr.strip().splitlines()[-1:]), "no message")
            return 0, f"NOT AUDITED: the data cannot be had here ({last})."
        return judged(json.loads(report.read_text(encoding="utf-8")))


if __name__ == "__main__":
    code, words = audit()
    print(words)
    sys.exit(code)
