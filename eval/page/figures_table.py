"""Every figure of every kind of question, in one table, and what the figures mean."""

from eval.figures import FIGURES
from eval.gold import OVERALL
from eval.html.escape import escape
from eval.page.shown import NONE, figure_text, kind_text, why
from eval.page.verdict import VERDICTS
from eval.report import Report


def figures_html(report: Report) -> str:
    """The table: a line for each figure, a column for each kind, all questions first."""
    kinds = [OVERALL, *(kind for kind in report.figures if kind != OVERALL)]
    names = ["all questions", *map(kind_text, kinds[1:])]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    numbers = "".join(f"<td>{report.figures[kind].questions:,}</td>" for kind in kinds)
    missing: dict[str, str] = {}
    lines = [f'<tr class="first"><th scope="row">questions</th>{numbers}</tr>']
    for figure in FIGURES:
        cells = []
        for kind in kinds:
            value = report.figures[kind].values.get(figure.name)
            if value is None:
                missing[figure.label] = why(figure.name)
            cells.append(_cell(figure_text(figure, value)))
        lines.append(
            f'<tr class="{_BEGINS.get(figure.name, "")}"><th scope="row">'
            f'<a href="#means-{figure.name}">{escape(figure.label)}</a></th>{"".join(cells)}</tr>'
        )
    return (
        '<div class="wide" role="region" aria-labelledby="all-figures" tabindex="0">'
        '<table class="figures"><caption id="all-figures">All figures by kind of question</caption>'
        f'<thead><tr><th scope="col">figure</th>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>{_missing(missing)}"
    )


# The figures that begin a group of their own, set apart by a line.
_BEGINS = dict.fromkeys(
    ("answer_f1", "citation_precision", "recall_at_1", "followup_kept", "abstention_precision",
     "coverage", "bent", "latency_p50"),
    "first",
)  # fmt: skip


def glossary_html() -> str:
    """What each figure and each verdict means; the table links here."""
    figures = "".join(
        f'<div id="means-{figure.name}"><dt>{escape(figure.label)} <code>{figure.name}</code></dt>'
        f"<dd>{escape(_begun(figure.meaning))}. {_UNITS[figure.unit]}, better when "
        f"{figure.better}.</dd></div>"
        for figure in FIGURES
    )
    verdicts = "".join(
        f'<div><dt><span class="sign {each.name}" aria-hidden="true">{each.sign}</span> '
        f"{escape(each.label)}</dt><dd>The question was {escape(each.meaning)}.</dd></div>"
        for each in VERDICTS
    )
    return (
        f"<h3>What can come of a question</h3><dl>{verdicts}</dl>"
        f"<h3>Figures</h3><dl>{figures}</dl>"
        "<p>Every question weighs the same: a figure is the mean over the questions that it is "
        "defined for. A 95% interval is Wilson’s: were other questions of the "
        "same sort asked, the share would likely lie there. Questions about one document, and the "
        "turns of one conversation, resemble each other: the truth is less certain than the "
        "interval says.</p>"
    )


def _begun(clause: str) -> str:
    return clause[:1].upper() + clause[1:]


_UNITS = {"share": "A share", "seconds": "Seconds"}


def _cell(text: str) -> str:
    if text == NONE:
        return f'<td class="none"><span aria-hidden="true">{NONE}</span>' + _UNDEFINED + "</td>"
    return f"<td>{escape(text)}</td>"


_UNDEFINED = '<span class="unseen">undefined</span>'


def _missing(missing: dict[str, str]) -> str:
    """Why there are dashes, the figures with the same reason together."""
    if not missing:
        return ""
    reasons: dict[str, list[str]] = {}
    for label, reason in missing.items():
        reasons.setdefault(reason, []).append(label)
    entries = "".join(
        f"<li>{escape(', '.join(labels))}: {escape(reason)}</li>"
        for reason, labels in reasons.items()
    )
    return (
        f'<details class="data"><summary>Why there are dashes</summary><ul>{entries}</ul></details>'
    )
