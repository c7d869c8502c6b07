"""Gold questions: what a row says, and the files that they are read from."""

from eval.gold.answered import from_answer
from eval.gold.articles import article_names, article_sources
from eval.gold.check import Checked, brings_documents, check_gold
from eval.gold.documents import Names, by_document, closest, quoted
from eval.gold.jsonl import schema, to_line
from eval.gold.load import Gold, gold_format, load_gold
from eval.gold.reading import GoldFormat, Problem
from eval.gold.row import OVERALL, OVERVIEW, GoldItem, GoldRow, GoldSpan, Split
from eval.gold.squad_file import (
    SquadAnswer,
    SquadArticle,
    SquadParagraph,
    SquadQuestion,
    read_squad,
)

__all__ = [
    "OVERALL",
    "OVERVIEW",
    "Checked",
    "Gold",
    "GoldFormat",
    "GoldItem",
    "GoldRow",
    "GoldSpan",
    "Names",
    "Problem",
    "Split",
    "SquadAnswer",
    "SquadArticle",
    "SquadParagraph",
    "SquadQuestion",
    "article_names",
    "article_sources",
    "brings_documents",
    "by_document",
    "check_gold",
    "closest",
    "from_answer",
    "gold_format",
    "load_gold",
    "quoted",
    "read_squad",
    "schema",
    "to_line",
]
