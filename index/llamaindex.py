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
from index.document import HEADING_EDGE, Block, Document, Passage, Span
from index.embed import Encoder, default_encoder
from index.formats import blocks_of

# Metadata that is for machines: neither embedded nor shown to a language model.
OFFSETS = ["format", "blocks", "sentences", "headings"]


class PassageChunker(TransformComponent):
    """Cuts LlamaIndex documents into passages of whole sentences with exact offsets.

    Each node has ``start_char_idx`` and ``end_char_idx``, for which
    ``document.text[start:end] == node.text`` holds, a deterministic id, and its sentences'
    offsets in ``metadata["sentences"]``, as JSON because vector stores take no lists. Under
    headings, ``metadata["heading_path"]`` names them ("Results › Table 2"); LlamaIndex embeds it
    with the text. A document with ``metadata["format"]`` "md" is read as Markdown, with "csv" as a
    table, any other as plain text.

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
        format_ = str(node.metadata.get("format", "txt"))
        blocks = node.metadata.get("blocks")  # of a format whose structure its text does not show
        digest = hashlib.sha256(text.encode()).hexdigest()
        document = Document(
            id=node.node_id,
            title=str(node.metadata.get("title", "")),
            text=text,
            text_sha256=digest,
            blocks=tuple(Block(*block) for block in json.loads(blocks))
            if blocks
            else blocks_of(text, format_),
            pages=(),
            format=format_,
            encoding="",
            bytes_sha256=digest,
            source="",
        )
        own = {name: value for name, value in node.metadata.items() if name != "blocks"}
        origin = node.as_related_node_info()  # once: it takes the digest of the whole text
        return [
            TextNode(
                id_=f"{node.node_id}:{passage.start}-{passage.end}",
                text=passage.text,
                start_char_idx=passage.start,
                end_char_idx=passage.end,
                metadata=own | _metadata(passage),
                excluded_embed_metadata_keys=[*node.excluded_embed_metadata_keys, *OFFSETS],
                excluded_llm_metadata_keys=[*node.excluded_llm_metadata_keys, *OFFSETS],
                relationships={NodeRelationship.SOURCE: origin},
            )
            for passage in chunk(document, self.encoder.count_tokens)
        ]


def _metadata(passage: Passage) -> dict[str, str]:
    path = passage.heading_path
    named = {"heading_path": HEADING_EDGE.join(path)} if path else {}
    return named | {"sentences": json.dumps(passage.sentences), "headings": json.dumps(path)}


def passages(document: Document, encoder: Encoder) -> tuple[Passage, ...]:
    """A document's passages, by a LlamaIndex ingestion pipeline."""
    # Its cache is off: the key leaves out the document's id, so that the same text in a second
    # document would get the first one's passages.
    pipeline = IngestionPipeline(
        transformations=[PassageChunker(encoder=encoder)], disable_cache=True
    )
    metadata = {
        "format": document.format,
        "title": document.title,
        "blocks": json.dumps(document.blocks),
    }
    nodes = pipeline.run(
        documents=[LlamaDocument(text=document.text, id_=document.id, metadata=metadata)]
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
        heading_path=tuple(json.loads(node.metadata["headings"])),
        page=document.page(node.start_char_idx),
    )
