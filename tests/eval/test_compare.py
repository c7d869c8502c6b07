import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import Report, compare, load_report
from eval.bootstrap import paired_interval
from eval.compare import RATIOS, ratios
from eval.figures import figures_of
from eval.gold import GoldItem, GoldRow
from eval.outcome import Measured, Outcome
from eval.score import Score
from index import UserError
from qa import Answer

MakeRow = Callable[..., GoldRow]
MakeItem = Callable[..., GoldItem]
MakeReply = Callable[..., Answer]
MakeOutcome = Callable[..., Outcome]

SHARE = st.none() | st.sampled_from([0.0, 0.25, 0.5, 1.0])


@pytest.fixture
def make(
    row: MakeRow, item: MakeItem, reply: MakeReply, outcome: MakeOutcome
) -> Callable[..., dict[str, object]]:
    """A report as JSON: what was said to four questions, "" for silence."""

    def made(*said: str, question: str = "Who?") -> dict[str, object]:
        rows = [
            row("built", item("1932"), question=question),
            row("time", item("14 months"), kind="number"),
            row("who", item("Mara Quill"), dialogue="d", turn=1),
            row("cost"),
        ]
        outcomes = [
            outcome(one, reply(*filter(None, [words])))
            for one, words in zip(rows, said, strict=False)
        ]
        return Report(tuple(outcomes), "report", {}).to_dict()

    return made


def test_what_has_changed(make: Callable[..., dict[str, object]]) -> None:
    """Questions are paired by id; each change is told once, with the words before and after."""
    old = make("1932", "1951", "", "1932")
    new = make("1951", "14 months", "Tom Reed", "")
    found = compare(old, new)
    assert found.paired == 4
    assert [(one.id, one.turn, one.old, one.new) for one in found.changed] == [
        ("built", "now wrong", "1932", "1951"),
        ("time", "now right", "1951", "14 months"),
        ("who", "now answered", "", "Tom Reed"),
        ("cost", "now right", "1932", ""),
    ]
    silence = next(one for one in found.differences if one.name == "abstention_recall")
    assert (silence.old, silence.new) == (0.0, 1.0)
    back = compare(new, old).changed
    assert [one.turn for one in back] == ["now right", "now wrong", "now silent", "now wrong"]
    (other,) = compare(make("1951"), make("14 months")).changed
    assert other.turn == "other words"


def test_a_report_compared_with_itself(make: Callable[..., dict[str, object]]) -> None:
    """Nothing has changed, and no difference has an interval that leaves out 0."""
    report = make("1932", "1951", "", "1932")
    found = compare(report, report)
    assert found.changed == ()
    assert {one.verdict for one in found.differences} == {"unclear"}
    assert all(one.low in (0, None) and one.high in (0, None) for one in found.differences)


def test_other_settings_are_told(make: Callable[..., dict[str, object]]) -> None:
    """What the two were made with may be all of the difference, so it is told."""
    report = make("1932")
    assert compare(report, report).settings == ()
    found = compare(report, report | {"threshold": 0.3, "whole_library": True}).settings
    assert [sentence.partition(": ")[2] for sentence in found] == [
        "the threshold was 0.2 before, and is 0.3 now.",
        "searching the whole library was off before, and is on now.",
    ]


def test_only_the_same_question_is_compared(make: Callable[..., dict[str, object]]) -> None:
    """A question of another wording, or that only one report has, is left out and named."""
    found = compare(make("1932", "1951", ""), make("1932", "1951", question="When?"))
    assert found.paired == 1
    assert found.only_old == ("built", "who")
    assert found.only_new == ("built",)
    with pytest.raises(UserError, match="no question in common"):
        compare(make("1932"), make("1932", question="When?"))


def test_better_and_worse(
    row: MakeRow, item: MakeItem, reply: MakeReply, outcome: MakeOutcome
) -> None:
    """A difference in most of many questions is no chance; higher is not always better."""

    def report(*words: str) -> dict[str, object]:
        rows = [row(str(number), item("1932")) for number in range(40)]
        outcomes = [outcome(one, reply(words[n % len(words)])) for n, one in enumerate(rows)]
        return Report(tuple(outcomes), "report", {}).to_dict()

    found = {one.name: one for one in compare(report("1951"), report("1932", "1951")).differences}
    assert found["answer_f1"].verdict == found["risk"].verdict == "better"
    assert found["answer_f1"].low == pytest.approx(0.35, abs=0.051)
    assert found["answer_f1"].high == pytest.approx(0.65, abs=0.051)
    assert found["risk"].high is not None
    assert found["risk"].high < 0
    back = {one.name: one for one in compare(report("1932", "1951"), report("1951")).differences}
    assert back["answer_f1"].verdict == back["risk"].verdict == "worse"


def test_what_a_dialogue_leaves_is_compared(
    row: MakeRow, item: MakeItem, reply: MakeReply, outcome: MakeOutcome
) -> None:
    """The interval is that of the ratio of means, whole dialogues drawn together."""
    right, silent = reply("1932"), reply()

    def report(*, well: int) -> dict[str, object]:
        outcomes = []
        for number in range(20):
            fields = {"dialogue": f"d{number}", "kind": "dialogue", "standalone": "Who was it?"}
            first = row(f"{number}-1", item("1932"), turn=1, **fields)
            then = row(f"{number}-2", item("1932"), turn=2, **fields)
            outcomes += [
                outcome(first, right),
                outcome(then, right if number % 4 < well else silent, alone=right),
            ]
        return Report(tuple(outcomes), "report", {}).to_dict()

    found = {one.name: one for one in compare(report(well=1), report(well=3)).differences}
    kept = found["followup_kept"]
    assert (kept.old, kept.new, kept.verdict) == (0.25, 0.75, "better")
    assert kept.low is not None
    assert 0.2 < kept.low < 0.5
    assert found["bent"].old is found["alone_kept"].old is None


