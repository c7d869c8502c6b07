"""What the text of a web page is that was saved in one file."""

from email.message import EmailMessage

import pytest

from index.formats import mhtml
from index.formats.extraction import Refusal
from tests.formats_laws import check, shown
from tests.made_office import article_html, article_lines


def saved_page(page: bytes, **parts: str) -> bytes:
    """As browsers save: the page, its picture and a frame, quoted-printable or base64."""
    message = EmailMessage()
    message["Subject"] = "=?utf-8?Q?Gr=C3=BC=C3=9Fe?="
    message["Snapshot-Content-Location"] = "https://example.org/page"
    message.set_content("not this")
    message.make_related()
    message.add_related(b"<p>a frame</p>", "text", "html", headers=["Content-Location: cid:f"])
    message.add_related(
        page, "text", "html", headers=["Content-Location: https://example.org/page"], **parts
    )
    message.add_related(b"GIF8", "image", "gif")
    return message.as_bytes()


def test_the_page_is_read_as_any_other() -> None:
    """The part that the file says it is of, not its frames; the rules of web pages hold."""
    extraction = check(mhtml.read, saved_page(article_html()))
    assert [words for _, _, words in shown(extraction)] == article_lines()
    assert extraction.title == article_lines()[0]
    assert extraction.encoding == "utf-8"


def test_a_page_without_a_title_has_the_mails_subject() -> None:
    """Browsers put the title there."""
    assert mhtml.read(saved_page(b"<p>Rain.")).title == "Grüße"


def test_the_start_parameter_and_the_charset_of_the_part() -> None:
    """RFC 2387's start names the root; a part's own charset counts if it fits."""
    template = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x; start=<b>\n\n"
        "--x\nContent-Type: text/html\nContent-ID: <a>\n\n<p>frame\n"
        "--x\nContent-Type: text/html; charset={}\nContent-ID: <b>\n"
        "Content-Transfer-Encoding: quoted-printable\n\n"
        "<p>Zo=EB stayed at home, as it rained all day, and so did we.\n--x--\n"
    )
    for charset in ("iso-8859-1", "klingon", "utf-8"):
        assert mhtml.read(template.format(charset).encode()).text.startswith("Zoë stayed")


@pytest.mark.parametrize("data", [b"Subject: hello\n\nPlain mail.", b"", b"\x00\xff"])
def test_what_holds_no_page_says_so(data: bytes) -> None:
    """An ordinary mail, or nothing at all."""
    with pytest.raises(Refusal, match="has no web page in it"):
        mhtml.read(data)
