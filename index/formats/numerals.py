"""Numbers as lists show them: letters, Roman numerals and a few more.

Word, web pages and OpenDocument each name these their own way; the names are told in their
readers. What is in no table here is shown in digits, such as the numerals of other scripts.
"""

from collections.abc import Callable

ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
LAST_ROMAN = 3999  # larger ones need signs that no keyboard has
LAST_LETTERS = 780  # the 30th round of letters: Word goes no further, and nobody would count them
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
TEENS = range(11, 14)


def roman(number: int) -> str:
    """Roman numerals in small letters.

    >>> roman(14)
    'xiv'
    """
    if not 0 < number <= LAST_ROMAN:
        return str(number)
    shown = ""
    for value, letters in ROMAN:
        times, number = divmod(number, value)
        shown += letters * times
    return shown


def doubled(number: int) -> str:
    """Letters as Word counts: after z come aa, bb, cc.

    >>> doubled(3), doubled(28)
    ('c', 'bb')
    """
    if not 0 < number <= LAST_LETTERS:
        return str(number)
    rounds, letter = divmod(number - 1, len(ALPHABET))
    return ALPHABET[letter] * (rounds + 1)


def letters(number: int) -> str:
    """Letters as web pages count: after z come aa, ab, ac.

    >>> letters(3), letters(28)
    ('c', 'ab')
    """
    if number <= 0:
        return str(number)
    shown = ""
    while number:
        number, letter = divmod(number - 1, len(ALPHABET))
        shown = ALPHABET[letter] + shown
    return shown


def ordinal(number: int) -> str:
    """An English ordinal number in digits.

    >>> [ordinal(number) for number in (1, 12, 23)]
    ['1st', '12th', '23rd']
    """
    endings = {1: "st", 2: "nd", 3: "rd"}
    is_teen = number % 100 in TEENS
    return f"{number}{'th' if is_teen else endings.get(number % 10, 'th')}"


def padded(number: int) -> str:
    """Two digits at least.

    >>> padded(7)
    '07'
    """
    return f"{number:02}"


def upper(lower: Callable[[int], str]) -> Callable[[int], str]:
    """The same in capitals.

    >>> upper(roman)(4)
    'IV'
    """
    return lambda number: lower(number).upper()
