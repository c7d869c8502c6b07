"""How often is it right, does it cite the right place, does it know when to be silent.

``from eval import load_gold, evaluate``; never a bare ``import eval``, which hides the
builtin.
"""

from eval.gold import load_gold
from eval.minimums import Shortfall, check_bounds, check_minimums
from eval.report import Report
from eval.run import article_library, chosen_rows, evaluate

__all__ = [
    "Report",
    "Shortfall",
    "article_library",
    "check_bounds",
    "check_minimums",
    "chosen_rows",
    "evaluate",
    "load_gold",
]
