"""Who may import whom, and what a question must not load."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ["index", "qa", "eval", "ui"]  # each may import those before it

# Libraries that only some files may import, by room or file.
ONLY = {
    "bm25s": ["eval/bench/peers.py"],
    "chromadb": ["index", "eval/bench/peers.py"],
    "sqlite3": ["index"],
    "ir_measures": ["eval"],
    "matplotlib": ["eval"],
    "onnxruntime": ["index", "qa", "eval/bench/machine.py"],
    "gradio": ["ui"],
    "typer": ["ui"],
    "watchfiles": ["ui/watching.py"],
    "rich": ["ui"],
    "torch": [
        *("index/export.py", "qa/model_export.py", "qa/training"),
        *("qa/torch_model.py", "qa/transformers_model.py"),
    ],
    "sentence_transformers": ["index/export.py", "index/torch_encoder.py", "eval/bench/peers.py"],
    "llama_index": ["index/llamaindex.py", "qa/llamaindex.py", "eval/bench/peers.py"],
    "pypdf": ["index/formats"],
    "docx": ["index/formats/docx.py", "index/formats/docx_package.py"],
    "trafilatura": ["index/formats/html.py", "index/formats/main_text.py"],
    "lxml": ["index/formats"],
    "markdown_it": ["index/formats/markdown.py"],
}


def files() -> list[Path]:
    return [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]


def imported(file: Path) -> Iterator[str]:
    """Every module a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} has a relative import"
            yield node.module or ""


@pytest.mark.parametrize("file", files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_go_one_way(file: Path) -> None:
    """A room imports only rooms before it, and each library only where the design says."""
    name = str(file.relative_to(ROOT))
    room = ROOMS.index(file.relative_to(ROOT).parts[0])
    for module in imported(file):
        top = module.partition(".")[0]
        assert top != "tests"
        if top in ROOMS:
            assert ROOMS.index(top) <= room, f"{name} imports {module}"
        if top in ONLY:
            allowed = any(name == place or name.startswith(f"{place}/") for place in ONLY[top])
            assert allowed, f"{name} imports {module}"


QUESTION = """
import sys
from index import Library
from qa import ask
with Library.open(sys.argv[1]) as library:
    ask("Who blocked cooperation?", library)
loaded = [name for name in sys.argv[2:] if name in sys.modules]
sys.exit(f"loaded: {loaded}" if loaded else 0)
"""


def test_a_question_loads_nothing_heavy(article_library) -> None:  # type: ignore[no-untyped-def]
    """A question never pays for torch, sentence-transformers, LlamaIndex, Gradio or a format."""
    heavy = [
        *("torch", "sentence_transformers", "transformers", "llama_index", "gradio", "nltk"),
        *("pypdf", "docx", "trafilatura", "lxml", "charset_normalizer", "markdown_it"),
    ]
    subprocess.run(
        [sys.executable, "-c", QUESTION, str(article_library.path), *heavy], cwd=ROOT, check=True
    )


PREPARED = """
import sys, threading
from index import Library
with Library.open(sys.argv[1]) as library:
    at_first = "chromadb" in sys.modules
    library.prepare()
    [thread.join() for thread in threading.enumerate() if thread is not threading.main_thread()]
    before = set(sys.modules)
    library.search("Who blocked cooperation?")
    later = sorted(name for name in set(sys.modules) - before if name.startswith("chromadb"))
sys.exit(f"loaded: {later}" if at_first or len(later) > 5 else 0)
"""


def test_who_prepares_waits_for_no_import(article_library) -> None:  # type: ignore[no-untyped-def]
    """A library opens without Chroma; once it is prepared, hardly a module of it is left."""
    subprocess.run(
        [sys.executable, "-c", PREPARED, str(article_library.path)], cwd=ROOT, check=True
    )
