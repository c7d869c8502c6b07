"""Footnote's passages for LlamaIndex: ``PassageChunker``, and ingest through it.

LlamaIndex' own splitters find their offsets again with ``text.find`` and name the wrong
occurrence of a repeated text; these are exact. The work itself is done in ``chunk.py``.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import (
    BaseNode,
    NodeRelationship,
    TextNode,
    TransformComponent,
)
from llama_index.core.schema import Document as LlamaDocument
from pydantic import Field, SkipValidation

from index.chunk import chunk
from index.document import Document, Passage, Span
from index.embed import Encoder, default_encoder

# Metadata that is for machines: neither embedded nor shown to a language model.
OFFSETS = ["format", "sentences"]


class PassageChunker(TransformComponent):
    """Cuts LlamaIndex documents into passages of whole sentences with exact offsets.

    Each node has ``start_char_idx`` and ``end_char_idx``, for which
    ``document.text[start:end] == node.text`` holds, a deterministic id, and its sentences'
    offsets in ``metadata["sentences"]``, as JSON because vector stores take no lists. A document
    with ``metadata["format"] == "md"`` is read as Markdown, any other as plain text.

    >>> from llama_index.core import Document
    >>> text = "Again. Again. Again."
    >>> nodes = PassageChunker()([Document(text=text, id_="d")])
    >>> [(node.start_char_idx, node.end_char_idx, node.metadata["sentences"]) for node in nodes]
    [(0, 20, '[[0, 6], [7, 13], [14, 20]]')]
    """

    encoder: SkipValidation[Encoder] = Field(default_factory=default_encoder, exclude=True)

    @classmethod
    def class_name(cls) -> str:
        """What LlamaIndex writes where it serialises the step."""
        return "PassageChunker"

    def __call__(self, nodes: Sequence[BaseNode], **_: Any) -> Sequence[BaseNode]:
        """The passages of some documents, in order."""
        return [passage for node in nodes for passage in self._passages(node)]

    def _passages(self, node: BaseNode) -> list[TextNode]:
        text = node.get_content()
        document = Document(
            id=node.node_id,
            title="",
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            pages=(),
            format=str(node.metadata.get("format", "txt")),
            encoding="",
            source="",
        )
        return [
            TextNode(
                id_=f"{node.node_id}:{passage.start}-{passage.end}",
                text=passage.text,
                start_char_idx=passage.start,
                end_char_idx=passage.end,
                metadata=node.metadata | {"sentences": json.dumps(passage.sentences)},
                excluded_embed_metadata_keys=[*node.excluded_embed_metadata_keys, *OFFSETS],
                excluded_llm_metadata_keys=[*node.excluded_llm_metadata_keys, *OFFSETS],
                relationships={NodeRelationship.SOURCE: node.as_related_node_info()},
            )
            for passage in chunk(document, self.encoder.count_tokens)
        ]


def passages(document: Document, encoder: Encoder) -> tuple[Passage, ...]:
    """A document's passages, by a LlamaIndex ingestion pipeline."""
    # Its cache is off: the key leaves out the document's id, so that the same text in a second
    # document would get the first one's passages.
    pipeline = IngestionPipeline(
        transformations=[PassageChunker(encoder=encoder)], disable_cache=True
    )
    nodes = pipeline.run(
        documents=[
            LlamaDocument(text=document.text, id_=document.id, metadata={"format": document.format})
        ]
    )
    return tuple(_passage(document, node) for node in nodes)


def _passage(document: Document, node: BaseNode) -> Passage:
    if not isinstance(node, TextNode) or node.start_char_idx is None or node.end_char_idx is None:
        raise TypeError(f"A passage needs offsets, {node.node_id} has none.")
    return Passage(
        document_id=document.id,
        start=node.start_char_idx,
        end=node.end_char_idx,
        text=node.text,
        sentences=tuple(Span(*span) for span in json.loads(node.metadata["sentences"])),
    )
