"""PDFs made for tests, with fpdf2: a page is set by hand, so that it is known where words stand.

The core fonts of PDF know Latin-1 only; for more there is the font that Gradio brings.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from fpdf import FPDF

A5 = (420.0, 595.0)  # points
ARTICLE = Path(__file__).parent.parent / "index" / "article.txt"
SOFT_HYPHEN = "\u00ad"


@dataclass(slots=True)
class Setter:
    """Sets paragraphs on pages, line by line, and remembers the page of each word.

    Attributes:
        pdf: the file that is being made.
        left, width: of the column, in points.
        top, foot: where the first line and the last may stand, from the page's upper edge.
        mode: "line", "word" or "letter": what one drawing operation draws.
        is_justified: whether lines are drawn to the full width.
    """

    pdf: FPDF
    left: float = 72
    width: float = 450
    top: float = 90
    foot: float = 760
    size: float = 11
    leading: float = 14
    family: str = "Times"
    mode: str = "line"
    is_justified: bool = True
    is_hyphenated: bool = True
    y: float = 0.0
    widths: dict[tuple[str, str, float, str], float] = field(default_factory=dict)

    def new_page(self) -> None:
        self.pdf.add_page()
        self.y = self.top

    def room(self) -> int:
        """How many lines fit on the rest of the page."""
        return int((self.foot - self.y) / self.leading) + 1

    def wrapped(self, text: str, indent: float = 0.0) -> list[list[str]]:
        """The words of each line."""
        lines: list[list[str]] = [[]]
        room = self.width - indent
        blank = self.measured(" ")
        for word in text.split():
            plain = word.replace(SOFT_HYPHEN, "")
            if lines[-1] and self._length(lines[-1]) + blank + self.measured(plain) > room:
                left = room - self._length(lines[-1]) - blank
                head, tail = self._cut(word, left)
                if head:
                    lines[-1].append(head)
                    plain = tail
                lines.append([])
                room = self.width
            lines[-1].append(plain)
        return lines

    def paragraph(self, text: str, *, indent: float = 0.0, after: float = 0.0) -> list[int]:
        """Set a paragraph, over the page's edge if need be; the page of each line, from 1."""
        self.pdf.set_font(self.family, "", self.size)
        lines = self.wrapped(text, indent)
        pages = []
        for number, words in enumerate(lines):
            if self.y > self.foot:
                self.new_page()
                self.pdf.set_font(self.family, "", self.size)
            start = indent if number == 0 else 0.0
            is_last = number + 1 == len(lines)
            self.line(words, self.left + start, self.width - start, is_justified=not is_last)
            pages.append(self.pdf.page_no())
            self.y += self.leading
        self.y += after
        return pages

    def line(self, words: Sequence[str], x: float, width: float, *, is_justified: bool) -> None:
        """Draw a line."""
        blank = self.measured(" ")
        is_justified = is_justified and self.is_justified and len(words) > 1
        if is_justified:
            drawn = sum(self.measured(word) for word in words)
            blank = (width - drawn) / (len(words) - 1)
        if self.mode == "line" and not is_justified:
            self.pdf.text(x, self.y, " ".join(words))
            return
        for word in words:
            if self.mode == "letter":
                across = x
                for letter in word:
                    self.pdf.text(across, self.y, letter)
                    across += self.measured(letter)
            else:
                self.pdf.text(x, self.y, word)
            x += self.measured(word) + blank

    def heading(self, text: str, size: float, *, level: int | None = None) -> None:
        """Draw a heading; with a level it gets a bookmark."""
        self.pdf.set_font("Helvetica", "B", size)
        if level is not None:
            self.pdf.set_y(self.y - size)
            self.pdf.start_section(text, level)
        self.pdf.text(self.left, self.y, text)
        self.y += size * 1.2 + 10

    def measured(self, text: str) -> float:
        pdf = self.pdf
        key = (text, pdf.font_family, pdf.font_size_pt, pdf.font_style)
        if key not in self.widths:
            self.widths[key] = pdf.get_string_width(text)
        return self.widths[key]

    def _length(self, words: list[str]) -> float:
        return sum(self.measured(word) for word in words) + self.measured(" ") * (len(words) - 1)

    def _cut(self, word: str, room: float) -> tuple[str, str]:
        """The part of a word that fits before a line's end, with its hyphen, and the rest."""
        if not self.is_hyphenated:
            return "", word
        best = ("", word.replace(SOFT_HYPHEN, ""))
        for match in re.finditer(f"{SOFT_HYPHEN}|(?<=-)(?=[a-zA-Z])", word):
            head = word[: match.start()].replace(SOFT_HYPHEN, "")
            head += "" if head.endswith("-") else "-"
            if self.measured(head) <= room:
                best = head, word[match.end() :].replace(SOFT_HYPHEN, "")
        return best


