"""The LlamaIndex classes, as a LlamaIndex user would put them to work."""

import json

from llama_index.core import Document as LlamaDocument
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.postprocessor import SimilarityPostprocessor

from index import Library, Source
from index.llamaindex import PassageChunker
from qa import ask
from qa.llamaindex import CitedQueryEngine, CitedResponse, CitedRetriever
from tests.made_pdf import long_pdf

REPEATED = "The bridge was closed. " * 60


def test_a_pipeline_of_theirs() -> None:
    """In an ingestion pipeline every node is the slice of its own document that it names."""
    documents = [
        LlamaDocument(text=REPEATED, id_="one", metadata={"author": "A"}),
        LlamaDocument(text="# Title\n\nText that\ngoes on.", id_="two", metadata={"format": "md"}),
    ]
    texts = {document.id_: document.text for document in documents}
    nodes = IngestionPipeline(transformations=[PassageChunker()], disable_cache=True).run(
        documents=documents
    )
    assert len({node.node_id for node in nodes}) == len(nodes) > 2
    for node in nodes:
        source = texts[node.source_node.node_id]
        assert source[node.start_char_idx : node.end_char_idx] == node.text
        for start, end in json.loads(node.metadata["sentences"]):
            assert source[start:end].strip()
    assert nodes[0].metadata["author"] == "A"
    assert "heading_path" not in nodes[0].metadata
    assert "sentences" not in nodes[0].get_content(metadata_mode="embed")


def test_headings_and_pages_come_along(library: Library) -> None:
    """What is found says under which headings and on which page it stands."""
    data, facts = long_pdf(6)
    library.ingest(Source(data, "long.pdf"))
    fact = facts[-1]
    (found, *_) = CitedRetriever(library).retrieve(fact.question)
    assert found.node.metadata["heading_path"].startswith("Chapter ")
    assert found.node.metadata["page"] in (fact.page - 1, fact.page)  # where the passage begins
    (quote, *_) = CitedQueryEngine(library=library).query(fact.question).source_nodes
    assert quote.node.metadata["page"] == fact.page


def test_a_postprocessor_of_theirs(article_library: Library) -> None:
    """What the retriever finds goes on through LlamaIndex' own parts, offsets and all."""
    found = CitedRetriever(article_library).retrieve("Who blocked cooperation?")
    kept = SimilarityPostprocessor(similarity_cutoff=0.9).postprocess_nodes(found)
    assert 0 < len(kept) < len(found)
    (article,) = article_library.documents()
    for item in found:
        node = item.node
        assert article.text[node.start_char_idx : node.end_char_idx] == node.text


def test_the_cited_query_engine(article_library: Library) -> None:
    """The query engine gives what ``ask`` gives, with the quotes as source nodes."""
    question = "Who has blocked cooperation between NATO and Israel?"
    first = ask(question, article_library)
    response = CitedQueryEngine(library=article_library).query(question)
    assert isinstance(response, CitedResponse)
    assert response.answer is not None
    assert response.answer.short == first.short
    assert [n.node.text for n in response.source_nodes] == [c.quote for c in first.citations]

    engine = CitedQueryEngine(library=article_library, history=(first,))
    assert (
        engine.query("Why?").answer.understood == ask("Why?", article_library, [first]).understood
    )


def test_an_abstention_shows_the_nearest(article_library: Library) -> None:
    """When the documents do not say, the nearest passage is the only source node."""
    response = CitedQueryEngine(library=article_library).query("Who painted the Mona Lisa?")
    assert not response.answer.answered
    assert [n.node.text for n in response.source_nodes] == [response.answer.nearest.quote]
    assert response.metadata["kind"] == "abstained"
