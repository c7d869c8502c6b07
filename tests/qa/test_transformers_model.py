"""Models of transformers as the reader's: what they are given to read, and which are refused."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertForMaskedLM

from index import Span, UserError
from qa.pairs import QUESTION_TOKENS, STRIDE_TOKENS, WINDOW_TOKENS
from qa.transformers_model import TransformersModel
from tests import made_reader
from tests.index.test_sentences import HOSTILE

LONG = " ".join(f"Mara Quill built the harbour in {year}." for year in range(1600, 1932, 3))


@pytest.fixture(scope="module", params=["bert", "roberta"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """A model of each kind that knows nothing."""
    folder = tmp_path_factory.mktemp("model") / request.param
    return TransformersModel(str(getattr(made_reader, request.param)(folder)))


def test_offsets_name_the_passages_own_words(model: TransformersModel) -> None:
    """Each wordpiece's place is that of its word, without the blank before it."""
    (window,) = model.windows("Who built it?", f" {made_reader.HARBOUR}")
    words = [f" {made_reader.HARBOUR}"[slice(*place)] for place in window.offsets]
    assert [word for word in words if word] == made_reader.HARBOUR.replace(".", " .").split()
    assert len(window.ids) == window.first + len(window.offsets) + 1


def test_token_types_are_the_models_own(model: TransformersModel) -> None:
    """BERT gets 0 for the question and 1 for the passage; RoBERTa has no types and gets none."""
    (window,) = model.windows("Who built it?", made_reader.HARBOUR)
    inside = len(window.offsets) + 1
    has_types = model._model.config.model_type == "bert"
    assert window.types == ((0,) * window.first + (1,) * inside if has_types else ())


def test_windows_overlap_and_cover_a_long_passage(model: TransformersModel) -> None:
    """Every character is in a window, and neighbours share what the bundled model's do."""
    windows = list(model.windows("When was it built?", LONG))
    assert len(windows) > 2
    covered = {i for window in windows for place in window.offsets for i in range(*place)}
    assert covered == {i for i, character in enumerate(LONG) if not character.isspace()}
    for one, other in pairwise(windows):
        assert len(one.offsets) == WINDOW_TOKENS
        assert one.offsets[STRIDE_TOKENS:] == other.offsets[: WINDOW_TOKENS - STRIDE_TOKENS]
        assert one.ids[: one.first] == other.ids[: other.first]


def test_a_long_question_is_cut(model: TransformersModel) -> None:
    """As for the bundled model, and the passage loses nothing by it."""
    (short,) = model.windows("harbour " * QUESTION_TOKENS, "Mara Quill.")
    (long,) = model.windows("harbour " * 10 * QUESTION_TOKENS, "Mara Quill.")
    assert long.first <= QUESTION_TOKENS + 3
    assert long.offsets == short.offsets == (Span(0, 4), Span(5, 10), Span(10, 11))


def test_an_empty_passage_has_no_window(model: TransformersModel) -> None:
    """There is nothing to read; an empty question is one nonetheless."""
    assert list(model.windows("Who?", "")) == []
    (window,) = model.windows("", "Ann.")
    assert model.logits(window).shape == (len(window.ids), 2)


@given(question=HOSTILE, passage=HOSTILE)
def test_any_text_can_be_read(model: TransformersModel, question: str, passage: str) -> None:
    """Places are inside the passage and in order, each wordpiece gets two finite logits."""
    for window in model.windows(question, passage):
        places = [place for place in window.offsets if place.start < place.end]
        assert places == sorted(places)
        assert all(0 <= start <= end <= len(passage) for start, end in window.offsets)
        assert not any(passage[start].isspace() for start, _ in places)
        logits = model.logits(window)
        assert logits.shape == (len(window.ids), 2)
        assert logits.dtype == np.float32
        assert np.isfinite(logits).all()


def test_many_threads_read_as_one_does(model: TransformersModel) -> None:
    """Questions and passages of many lengths at once get the windows and logits of one alone."""
    pairs = [("who " * (1 + i % 7), LONG[: 60 * (i + 1)]) for i in range(40)]

    def read(pair: tuple[str, str]) -> list[tuple[object, bytes]]:
        return [(window, model.logits(window).tobytes()) for window in model.windows(*pair)]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, pairs)) == [read(pair) for pair in pairs]


def test_a_mark_belongs_to_the_weights(tmp_path: Path, tiny_reader: Path) -> None:
    """The same model elsewhere has the same mark, another one has another."""
    shutil.copytree(tiny_reader, tmp_path / "same")
    shutil.copytree(tiny_reader, tmp_path / "other")
    weights = load_file(tmp_path / "other" / "model.safetensors")
    weights["qa_outputs.bias"] += 0.5
    save_file(weights, tmp_path / "other" / "model.safetensors", metadata={"format": "pt"})
    marks = {name: TransformersModel(str(tmp_path / name)).mark for name in ("same", "other")}
    assert marks["same"] == TransformersModel(str(tiny_reader)).mark
    assert marks["other"] != marks["same"]


