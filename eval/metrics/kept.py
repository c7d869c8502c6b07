"""What a conversation leaves of the answers: those of its turns beside those of the same alone."""

from collections.abc import Sequence
from math import fsum


def kept(turns: Sequence[tuple[float, float]]) -> float | None:
    """The share of the answers' token F1 that is kept where questions are asked in a conversation.

    Formula::

        kept = (sum of the F1 in the conversation) / (sum of the F1 alone)

    which is the one mean by the other, as both are over the same turns.

    Args:
        turns: for each turn the token F1 of its answer as it was asked, after what came before,
            and that of the answer to its standalone question, asked without any history.

    Edge cases: more than 1 where the turns do better than the questions alone, as a person wrote
    these. No turns, or none that does better than 0 alone, is None.

    Source: none; it puts the error of rewriting a follow-up apart from that of answering it, as
    the comparison with human rewrites does in Elgohary et al. 2019, Can You Unpack That? Learning
    to Rewrite Questions-in-Context.

    >>> kept([(1.0, 1.0), (0.5, 1.0)])
    0.75
    """
    alone = fsum(alone for _, alone in turns)
    return fsum(asked for asked, _ in turns) / alone if alone else None