def hyphenated(text: str) -> str:
    """The text with soft hyphens where long words may be cut: between a vowel and a consonant."""

    def cut(match: re.Match[str]) -> str:
        word = match[0]
        return (
            word[:2]
            + re.sub(r"(?<=[aeiou])(?=[bcdfgklmnprstv][aeiou])", SOFT_HYPHEN, word[2:-2])
            + word[-2:]
        )

    return re.sub(r"[a-z]{7,}", cut, text)


def blank_pdf() -> FPDF:
    """A file in points, without automatic breaks and margins."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    return pdf


def paper() -> FPDF:
    pdf = blank_pdf()
    pdf.add_page()
    pdf.set_font("Times", "", 11)
    return pdf


def finished(pdf: FPDF) -> bytes:
    return bytes(pdf.output())


def prose(seed: int, count: int) -> str:
    chance = random.Random(seed)  # noqa: S311  # a test's text, no secret
    return " ".join(filler(chance) for _ in range(count))


def raw_pdf(*objects: bytes) -> bytes:
    """A file of objects, the first of which is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, start,
    )  # fmt: skip


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def drawn(content: bytes, **more: bytes) -> bytes:
    """A file of one page with this content."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % more.get("catalog", b""),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<"
        b"/Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        FONT,
        *([more["form"]] if "form" in more else []),
        *more.get("others", b"").split(b"|"),
    )


def article_pdf(*, mode: str = "line", times: int = 1) -> bytes:
    """The article with a running head, page numbers, justified and hyphenated lines.

    Args:
        mode: what one operation draws, see ``Setter``.
        times: how often its paragraphs follow one another, for more pages.
    """
    title, *paragraphs = ARTICLE.read_text(encoding="utf-8").strip().split("\n")

    class Article(FPDF):
        def header(self) -> None:
            self.set_font("Helvetica", "I", 8)
            self.text(72, 50, "Reuters world news, August 2024")
            self.text(470, 50, f"Page {self.page_no()}")

        def footer(self) -> None:
            self.set_font("Helvetica", "", 8)
            self.text(295, 810, str(self.page_no()))

    pdf = Article(unit="pt", format=A5)
    pdf.set_auto_page_break(False)
    pdf.set_title(title)
    pdf.add_font("Main", "", gradio_font("Main-Regular"))
    pdf.add_font("Main", "B", gradio_font("Main-Bold"))
    setter = Setter(pdf, left=60, width=300, top=90, foot=540, mode=mode, family="Main")
    setter.new_page()
    for number, line in enumerate(_balanced(title, 40)):
        pdf.set_font("Main", "B", 16)
        pdf.text(60, setter.y + 20 * number, line)
    setter.y += 60
    for paragraph in paragraphs * times:
        setter.paragraph(hyphenated(paragraph), after=7)
    return bytes(pdf.output())


def _balanced(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a long document says once.

    Attributes:
        sentence: as it stands in the document.
        question: asks for it in other words.
        answer: the words of the sentence that answer it.
        page: the page on which the answer's first word stands, from 1.
    """

    sentence: str
    question: str
    answer: str
    page: int


PLACES = """Harrowgate Ellismoor Tarnwick Bexholm Quillford Dunmarrow Oxcombe Silverdeep Pennareth
Galloway's-End Thornby Wexcliffe Mirefield Aldersea Brackenhope Coldmere Drumlark Eastwhistle
Fenbury Greyhollow Hatherby Inverlusk Jarrowmont
Kestrelby Lowmarsh Maplestead Netherquay Orrinsay Plumstow
Quarrydale Ravenscar Saltburrow Tidewell Upperlathe Vellacott Withernsand Yarrowfell Zealminster
Amberthwaite Birkenshaw Cragendale Dovestone Elmsworth Foxgrove Gullhaven Hollinside Ironmere
Juniperhill Kingsmoor Larkrigg""".split()
FIRSTS = "Edith Tobias Marguerite Alban Winifred Cornelius Isolde Barnaby Philippa Lysander".split()
LASTS = (
    "Marlowe Quennell Ashdown Tregarth Bellweather Fairclough Ormerod Stanhope Yelland Pim".split()
)

