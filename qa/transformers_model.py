"""Any question-answering model of transformers as the reader's model.

For users with a network, or with a model's folder at hand: ``deepset/roberta-base-squad2`` and
its kind, made to say that there is no answer (SQuAD 2.0). Needs torch at question time. Code that
a model brings along is never run.
"""

import hashlib
import threading
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import Span, UserError
from index.document import trim
from index.quiet import quiet
from qa.pairs import QUESTION_CHARACTERS, QUESTION_TOKENS, STRIDE_TOKENS, WINDOW_TOKENS, Window


class TransformersModel:
    """A ``WindowModel`` over a model and a fast tokenizer, by a folder or a hub's name.

    What the machine has is taken without a look at the network; what it lacks is downloaded,
    unless ``HF_HUB_OFFLINE=1`` forbids it.

    Raises:
        UserError: there is no such model, or it is none that can be used; the sentence says why.

    >>> model = TransformersModel("deepset/minilm-uncased-squad2")  # doctest: +SKIP
    """

    def __init__(self, name: str) -> None:
        import torch

        self._torch = torch
        # One thread at a time: a fast tokenizer keeps how it cuts in itself and fails with
        # "Already borrowed" (huggingface/tokenizers#537); torch takes all cores for one window.
        self._alone = threading.Lock()
        with quiet():
            self._tokenizer, self._model = _loaded(name)
            self._try_out(name)

    def windows(self, question: str, passage: str) -> Iterator[Window]:
        """Overlapping windows, as long as those of the bundled model; none of an empty passage."""
        with self._alone:
            read = self._tokenized(question, passage)
        for number, ids in enumerate(read["input_ids"]):
            inside = [i for i, part in enumerate(read.sequence_ids(number)) if part == 1]
            if inside:
                places = read["offset_mapping"][number]
                yield Window(
                    ids=tuple(ids),
                    types=tuple(read["token_type_ids"][number] if "token_type_ids" in read else ()),
                    first=inside[0],
                    # Some tokenizers count the blank before a word as a part of it.
                    offsets=tuple(trim(passage, Span(*places[i])) for i in inside),
                )

    def logits(self, window: Window) -> NDArray[np.float32]:
        """Start and end of each wordpiece, (tokens, 2)."""
        given = {"input_ids": [window.ids], "attention_mask": [[1] * len(window.ids)]}
        if window.types:
            given["token_type_ids"] = [window.types]
        with self._alone, self._torch.inference_mode():
            found = self._model(**{name: self._torch.tensor(v) for name, v in given.items()})
            both = self._torch.stack([found.start_logits[0], found.end_logits[0]], dim=1)
        logits: NDArray[np.float32] = both.numpy()
        return logits

    @cached_property
    def mark(self) -> str:
        """Another text for other weights or another tokenizer, wherever they come from."""
        whole = hashlib.sha256(self._tokenizer.backend_tokenizer.to_str().encode())
        for name, values in sorted(self._model.state_dict().items()):
            whole.update(name.encode())
            whole.update(values.contiguous().numpy())
        return whole.hexdigest()[:12]

    def _tokenized(self, question: str, passage: str) -> Any:
        asked = self._tokenizer(
            question[:QUESTION_CHARACTERS],
            add_special_tokens=False,
            return_offsets_mapping=True,
            verbose=False,
        )["offset_mapping"][:QUESTION_TOKENS]
        special = self._tokenizer.num_special_tokens_to_add(pair=True)
        return self._tokenizer(
            question[: asked[-1][1]] if asked else "",
            passage,
            truncation="only_second",
            max_length=len(asked) + WINDOW_TOKENS + special,
            stride=WINDOW_TOKENS - STRIDE_TOKENS,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            verbose=False,
        )

    def _try_out(self, name: str) -> None:
        """Read the longest window that there is: what the model lacks shows now, not later."""
        try:
            longest = max(
                self.windows("who " * QUESTION_TOKENS, "Ann sat. " * WINDOW_TOKENS),
                key=lambda window: len(window.ids),
            )
            shape = self.logits(longest).shape
        except (AttributeError, IndexError, RuntimeError, TypeError, ValueError) as error:
            raise UserError(
                f"{name!r} cannot read a question of {QUESTION_TOKENS} wordpieces with "
                f"{WINDOW_TOKENS} of a text: {_first_line(error)}"
            ) from error
        # Where its files are missing, transformers makes a tokenizer up, without any word.
        if set(longest.ids[longest.first : -1]) == {self._tokenizer.unk_token_id}:
            raise UserError(f"{name!r} has no tokenizer that knows a word.")
        if longest.ids[0] != self._tokenizer.cls_token_id or shape != (len(longest.ids), 2):
            raise UserError(
                f"{name!r} cannot say that there is no answer: that stands at the first "
                "wordpiece, [CLS], of the models that can be used."
            )


def _loaded(name: str) -> tuple[Any, Any]:
    """Tokenizer and model from this machine, else from the network."""
    try:
        return _from(name, local_files_only=True)
    except OSError:  # some of it is not here
        pass
    except Exception as error:
        raise _unusable(name, error) from error
    try:
        return _from(name, local_files_only=False)
    except Exception as error:
        raise _unusable(name, error) from error


def _from(name: str, *, local_files_only: bool) -> tuple[Any, Any]:
    import torch
    from transformers import AutoConfig, AutoModelForQuestionAnswering, AutoTokenizer

    how = {"local_files_only": local_files_only, "trust_remote_code": False}
    config = AutoConfig.from_pretrained(name, **how)  # first: it says best that there is none
    tokenizer = AutoTokenizer.from_pretrained(name, config=config, **how)
    model, loading = AutoModelForQuestionAnswering.from_pretrained(
        name,
        config=config,
        dtype=torch.float32,
        output_loading_info=True,
        use_safetensors=True,  # the other kind of weights is pickled
        **how,
    )
    if loading["missing_keys"]:  # transformers has made them up, at random
        raise UserError(
            f"{name!r} is no question-answering model: it has no {min(loading['missing_keys'])}. "
            "Name one that was trained on questions, such as deepset/roberta-base-squad2."
        )
    if not tokenizer.is_fast:
        raise UserError(f"{name!r} has no tokenizer that says where its wordpieces stand.")
    tokenizer.truncation_side = "right"
    return tokenizer, model.eval()


def _unusable(name: str, error: Exception) -> UserError:
    """One sentence of whatever transformers, or a stranger's files, come up with."""
    if isinstance(error, UserError):
        return error
    return UserError(
        f"{name!r} could not be loaded as a question-answering model of transformers: "
        f"{_first_line(error)}"
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
