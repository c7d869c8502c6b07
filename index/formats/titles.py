"""Which of the titles that files give themselves say nothing.

Programs write a title where the author wrote none: a file's name, an address, "Untitled 1". All
readers hand on what the file says; ``load.py`` asks here, once, for every format.
"""

import re

MADE_UP = (
    r"untitled|document|dokument|title|titel|no title|unknown|blank|new|slide|page|sheet|scan"
    r"|scanned|presentation|powerpoint|microsoft|word|excel|print|printing|index|none|null|pdf|temp"
    r"|tmp|draft|unbenannt|ohne titel|sans titre|sans nom|sin título|home|homepage|home page"
    r"|start page|startseite"
)
# Of file names, with blanks in them or without; "All about robots.txt" may well be a title.
PRINTED = "docx?|docm|dotx?|pdf|indd|qxd|odt|ott|rtf|pptx?|xlsx?|eps|cdr|pages|epub"
WRITTEN = "tex|dvi|txt|x?html?|mhtml?|php|aspx?|ps|key|md"
NO_TITLE = re.compile(
    rf"(?:(?:{MADE_UP})[\s\d._()-]*)*|about:blank|[\W\d_]*|microsoft \w+ - .*"
    rf"|.*\.(?:{PRINTED})|\S*\.(?:{WRITTEN})|(?:file|https?):/.*|www\.\S*",
    re.IGNORECASE,
)


def told(title: str) -> str:
    """A title, or "" if it tells nothing of the document.

    Args:
        title: what the file says, on one line.

    >>> told("Rain in May"), told("Microsoft Word - rain.doc"), told("Untitled 1")
    ('Rain in May', '', '')
    """
    return "" if NO_TITLE.fullmatch(title.strip()) else title