TEMPLATES = (
    ("The warden of {place} lighthouse was {person}.",
     "Who looked after the lighthouse at {place}?", "{person}"),
    ("The paper mill at {place} was sold for {number} crowns.",
     "What price did the {place} mill fetch?", "{number} crowns"),
    ("The iron bridge at {place} was opened to carriages in {year}.",
     "In which year could one first cross the bridge of {place}?", "{year}"),
    ("The great bell of {place} chapel weighs {number} kilograms.",
     "How heavy is the bell in the chapel of {place}?", "{number} kilograms"),
    ("In {place} the harvest festival is celebrated on the {day} of September.",
     "On which day do people keep the harvest feast in {place}?", "the {day} of September"),
    ("It was {person} who discovered the mineral spring near {place}.",
     "Who found the water source close to {place}?", "{person}"),
    ("The astronomical clock in the town hall of {place} was constructed by {person}.",
     "Who built the clock of the {place} town hall?", "{person}"),
    ("The narrow railway from {place} to the coast is {number} metres long.",
     "What is the length of the railway that leads from {place} to the sea?", "{number} metres"),
    ("The public library of {place} possessed {number} volumes when it was founded.",
     "How many books did the library in {place} have at the beginning?", "{number} volumes"),
    ("The only doctor in {place} during the epidemic was {person}.",
     "Which physician worked in {place} when the disease broke out?", "{person}"),
)  # fmt: skip


def _fact(number: int, chance: random.Random) -> tuple[str, str, str]:
    template = TEMPLATES[number % len(TEMPLATES)]
    values = {
        "place": PLACES[number],
        "person": f"{FIRSTS[number % 10]} {LASTS[(number // 10 + 3 * number) % 10]}",
        "number": f"{chance.randrange(1000, 9999):,}",
        "year": str(1701 + 3 * number),
        "day": f"{1 + number % 28}th",
    }
    sentence, question, answer = (part.format(**values) for part in template)
    return sentence, question, answer