@given(
    st.lists(
        st.builds(
            Measured,
            kind=st.sampled_from(["fact", "overview"]),
            answerable=st.booleans(),
            answered=st.booleans(),
            confidence=st.floats(0, 1),
            score=st.builds(
                Score,
                **dict.fromkeys(list(Score.__dataclass_fields__)[:-2], SHARE),
                bent=st.none() | st.booleans(),
                right=st.none() | st.booleans(),
            ),
            seconds=st.floats(0, 1),
            cpu_seconds=st.floats(0, 1),
            alone_seconds=st.none() | st.floats(0, 1),
        ),
        max_size=8,
    )
)
def test_a_ratio_of_sums_is_the_figure(measured: list[Measured]) -> None:
    """What an interval is made of is what the figure is made of."""
    figures = figures_of(measured).values
    for name in RATIOS:
        above, below = (sum(column) for column in zip((0, 0), *ratios(name, measured), strict=True))
        expected = figures[name]
        assert (above / below if below else None) == (
            None if expected is None else pytest.approx(expected)
        )


def test_the_interval_of_a_known_difference() -> None:
    """For many independent questions it is that of the normal approximation."""
    old = [(0, 1)] * 400
    new = [(float(n % 4 == 0), 1) for n in range(400)]
    low, high = paired_interval(old, new, range(400)) or (0, 0)
    spread = 1.96 * (0.25 * 0.75 / 400) ** 0.5
    assert low == pytest.approx(0.25 - spread, abs=0.005)
    assert high == pytest.approx(0.25 + spread, abs=0.005)


def test_what_belongs_together_is_drawn_together() -> None:
    """Ten dialogues of forty like turns know no more than ten questions."""
    old = [(0, 1)] * 400
    new = [(float(n % 4 == 0), 1) for n in range(10) for _ in range(40)]
    alone = paired_interval(old, new, range(400)) or (0, 0)
    together = paired_interval(old, new, [n // 40 for n in range(400)]) or (0, 0)
    assert together[1] - together[0] > 5 * (alone[1] - alone[0])


@pytest.mark.parametrize("groups", [[], [1], [1, 1, 1], [1, 2, 3, 4, 5, 5]])
def test_no_interval_of_few_things(groups: list[int]) -> None:
    """Five questions that are all better now may be so by chance, so there is no interval."""
    assert paired_interval([(0, 1)] * len(groups), [(1, 1)] * len(groups), groups) is None


def test_the_interval_covers_the_truth() -> None:
    """In 95% of cases, as it says: here in those of 300 runs whose true difference is known."""
    chance = np.random.default_rng(0)
    covered = 0
    for _ in range(300):
        old, new = (chance.random(80) < 0.5, chance.random(80) < 0.6)
        found = paired_interval(
            np.column_stack([old, np.ones(80)]), np.column_stack([new, np.ones(80)]), range(80)
        )
        assert found
        covered += found[0] <= 0.1 <= found[1]
    assert 0.92 < covered / 300 < 0.98


def test_thousands_of_questions_fit_in_memory() -> None:
    """Where no two are alike, what is drawn at once does not grow with the samples."""
    chance = np.random.default_rng(0)
    pairs = np.column_stack([chance.random(5_000), np.ones(5_000)])
    tracemalloc.start()
    try:
        assert paired_interval(pairs, pairs[::-1], range(5_000))
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"footnote_eval": 2}', "\x00"])
def test_a_file_that_is_no_report(tmp_path: Path, text: str) -> None:
    """Something else, or an older report, is refused with what to do."""
    file = tmp_path / "old.json"
    file.write_text(text)
    with pytest.raises(UserError, match="footnote eval --json"):
        load_report(file)
    with pytest.raises(UserError, match="cannot be read"):
        load_report(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", 3), ("gold_sha256", None), ("dialogue", 1), ("answered", "yes"), ("right", 1),
        ("bent", 0), ("alone_f1", 2),
        ("confidence", 1.5), ("confidence", float("nan")), ("seconds", -1), ("answer_f1", "0.5"),
        ("mrr", True), ("citations", {}), ("citations", [3]), ("citations", [{"start": 1}]),
    ],
)  # fmt: skip
def test_a_report_that_is_no_longer_whole(
    make: Callable[..., dict[str, list[dict[str, object]]]],
    tmp_path: Path,
    key: str,
    value: object,
) -> None:
    """What is missing in a question, or of another type, is told before anything is compared."""
    file = tmp_path / "old.json"
    broken, missing, without = (make("1932", "14 months") for _ in range(3))
    broken["questions"][1][key] = value
    del missing["questions"][1][key]
    del without["questions"]
    for report in (broken, missing, without, {**missing, "questions": [1]}):
        file.write_text(json.dumps(report))
        with pytest.raises(UserError, match="write one anew"):
            load_report(file)


def test_a_report_from_a_file(make: Callable[..., dict[str, object]], tmp_path: Path) -> None:
    """What was written is what is read."""
    file = tmp_path / "old.json"
    file.write_text(json.dumps(make("1932")))
    assert load_report(file) == make("1932")
