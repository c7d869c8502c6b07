"""One file for each format: bytes → an ``Extraction``, a text with its blocks.

``detect.py`` says which format some bytes are, ``decode.py`` makes characters of bytes. Each
reader is a function ``read(data, ...) -> Extraction``; ``index/load.py`` calls the right one.
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
