"""Small texts that other rooms keep with a library."""

import subprocess
import sys
import tarfile
from pathlib import Path

from index import Library
from index.schema import LAYOUT
from tests.index.test_upgrade import LAYOUT_1, layout

READ = """
import sys
from index import Library
with Library.open(sys.argv[1]) as library:
    print(library.setting("mood"))
    sys.stdin.readline()
    print(library.setting("mood"), flush=True)
"""


def test_a_setting_stays(tmp_path: Path) -> None:
    """It is there when the library is opened again, any text as it was, until it is let go of."""
    texts = {"empty": "", "quoted": '"; DROP TABLE meta; --', "wide": "🏴‍☠️\r\n\u202e x"}
    with Library.open(tmp_path / "library") as library:
        assert library.setting("empty") is None
        for name, text in texts.items():
            library.set_setting(name, "before")
            library.set_setting(name, text)
    with Library.open(tmp_path / "library") as library:
        assert {name: library.setting(name) for name in texts} == texts
        library.set_setting("empty", None)
        library.set_setting("empty", None)
        assert library.setting("empty") is None
        assert library.setting("quoted") == texts["quoted"]


def test_settings_are_listed_by_the_beginning_of_their_names(library: Library) -> None:
    """Letter for letter: no sign of SQL's patterns means anything, and no entry of ours shows."""
    for name in ("a%b 1", "a%b 2", "axb", "A%B", "_"):
        library.set_setting(name, name.upper())
    assert library.settings("a%b ") == {"a%b 1": "A%B 1", "a%b 2": "A%B 2"}
    assert library.settings("_") == {"_": "_"}
    assert library.settings("generation") == {}


def test_a_setting_is_no_change_of_the_documents(library: Library) -> None:
    """No name reaches the catalogue's own entries, and the generation stays."""
    library.add(text="Cats purr.")
    generation = library.generation()
    for name in ("generation", "dirty", "encoder", "dimension"):
        assert library.setting(name) is None
        library.set_setting(name, "7")
    assert library.generation() == generation
    assert [hit.text for hit in library.search("cats")] == ["Cats purr."]
    with Library.open(library.path) as again:
        assert again.setting("dirty") == "7"


def test_another_process_sees_it_at_once(library: Library) -> None:
    """A process that has the library open reads what was set after it opened it."""
    with subprocess.Popen(
        [sys.executable, "-c", READ, library.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
    ) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "None\n"
        library.set_setting("mood", "bold")
        assert reader.communicate("go on\n")[0] == "bold\n"


def test_an_upgrade_keeps_settings(tmp_path: Path) -> None:
    """A library of an older layout that has a setting still has it afterwards."""
    import sqlite3

    with tarfile.open(LAYOUT_1) as archive:
        archive.extractall(tmp_path / "old", filter="data")
    with sqlite3.connect(tmp_path / "old" / "catalogue.sqlite3") as db:
        db.execute("INSERT INTO meta VALUES ('setting:mood', 'bold')")
    db.close()
    assert layout(tmp_path / "old") < LAYOUT
    with Library.open(tmp_path / "old") as library:
        assert library.setting("mood") == "bold"
    assert layout(tmp_path / "old") == LAYOUT