SUBJECTS = (
    """the committee|an elderly carpenter|the younger members|several merchants|the council
the surveyors|a travelling musician|the schoolchildren|nobody in the village|the apprentices
the new governor|every second household|the fishermen|a visiting professor|the gardeners
most of the neighbours|the printer and his wife|two retired soldiers|the night watch|her brother
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
VERBS = """remembered|described|refused to accept|complained about|secretly admired|depended on
carefully measured|wrote a letter about|postponed the discussion of|finally understood|paid for
quarrelled over|decorated|abandoned|attempted to repair|misunderstood|was astonished by|preferred
kept a record of|recommended""".replace("\n", "|").split("|")
OBJECTS = (
    """the condition of the orchard|the arrangements for the winter|a collection of old maps
the unfinished staircase|the quality of the bread|the behaviour of the geese|the ceremonial carpet
the difficulties of navigation|the ingredients of the soup|a considerable number of barrels
the temporary accommodation|the extraordinary weather|the regulations about candles|the wallpaper
the remarkable silence of the valley|the department's instructions|the vegetables in the cellar
the transportation of timber|a misleading advertisement|the orchestra's performance
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
ENDS = """before the first snow fell|in spite of every warning|although it was rarely mentioned
as soon as the ferry had left|without consulting anybody|because the money had run out
during the long evenings of autumn|until the matter was forgotten|while the others were asleep
with surprising enthusiasm|on the advice of a distant relative|for the second time that year
when the market had closed|after a generous breakfast|to the satisfaction of the inspector
under the supervision of a clergyman|as their grandparents had done|in complete darkness
by means of a complicated machine|and nobody has explained it since""".replace("\n", "|").split("|")
OPENINGS = """In the meantime|Strangely enough|According to the parish register|Some weeks later
On the other hand|As far as anyone can tell|To begin with|Not long afterwards|By all accounts
Even so""".replace("\n", "|").split("|")


def filler(chance: random.Random) -> str:
    """A sentence that says something, but nothing that anybody asks."""
    subject, verb, thing = chance.choice(SUBJECTS), chance.choice(VERBS), chance.choice(OBJECTS)
    sentence = f"{subject} {verb} {thing}"
    if chance.random() < 0.7:
        sentence += f" {chance.choice(ENDS)}"
    if chance.random() < 0.3:
        sentence = f"{chance.choice(OPENINGS)}, {sentence}"
    if chance.random() < 0.2:
        sentence += (
            f", and {chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(OBJECTS)}"
        )
    return sentence[0].upper() + sentence[1:] + "."


def long_pdf(pages: int = 300, *, seed: int = 7) -> tuple[bytes, tuple[Fact, ...]]:
    """A book of about 330 words a page with 50 facts in it (fewer in less than 50 pages).

    It has chapters with headings and bookmarks, heads that differ left and right, page numbers,
    paragraphs that are indented in one chapter and set apart in the next, and lines that are drawn
    as a whole or word by word. Facts stand anywhere in a paragraph; every tenth runs over the
    edge of a page.
    """
    chance = random.Random(seed)  # noqa: S311  # a test's text, no secret
    chapter = [""]

    class Book(FPDF):
        def header(self) -> None:
            self.set_font("Helvetica", "I", 8)
            is_left = self.page_no() % 2 == 0
            head = chapter[0] if is_left else "A Miscellany of the Northern Provinces"
            self.text(50 if is_left else 190, 40, head)

        def footer(self) -> None:
            self.set_font("Helvetica", "", 8)
            self.text(205, 570, f"- {self.page_no()} -")

    pdf = Book(unit="pt", format=A5)
    pdf.set_auto_page_break(False)
    pdf.set_title("A Miscellany of the Northern Provinces")
    setter = Setter(
        pdf, left=50, width=320, top=72, foot=540, size=10.5, leading=13.2, is_hyphenated=True
    )
    wanted = [_fact(number, chance) for number in range(min(len(PLACES), pages))]
    facts: list[Fact] = []
    chapter_length = max(pages // 20, 3)
    number = 0
    while pdf.page_no() < pages or len(facts) < len(wanted):
        if (pdf.page_no() >= chapter_length * number and setter.room() < 4) or not number:
            number += 1
            chapter[0] = f"Chapter {number}: {_chapter_title(chance)}"
            setter.new_page()
            setter.y += 30
            setter.heading(chapter[0], 16, level=0)
            setter.mode = ("line", "word", "word", "line")[number % 4]
        is_indented = number % 2 == 1
        sentences = [filler(chance) for _ in range(chance.randrange(3, 8))]
        is_due = len(facts) < len(wanted) and pdf.page_no() * len(wanted) >= len(facts) * pages
        place = -1
        if is_due:
            place = chance.randrange(len(sentences) + 1)
            sentences.insert(place, wanted[len(facts)][0])
            if len(facts) % 10 == 5:
                over = _over_the_edge(setter, wanted[len(facts)][0], chance, is_indented)
                if over is None and setter.room() > 12:
                    sentences.pop(place)  # later, nearer to the page's foot
                    is_due = False
                elif over is not None:
                    sentences, place = over
        text = hyphenated(" ".join(sentences))
        indent = 14.0 if is_indented else 0.0
        setter.pdf.set_font(setter.family, "", setter.size)
        lines = setter.wrapped(text, indent)
        lines_on = setter.paragraph(text, indent=indent, after=0.0 if is_indented else 6.0)
        if is_due:
            sentence, question, answer = wanted[len(facts)]
            before = len("".join("".join(sentences[:place]).split()))
            before += len("".join(sentence[: sentence.index(answer)].split()))
            page = lines_on[_line_of(lines, before)]
            facts.append(Fact(sentence, question, answer, page))
    return bytes(pdf.output()), tuple(facts)


def _line_of(lines: list[list[str]], letters: int) -> int:
    """The line on which the letter stands that so many letters precede, blanks not counted."""
    seen = 0
    for number, (words, after) in enumerate(pairwise([*lines, []])):
        count = sum(map(len, words))
        cut = words[-1].endswith("-") and bool(after)
        seen += count - cut
        if seen > letters:
            return number
    return len(lines) - 1


def _over_the_edge(
    setter: Setter, fact: str, chance: random.Random, is_indented: bool
) -> tuple[list[str], int] | None:
    """Sentences of a paragraph in which the fact runs over the page's edge, and its place."""
    room = setter.room()
    if not 3 <= room <= 12:
        return None
    setter.pdf.set_font(setter.family, "", setter.size)
    indent = 14.0 if is_indented else 0.0
    for _ in range(400):
        before = [filler(chance) for _ in range(chance.randrange(1, 9))]
        start = len(setter.wrapped(hyphenated(" ".join(before)), indent))
        end = len(setter.wrapped(hyphenated(" ".join([*before, fact])), indent))
        if start == room < end:
            return [*before, fact, filler(chance), filler(chance)], len(before)
    return None


def _chapter_title(chance: random.Random) -> str:
    thing = chance.choice(OBJECTS)
    return f"On {thing}"


def gradio_font(name: str) -> Path:
    """A TrueType font with curly quotes and dashes, of those that Gradio brings for formulas."""
    package = find_spec("gradio")
    assert package is not None
    assert package.origin is not None
    (path,) = Path(package.origin).parent.rglob(f"KaTeX_{name}.*.ttf")
    return path


def system_font() -> Path | None:
    """A TrueType font of many scripts, if this machine has one."""
    for folder in ("/usr/share/fonts", "/Library/Fonts"):
        for name in ("DejaVuSans.ttf", "Arial.ttf", "Arial Unicode.ttf"):
            if found := sorted(Path(folder).rglob(name)):
                return found[0]
    return None
