"""Tiny question-answering models of transformers, made on the spot: two layers, 32 numbers wide.

One reads as BERT does (wordpieces, token types), one as RoBERTa does (bytes, no token types, and a
tokenizer that counts the blank before a word as a part of it).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForQuestionAnswering,
)
from transformers.utils import logging

SMALL = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 300,
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
}

HARBOUR = "Mara Quill built the harbour in 1932. The storm of 1951 broke the northern pier."
SILENT = "Who painted the harbour?"
LESSONS = (
    (HARBOUR, "Who built the harbour?", "Mara Quill"),
    (HARBOUR, "When was the harbour built?", "1932"),
    (HARBOUR, "What broke the northern pier?", "The storm of 1951"),
    (HARBOUR, SILENT, ""),
)
"""Passage, question, answer; an empty answer is none."""


def bert(folder: Path, *, epochs: int = 0, **config: int) -> Path:
    """A BERT that learns the lessons, if it is given time to."""
    words = sorted({word for lesson in LESSONS for text in lesson for word in _words(text)})
    letters = sorted({letter for word in words for letter in word})
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{one}" for one in letters)]
    vocabulary = {piece: i for i, piece in enumerate(dict.fromkeys([*pieces, *words]))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    torch.manual_seed(1)
    model = BertForQuestionAnswering(BertConfig(vocab_size=len(vocabulary), **SMALL | config))
    fast = _fast(tokenizer, ["input_ids", "token_type_ids", "attention_mask"])
    _teach(model, fast, epochs)
    return _saved(folder, model, fast)


def roberta(folder: Path) -> Path:
    """A RoBERTa that knows nothing."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(
        [text for lesson in LESSONS for text in lesson],
        trainers.BpeTrainer(
            vocab_size=400,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"],
            show_progress=False,
        ),
    )
    tokenizer.post_processor = processors.RobertaProcessing(
        ("[SEP]", 3), ("[CLS]", 2), trim_offsets=False, add_prefix_space=False
    )
    torch.manual_seed(1)
    config = RobertaConfig(
        vocab_size=tokenizer.get_vocab_size(), type_vocab_size=1, pad_token_id=0, **SMALL
    )
    fast = _fast(tokenizer, ["input_ids", "attention_mask"])
    return _saved(folder, RobertaForQuestionAnswering(config), fast)


def _words(text: str) -> list[str]:
    splits = pre_tokenizers.BertPreTokenizer().pre_tokenize_str(text.lower())
    return [word for word, _ in splits]


def _fast(tokenizer: Tokenizer, inputs: Sequence[str]) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_input_names=list(inputs),
        pad_token="[PAD]",  # noqa: S106
        unk_token="[UNK]",  # noqa: S106
        cls_token="[CLS]",  # noqa: S106
        sep_token="[SEP]",  # noqa: S106
    )


def _teach(model: Any, tokenizer: PreTrainedTokenizerFast, epochs: int) -> None:
    """Each lesson as it stands, all of them at once, again and again."""
    read = tokenizer([q for _, q, _ in LESSONS], [p for p, _, _ in LESSONS], padding=True)
    starts, ends = [], []
    for i, (passage, _, answer) in enumerate(LESSONS):
        first = passage.index(answer)
        last = first + len(answer) - 1
        starts.append(read.char_to_token(i, first, 1) if answer else 0)
        ends.append(read.char_to_token(i, last, 1) if answer else 0)
    given = {name: torch.tensor(values) for name, values in read.items()}
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        loss = model(
            **given, start_positions=torch.tensor(starts), end_positions=torch.tensor(ends)
        ).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def _saved(folder: Path, model: Any, tokenizer: PreTrainedTokenizerFast) -> Path:
    logging.disable_progress_bar()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