def test_half_precision_is_read_in_full(tmp_path: Path, tiny_reader: Path) -> None:
    """A model that was saved in bf16 gives logits of float32, close to the whole one's."""
    from transformers import AutoModelForQuestionAnswering

    shutil.copytree(tiny_reader, tmp_path / "half")
    whole = AutoModelForQuestionAnswering.from_pretrained(tiny_reader)
    whole.to(torch.bfloat16).save_pretrained(tmp_path / "half")
    half, full = TransformersModel(str(tmp_path / "half")), TransformersModel(str(tiny_reader))
    (window,) = full.windows("Who built the harbour?", made_reader.HARBOUR)
    assert half.logits(window).dtype == np.float32
    assert np.abs(half.logits(window) - full.logits(window)).max() < 0.5


class TestRefused:
    """One sentence that names what was wrong; nothing is printed beside it."""

    @pytest.fixture
    def refused(self, capfd: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
        def sentence(folder: Path) -> str:
            capfd.readouterr()
            with pytest.raises(UserError) as error:
                TransformersModel(str(folder))
            assert capfd.readouterr() == ("", "")
            assert "\n" not in str(error.value)
            assert repr(str(folder)) in str(error.value)
            return str(error.value)

        return sentence

    @pytest.fixture
    def copy(self, tmp_path: Path, tiny_reader: Path) -> Path:
        """A model to be spoilt."""
        return Path(shutil.copytree(tiny_reader, tmp_path / "copy"))

    def test_a_model_without_a_head_for_questions(self, copy: Path, refused) -> None:  # type: ignore[no-untyped-def]
        """Transformers would make one up at random."""
        config = BertConfig.from_pretrained(copy)
        BertForMaskedLM(config).save_pretrained(copy)
        assert "is no question-answering model: it has no qa_outputs" in refused(copy)

    def test_a_folder_without_a_model(self, tmp_path: Path, refused) -> None:  # type: ignore[no-untyped-def]
        assert "could not be loaded" in refused(tmp_path)

    def test_a_model_that_reads_no_text(self, copy: Path, refused) -> None:  # type: ignore[no-untyped-def]
        (copy / "config.json").write_text('{"model_type": "vit"}')
        assert "could not be loaded" in refused(copy)

    def test_weights_that_are_none(self, copy: Path, refused) -> None:  # type: ignore[no-untyped-def]
        (copy / "model.safetensors").write_bytes(b"\x00" * 100)
        assert "could not be loaded" in refused(copy)

    def test_pickled_weights(self, copy: Path, refused) -> None:  # type: ignore[no-untyped-def]
        """Whole and harmless as they are here, they are not even looked at."""
        torch.save(load_file(copy / "model.safetensors"), copy / "pytorch_model.bin")
        (copy / "model.safetensors").unlink()
        assert "could not be loaded" in refused(copy)

    def test_weights_of_another_shape(self, copy: Path, refused) -> None:  # type: ignore[no-untyped-def]
        config = json.loads((copy / "config.json").read_text())
        (copy / "config.json").write_text(json.dumps(config | {"intermediate_size": 48}))
        assert "could not be loaded" in refused(copy)

    def test_no_tokenizer(self, copy: Path, refused) -> None:  # type: ignore[no-untyped-def]
        """Transformers would make up one that knows no word."""
        (copy / "tokenizer.json").unlink()
        (copy / "tokenizer_config.json").unlink()
        assert "has no tokenizer that knows a word" in refused(copy)

    def test_no_special_first_wordpiece(self, copy: Path, refused) -> None:  # type: ignore[no-untyped-def]
        """Its logits stand for "not here"."""
        tokenizer = json.loads((copy / "tokenizer.json").read_text())
        (copy / "tokenizer.json").write_text(json.dumps(tokenizer | {"post_processor": None}))
        assert "cannot say that there is no answer" in refused(copy)

    def test_windows_that_are_too_long_for_it(self, tmp_path: Path, refused) -> None:  # type: ignore[no-untyped-def]
        """It would fail at the first long passage."""
        folder = made_reader.bert(tmp_path / "short", max_position_embeddings=64)
        assert "cannot read a question of 64 wordpieces with 200" in refused(folder)

    def test_code_of_its_own_is_not_run(self, copy: Path, refused) -> None:  # type: ignore[no-untyped-def]
        """Neither asked about nor run, though the model brings it along."""
        ran = copy / "ran"
        (copy / "own.py").write_text(
            f"open({str(ran)!r}, 'w').close()\n"
            "from transformers import BertConfig as Own, BertForQuestionAnswering as OwnModel\n"
        )
        (copy / "config.json").write_text(
            json.dumps(
                {
                    "model_type": "own",
                    "auto_map": {
                        "AutoConfig": "own.Own",
                        "AutoModelForQuestionAnswering": "own.OwnModel",
                    },
                }
            )
        )
        assert "could not be loaded" in refused(copy)
        assert not ran.exists()
