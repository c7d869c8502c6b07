"""The best one-to-one matching between two lists, which the scores of lists are made of.

It knows nothing of answers: it takes a table of scores.
"""

from collections.abc import Sequence
from math import inf


def matching(  # noqa: C901  # one published algorithm; in pieces it is harder to check
    scores: Sequence[Sequence[float]],
) -> float:
    """The largest sum of scores when every row and every column is used at most once.

    Args:
        scores: one row for each member of the first list, one column for each member of the
            second; every score at least 0, higher is better.

    Returns:
        The sum; 0.0 where either list is empty.

    Source: Kuhn 1955, The Hungarian Method for the Assignment Problem, in the form with
    potentials and shortest augmenting paths (Jonker and Volgenant 1987); cubic in the longer
    list, which for answers has a handful of members.

    >>> matching([[1.0, 0.9], [0.9, 0.0]])  # not 1.0 + 0.0, which taking the best first gives
    1.8
    """
    if not scores or not scores[0]:
        return 0.0
    if len(scores) > len(scores[0]):  # the method wants no more rows than columns
        scores = list(zip(*scores, strict=True))
    rows, columns = len(scores), len(scores[0])

    # Rows and columns count from 1; column 0 is where the row being placed waits.
    row_potential = [0.0] * (rows + 1)
    column_potential = [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        slack = [inf] * (columns + 1)
        came_from = [0] * (columns + 1)
        visited = [False] * (columns + 1)
        while row_of[column]:
            visited[column] = True
            current, step, following = row_of[column], inf, 0
            for other in range(1, columns + 1):
                if visited[other]:
                    continue
                cost = -scores[current - 1][other - 1]
                reduced = cost - row_potential[current] - column_potential[other]
                if reduced < slack[other]:
                    slack[other], came_from[other] = reduced, column
                if slack[other] < step:
                    step, following = slack[other], other
            for other in range(columns + 1):
                if visited[other]:
                    row_potential[row_of[other]] += step
                    column_potential[other] -= step
                else:
                    slack[other] -= step
            column = following
        while column:  # move every row on the path to its new column
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return sum(scores[row - 1][column - 1] for column, row in enumerate(row_of) if column and row)
