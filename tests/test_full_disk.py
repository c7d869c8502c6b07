"""On a full disk a library is opened and asked; what cannot be added is told, and can be later."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index import Library, WriteFailed
from tests.command import one_sentence, started
from tests.conftest import ARTICLE

OWLS = "Owls hunt at night."
MANY_VECTORS = "\n\n".join(f"Ship {n} carried {n * 3} barrels of oil. " * 12 for n in range(30))
MUCH_TEXT = "Ship 29 sails." + "\n" * 1_000_000 + "Ship 30 does not."


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """The root of a file system of 8 MB."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("this user may not mount a file system; the limit of a file is tried instead")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill(file: Path, *, leave: int = 0) -> None:
    """Take all the room there is, but so many bytes."""
    with file.open("wb", buffering=0) as opened, suppress(OSError):
        while True:
            opened.write(bytes(4096))
    os.truncate(file, max(0, file.stat().st_size - leave))


def command(*words: object) -> tuple[int, str, str]:
    process = started(*words)
    output, errors = process.communicate()
    return process.returncode, output.decode(), errors.decode()


def test_a_full_disk(small: Path) -> None:
    """The library opens and answers, what fails is one sentence, and nothing is lost."""
    folder, file = small / "library", small.parent / "long.txt"
    file.write_text(MUCH_TEXT)
    with Library.open(folder) as library:
        owls = library.add(text=OWLS)
    fill(small / "others")
    code, output, errors = command("add", file, "--library", folder)
    assert (code, one_sentence(errors), "free some space" in errors) == (1, True, True), errors
    code, output, errors = command("search", "owls", "--library", folder)
    assert (code, OWLS in output, errors) == (0, True, "")
    assert command("check", "--library", folder)[0] == 0

    fill(small / "others", leave=160 << 10)  # so that it fails halfway
    with Library.open(folder) as library:
        with pytest.raises(WriteFailed, match="free some space"):
            library.add(file)
        assert library.documents() == (owls,)
        assert library.search("owls", k=1)[0].text == OWLS
    (small / "others").unlink()
    with Library.open(folder) as library:
        assert library.documents() == (owls,)
        added = library.add(file)
        assert library.search("Ship 29", k=1)[0].document_id == added.id
        assert library.check() == ()


LIMITED = """
import resource, sys
from index import Library, FootnoteError
with Library.open(sys.argv[1]) as library:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
    try:
        library.add(sys.argv[2])
    except FootnoteError as error:
        print(error)
"""


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """The same without a file system of its own: the system refuses in the middle of a write."""
    folder, file = tmp_path / "library", tmp_path / "long.txt"
    with Library.open(folder) as library:
        owls = library.add(text=OWLS)
        (database,) = folder.rglob("chroma.sqlite3")
    limit = database.stat().st_size + (16 << 10)
    for text in (MUCH_TEXT, MANY_VECTORS):  # of which the catalogue and Chroma take too much
        file.write_text(text)
        outcome = subprocess.run(
            [sys.executable, "-c", LIMITED, str(folder), str(file), str(limit)],
            env=os.environ | {"PYTHONPATH": str(ARTICLE.parent.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (outcome.returncode, outcome.stderr) == (0, "")
        assert "free some space" in outcome.stdout
        with Library.open(folder) as library:
            assert library.search("owls", k=1)[0].text == OWLS
            assert library.documents() == (owls,)
            assert library.check() == ()
    with Library.open(folder) as library:
        added = library.add(file)
        assert library.search("Ship 29", k=1)[0].document_id == added.id
