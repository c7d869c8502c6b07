"""Which numbers a page's lists show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats import epub, html, mhtml
from tests.formats_laws import check, shown
from tests.made_office import epub_members, zipped


def texts(markup: str) -> list[str]:
    return [words for _, _, words in shown(check(html.read, markup.encode()))]


def items(*words: str) -> str:
    return "".join(f"<li>{word}</li>" for word in words)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<ol>{items('x', 'y')}</ol>", ["1. x", "2. y"]),
        (f"<ol start=9 type=A>{items('x', 'y')}</ol>", ["I. x", "J. y"]),
        (f"<ol type=i start=3>{items('x', 'y')}</ol>", ["iii. x", "iv. y"]),
        (f"<ol type=a start=27>{items('x')}</ol>", ["aa. x"]),
        (f"<ol reversed>{items('x', 'y', 'z')}</ol>", ["3. x", "2. y", "1. z"]),
        ("<ol><li value=4>x<li>y<li value='-1'>z<li>u</ol>", ["4. x", "5. y", "-1. z", "0. u"]),
        ("<ol><li type=a>x<li style='list-style: none'>y<li>z</ol>", ["a. x", "y", "3. z"]),
        (f"<ol style='list-style-type: upper-roman'>{items('x')}</ol>", ["I. x"]),
        ("<ol><li>x<li hidden>y<li><img src=p><li>z</ol>", ["1. x", "3. z"]),
    ],
)
def test_items_are_counted_as_browsers_count(markup: str, expected: list[str]) -> None:
    """Start, type, direction and values of their own; hidden items do not count, pictures do."""
    assert texts(markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        f"<ul>{items('x', 'y')}</ul>",
        f"<ol style='list-style-type:none'>{items('x', 'y')}</ol>",
        f"<ol style='LIST-STYLE: square inside'>{items('x', 'y')}</ol>",
        f"<ol role=list>{items('x', 'y')}</ol>",
        f"<ol class='list-unstyled'>{items('x', 'y')}</ol>",
        f"<div role=navigation><ol>{items('x', 'y')}</ol></div>",
        f"<nav><ol>{items('x', 'y')}</ol></nav>",
    ],
)
def test_signs_navigation_and_bare_lists_have_no_numbers(markup: str) -> None:
    """Where the page itself says that none are shown, none are told."""
    assert texts(markup) == ["x", "y"]


@pytest.mark.parametrize(
    "words",
    [
        ("1. Rent", "2. Repairs"),
        ("(a) Rent", "(b) Repairs", "and more"),
        ("<span>4.1</span> Rent", "<span>4.2</span> Repairs"),
        ("i) Rent", "ii) Repairs"),
    ],
)
def test_a_number_is_not_told_twice(words: tuple[str, ...]) -> None:
    """Items that begin with their own numbers stay as they are."""
    plain = [word.replace("<span>", "").replace("</span>", "") for word in words]
    assert texts(f"<ol>{items(*words)}</ol>") == plain


def test_words_that_look_like_numbers_by_chance_are_numbered() -> None:
    """One article or name that is a letter makes no numbered list."""
    words = ("A tenant", "A. Smith", "C. Jones", "I agree")
    assert texts(f"<ol>{items(*words)}</ol>") == [
        *("1. A tenant", "2. A. Smith", "3. C. Jones", "4. I agree")
    ]


def test_numbers_stand_before_an_items_first_words() -> None:
    """Inside its paragraph, heading or inner list; code stays exact."""
    markup = (
        "<ol><li><p>one</p><p>more</p></li><li><h2>two</h2></li>"
        "<li><ol type=a><li><!-- c --><b>th</b>ree</li><li>four</li></ol></li>"
        "<li><ul><li>five</li></ul></li><li><pre>  six</pre></li></ol>"
    )
    assert shown(check(html.read, markup.encode())) == [
        ("item", 1, "1. one"),
        ("item", 1, "more"),
        ("heading", 2, "2. two"),
        ("item", 2, "3. a. three"),
        ("item", 2, "b. four"),
        ("item", 2, "4. five"),
        ("item", 1, "5."),
        ("code", 0, "six"),
    ]
    assert "  six" in html.read(markup.encode()).text


def test_books_and_saved_pages_are_numbered_too() -> None:
    """They are pages as well."""
    page = f"<ol>{items('x', 'y')}</ol>"
    book = zipped(epub_members({"one": page}))
    mail = b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + page.encode()
    for extraction in (check(epub.read, book), check(mhtml.read, mail)):
        assert [words for _, _, words in shown(extraction)] == ["1. x", "2. y"]


@given(st.lists(st.text("ab. 1<", min_size=1).filter(str.strip), min_size=1, max_size=8))
def test_no_word_is_lost(words: list[str]) -> None:
    """Whatever the items say comes back behind their numbers, or without them."""
    escaped = [word.replace("<", "&lt;") for word in words]
    found = ["".join(line.split()) for line in texts(f"<ol>{items(*escaped)}</ol>")]
    bare = ["".join(word.split()) for word in words]
    assert found in (bare, [f"{number}.{word}" for number, word in enumerate(bare, 1)])
