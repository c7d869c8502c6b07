import pytest

from eval.metrics import exact_match


@pytest.mark.parametrize(
    ("prediction", "golds", "expected"),
    [
        ("the Turks!", ["Turks"], 1.0),
        ("Turks", ["Ankara", "The  Turks"], 1.0),
        ("Turkey", ["Turks"], 0.0),
        ("", ["Turks"], 0.0),
        ("", [], 1.0),
        ("an", [], 1.0),
        ("U.S.", ["us"], 1.0),
        ("well-known", ["well known"], 0.0),  # the hyphen goes, no space comes
    ],
)
def test_normalised_equality(prediction: str, golds: list[str], expected: float) -> None:
    """Case, articles, ASCII punctuation and white space do not matter; all else does."""
    assert exact_match(prediction, golds) == expected
