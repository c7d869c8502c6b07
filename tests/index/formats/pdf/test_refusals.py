"""Laws of refusing a PDF: what cannot be read says why, what is damaged gives what it has."""

import io
import logging

import pytest
from fpdf.enums import AccessPermission, EncryptionMethod
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter, apply_configuration
from pypdf.generic import ArrayObject, NameObject

from index.formats.extraction import Refusal
from index.formats.pdf import read
from index.formats.pdf.words import MAX_GLYPHS
from tests.index.formats.pdf.checks import check, said
from tests.made_pdf import (
    article_pdf,
    blank_pdf,
    drawn,
    finished,
    gradio_font,
    paper,
    raw_pdf,
)

METHODS = [EncryptionMethod.RC4, EncryptionMethod.AES_128, EncryptionMethod.AES_256]


@pytest.mark.parametrize("method", METHODS)
def test_encrypted_files_ask_for_their_password(method: EncryptionMethod) -> None:
    """Without, with a wrong and with the right password; an owner's password alone bars nobody."""
    pdf = paper()
    pdf.text(72, 100, "A secret.")
    pdf.set_encryption("owner", "user", encryption_method=method)
    data = finished(pdf)
    with pytest.raises(Refusal, match=r"is encrypted: give its password .*--password"):
        read(data)
    with pytest.raises(Refusal, match="is encrypted, and the password does not open it: "):
        read(data, password="wrong")  # noqa: S106
    assert said(read(data, password="user")) == ["A secret."]  # noqa: S106
    assert said(read(data, password="owner")) == ["A secret."]  # noqa: S106
    pdf = paper()
    pdf.text(72, 100, "No secret.")
    pdf.set_encryption("owner", permissions=AccessPermission.none(), encryption_method=method)
    assert said(read(finished(pdf))) == ["No secret."]
    assert said(read(finished(pdf), password="anything")) == ["No secret."]  # noqa: S106


def picture() -> io.BytesIO:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("L", (60, 80), 200).save(stream, "PNG")
    return stream


def test_scans_are_refused() -> None:
    """Pictures of pages have no text, whatever a scanner stamps on them; a poster has."""
    poster = "But this is a poster with a good many words on it, and they can be read."
    for words in ("", "Scanned by X", poster):
        pdf = blank_pdf()
        for _ in range(3):
            pdf.add_page()
            pdf.image(picture(), 0, 0, 595, 842)
        pdf.set_font("Times", "", 8)
        pdf.text(20, 400, words)
        if words == poster:
            assert said(read(finished(pdf))) == [poster]
        else:
            with pytest.raises(Refusal, match=r"has no text layer: it is a scan\. Run it through"):
                read(finished(pdf))


def test_blank_files_are_refused() -> None:
    """A page without words or pictures has no text layer either."""
    pdf = paper()
    with pytest.raises(Refusal, match="has no text layer"):
        read(finished(pdf))


def test_damaged_files_give_what_can_be_had() -> None:
    """Without its table of objects a file can be read; with half of its bytes it is refused."""
    data = article_pdf()
    whole = read(data)
    for cut in (data[:-30], data[: data.rindex(b"\nxref\n")], b"junk before\n" + data):
        assert read(cut).text == whole.text
    for broken in (data[:2000], b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0" * 5000, data[:50] * 20):
        with pytest.raises(Refusal, match=r"is damaged or cut off: .*\.$"):
            read(broken)


def test_a_damaged_page_does_not_hide_the_others() -> None:
    """What a broken content stream draws before the break is read, and so are other pages."""
    pdf = blank_pdf()
    pdf.set_compression(False)
    for number in range(3):
        pdf.add_page()
        pdf.set_font("Times", "", 11)
        pdf.text(72, 100, f"Words of page {number + 1}.")
    data = finished(pdf).replace(b"(Words of page 2.) Tj", b"(Words of page 2. Tj<")
    found = said(read(data))
    assert "Words of page 1." in found
    assert "Words of page 3." in found


def test_files_without_pages_are_refused() -> None:
    """Zero pages are an empty file."""
    writer = PdfWriter()
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refusal, match=r"has no pages in it"):
        read(out.getvalue())


def test_letters_that_cannot_be_told_are_refused() -> None:
    """A font of numbered shapes without a table to characters gives no text."""
    pdf = blank_pdf()
    pdf.add_page()
    pdf.add_font("any", "", gradio_font("Main-Regular"))
    pdf.set_font("any", "", 12)
    pdf.text(72, 100, "Nobody can read this.")
    writer = PdfWriter(clone_from=io.BytesIO(finished(pdf)))
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for name in fonts:
        del fonts[name].get_object()["/ToUnicode"]
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refusal, match=r"its letters cannot be told, .* ocrmypdf --force-ocr\.$"):
        read(out.getvalue())


