"""How quick it is on this machine, warm: adding the article, and asking about it.

    python -m eval.speed

Warm means that models and libraries are loaded: each thing is done once before the clock runs.
The time that a new process takes to start is not in it.
"""

import os
import statistics
import time
from collections.abc import Callable

from eval.gold import load_gold
from eval.run import article_library, evaluate

ROUNDS = 9


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes, by the wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the figures, with the number of cores that they were taken on."""
    with article_library() as library:
        (article,) = library.documents()
        adding = []
        for _ in range(ROUNDS):
            library.remove(library.entries()[0].id)
            adding.append(seconds(lambda: library.add(text=article.text)))
        report = evaluate(load_gold(), library)
    print(f"on {os.cpu_count()} cores, {len(report.outcomes)} questions")
    print(f"index the article  median {statistics.median(adding) * 1000:.0f} ms")
    for name in ("p50", "p95"):
        print(f"ask about it       {name} {report.value(f'latency_{name}') * 1000:.0f} ms")


if __name__ == "__main__":
    main()
