"""Footnote inside LlamaIndex: ``CitedRetriever`` and ``CitedQueryEngine``.

Thin classes over ``retrieve`` and ``ask``; the page asks through them. No language model is
involved, and LlamaIndex's global ``Settings`` are left alone.
"""

from dataclasses import dataclass
from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from pydantic import ConfigDict

from index import Hit, Library
from qa.answer import Answer, Citation
from qa.pipeline import ask
from qa.reader import Reader
from qa.retrieve import retrieve


class CitedRetriever(BaseRetriever):
    """Footnote's hybrid search as a LlamaIndex retriever.

    Each node's ``start_char_idx`` and ``end_char_idx`` are exact offsets in the document's text,
    its score is in (0, 1].

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
    ...     document = library.add(text="Cats purr.", title="Pets")
    ...     (found,) = CitedRetriever(library).retrieve("Which animal purrs?")
    >>> found.node.text, found.node.start_char_idx, found.node.metadata["title"]
    ('Cats purr.', 0, 'Pets')
    """

    def __init__(self, library: Library, documents: tuple[str, ...] | None = None) -> None:
        """Search a library, or only the documents with some ids."""
        super().__init__()
        self._library = library
        self._documents = documents

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = retrieve(query_bundle.query_str, self._library, self._documents)
        return [
            NodeWithScore(
                node=_node(hit, hit.text),
                score=hit.score,
            )
            for hit in hits
        ]


@dataclass
class CitedResponse(Response):
    """A LlamaIndex response that carries the ``Answer``; its source nodes are the quotes."""

    answer: Answer | None = None


class CitedQueryEngine(CustomQueryEngine):
    """``ask`` as a LlamaIndex query engine; its fields are arguments of ``ask``.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
    ...     document = library.add(text="The bridge was closed in May.")
    ...     response = CitedQueryEngine(library=library).query("When was the bridge closed?")
    >>> str(response), response.source_nodes[0].node.text
    ('May [1]', 'The bridge was closed in May.')
    >>> response.answer.citations[0].answer_start
    25
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    history: tuple[Answer | tuple[str, str], ...] = ()
    documents: tuple[str, ...] | None = None
    reader: Reader | None = None

    def custom_query(self, query_str: str) -> Any:
        """Answer one question; the history is not changed."""
        answer = ask(query_str, self.library, self.history, self.documents, reader=self.reader)
        cited = answer.citations or ((answer.nearest,) if answer.nearest else ())
        return CitedResponse(
            response=answer.text,
            source_nodes=[
                NodeWithScore(node=_node(citation, citation.quote), score=answer.confidence)
                for citation in cited
            ],
            metadata=answer.to_dict(),
            answer=answer,
        )


def _node(found: Hit | Citation, text: str) -> TextNode:
    """A place as LlamaIndex has it; where it stands is in the metadata."""
    place = {"heading_path": found.section, "page": found.page}
    return TextNode(
        id_=f"{found.document_id}:{found.start}-{found.end}",
        text=text,
        start_char_idx=found.start,
        end_char_idx=found.end,
        metadata={"document_id": found.document_id, "title": found.title}
        | {name: value for name, value in place.items() if value},
    )