def test_loops_end() -> None:
    """A page tree or an outline that leads back to itself is refused or passed over, in time."""
    words = b"BT /F 12 Tf 72 700 Td (Some words.) Tj ET"
    looped = drawn(words, catalog=b"/Outlines 7 0 R", form=b"<<>>", others=(
        b"<</First 8 0 R/Last 8 0 R>>|<</Title(A)/Next 8 0 R/First 8 0 R/Parent 7 0 R>>"
    ))  # fmt: skip
    assert said(read(looped)) == ["Some words."]
    tree = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 99999999>>",
        b"<</Type/Pages/Kids[2 0 R]/Count 99999999>>",
    )
    with pytest.raises(Refusal, match="is damaged or cut off"):
        read(tree)


def test_deep_and_wide_trees_end() -> None:
    """A tree deeper than any book's is refused; so are more pages than any book has."""
    deep = [b"<</Type/Catalog/Pages 2 0 R>>"]
    deep += [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 3) for n in range(3000)]
    with pytest.raises(Refusal, match="is damaged or cut off"):
        read(raw_pdf(*deep, b"<</Type/Page>>"))
    wide = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 30000/Kids[%s]>>" % (b"3 0 R " * 30_000),
        b"<</Type/Page/MediaBox[0 0 9 9]>>",
    ]
    with pytest.raises(Refusal, match=r"has more than 20,000 pages: split it into parts\."):
        read(raw_pdf(*wide))


def test_kids_that_are_no_pages_are_passed_over() -> None:
    """A broken reference among the pages leaves the others."""
    pdf = paper()
    pdf.text(72, 100, "Some words.")
    writer = PdfWriter(clone_from=io.BytesIO(finished(pdf)))
    kids = writer.root_object["/Pages"]["/Kids"]  # type: ignore[index]
    assert isinstance(kids, ArrayObject)
    kids.append(NameObject("/Nothing"))
    out = io.BytesIO()
    writer.write(out)
    assert said(read(out.getvalue())) == ["Some words."]


def test_flaws_are_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """Pypdf's warnings stay out of the terminal."""
    logging.getLogger("pypdf")
    data = article_pdf()
    read(data[: data.rindex(b"\nxref\n")])
    assert capfd.readouterr() == ("", "")


def _small() -> bytes:
    pdf = paper()
    pdf.set_compression(False)
    pdf.text(72, 100, "Some words that are read.")
    pdf.start_section("Some words")
    return finished(pdf)


SMALL = _small()


@settings(max_examples=60)
@given(st.data())
def test_broken_bytes_never_escape(data: st.DataObject) -> None:
    """Whatever is done to a file, it is read or refused."""
    whole = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(whole) // 2, len(whole)))
    try:
        extraction = read(bytes(whole[:cut]))
    except Refusal as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017
    else:
        check(extraction, len(extraction.pages))


def test_stamps_of_scanners_are_no_text() -> None:
    """However long, what a scanner writes on every page counts once."""
    for count in (1, 5):
        pdf = blank_pdf()
        for _ in range(count):
            pdf.add_page()
            pdf.image(picture(), 0, 0, 595, 842)
            pdf.set_font("Times", "", 8)
            pdf.text(20, 822, "Scanned with CamScanner")
        with pytest.raises(Refusal, match="has no text layer"):
            read(finished(pdf))


HELLO = b"BT /F 12 Tf 72 700 Td (The words before) Tj ET "
AFTER = b" BT /F 12 Tf 72 600 Td (and those after.) Tj ET"


@pytest.mark.parametrize("token", [b"9" * 405 + b" 0 l", b"[", b"<< /A", b"(", b"BI x"])
def test_a_broken_token_leaves_what_was_drawn_before(token: bytes) -> None:
    """Wherever a page breaks off, the words before that are read."""
    assert said(read(drawn(HELLO + token + AFTER)))[0].startswith("The words before")


def test_drawings_of_a_million_points_hide_no_words() -> None:
    """A sound page with more points than can be parsed is read, its words before and after."""
    data = drawn(HELLO + b"100.25 200.25 l\n" * 700 + AFTER)
    with apply_configuration(stream_parsing_work_maximum_count=2_000):  # of 2 million, in haste
        assert said(read(data)) == ["The words before", "and those after."]


def test_too_much_on_a_page_is_called_so() -> None:
    """A page without end is no damage; what was read before its limit is given."""
    endless = b"BT /F 12 Tf 72 650 Td (" + b" " * MAX_GLYPHS + b") Tj ET"
    assert said(read(drawn(HELLO + endless + AFTER))) == ["The words before"]
    with (
        apply_configuration(stream_parsing_work_maximum_count=2_000),
        pytest.raises(Refusal, match=r"draws more on a page than can be read, .* ocrmypdf"),
    ):
        read(drawn(b"0 () d " * 700))
