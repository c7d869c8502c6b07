"""One file for each format: bytes → an ``Extraction``, a text with its blocks.

``detect.py`` says which format some bytes are, and ``index/load.py`` calls its reader, a function
``read(data, ...) -> Extraction``; texts that are cited as they stand have ``blocks(text)`` instead.

- plain text: ``plain.py``, over ``lines.py`` (wraps) and ``aligned.py`` (tables); Markdown:
  ``markdown.py``; CSV: ``delimited.py``; their characters: ``decode.py``, over ``guess.py``
- web pages: ``html.py``, over ``main_text.py`` (what is left out), ``markup.py`` (the walk),
  ``signs.py`` (notes, exponents) and ``html_numbering.py``; ``mhtml.py`` and ``epub.py`` use it
- Word: ``docx.py``, over ``docx_package.py``, ``docx_styles.py``, ``docx_runs.py`` and
  ``docx_numbering.py``; OpenDocument: ``odt.py``, over ``odt_numbering.py``
- PDF: ``pdf/``
- shared: ``extraction.py`` (how a text is put together), ``archive.py`` (ZIP and XML),
  ``captions.py``, ``numerals.py``, ``titles.py``
"""

from index.document import Block
from index.formats.captions import captioned


def blocks_of(text: str, format_: str) -> tuple[Block, ...]:
    r"""The blocks of a text that is cited as it stands: by the name of its format.

    >>> [block.label for block in blocks_of("# Rain\n\nIt rained.", "md")]
    ['Rain', '']
    """
    if format_ == "md":
        from index.formats import markdown

        return captioned(text, markdown.blocks(text))
    if format_ == "csv":
        from index.formats import delimited

        return delimited.blocks(text)
    from index.formats import plain

    return captioned(text, plain.blocks(text))


def title_of(text: str, format_: str) -> str:
    r"""The title that such a text itself names, "" where only its first heading tells.

    >>> title_of("---\ntitle: Rain\n---\n", "md"), title_of("# Snow", "md")
    ('Rain', '')
    """
    if format_ == "md":
        from index.formats import markdown

        return markdown.title(text)
    from index.formats import plain

    return plain.title(text) if format_ == "txt" else ""
