from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.matching import matching

SIZES = st.tuples(st.integers(1, 5), st.integers(1, 5))
TABLES = SIZES.flatmap(
    lambda size: st.lists(
        st.lists(
            st.sampled_from([0.0, 0.25, 0.4, 0.5, 2 / 3, 1.0]), min_size=size[1], max_size=size[1]
        ),
        min_size=size[0],
        max_size=size[0],
    )
)


@given(TABLES)
def test_no_matching_is_better(scores: list[list[float]]) -> None:
    """The sum is the best over all one-to-one matchings, tried one by one."""
    rows, columns = len(scores), len(scores[0])
    if rows <= columns:
        tried = (
            sum(scores[row][column] for row, column in enumerate(chosen))
            for chosen in permutations(range(columns), rows)
        )
    else:
        tried = (
            sum(scores[row][column] for column, row in enumerate(chosen))
            for chosen in permutations(range(rows), columns)
        )
    assert matching(scores) == pytest.approx(max(tried))


@pytest.mark.parametrize("scores", [[], [[]], [[], []]])
def test_nothing_to_match(scores: list[list[float]]) -> None:
    """Where either list is empty the sum is 0."""
    assert matching(scores) == 0.0
