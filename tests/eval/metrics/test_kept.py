import pytest

from eval.metrics import kept


def test_the_ratio_of_the_means() -> None:
    """What is answered worse after other turns is lost; what is answered as well is kept."""
    assert kept([(0.5, 1.0), (0.0, 0.5), (0.5, 0.5)]) == pytest.approx(0.5)
    assert kept([(0.3, 0.3), (1.0, 1.0)]) == 1.0


def test_it_may_exceed_one() -> None:
    """A turn may be answered better than its standalone question."""
    assert kept([(1.0, 0.5)]) == 2.0


@pytest.mark.parametrize("turns", [[], [(0.0, 0.0)], [(1.0, 0.0)]])
def test_nothing_to_keep(turns: list[tuple[float, float]]) -> None:
    """Where nothing is right alone there is no share."""
    assert kept(turns) is None
