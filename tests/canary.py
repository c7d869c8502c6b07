"""Documents that are alike but for their canaries: words that stand nowhere else.

Who is shown another's canary has been shown what is not theirs.
"""

import re
from dataclasses import dataclass

SYLLABLES = "ba de fi go lu ma ne pi ro su".split()
CANARY = re.compile(rf"\b(?:{'|'.join(SYLLABLES)}){{4}}(?:mer|ton|wyn)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Canary:
    """What one chat alone knows.

    >>> Canary(1234).keeper
    'Defigolumer'
    >>> CANARY.findall(Canary(1234).text)[:2]
    ['Defigoluton', 'Defigolumer']
    """

    number: int

    @property
    def stem(self) -> str:
        return "".join(SYLLABLES[int(digit)] for digit in f"{self.number:04d}").title()

    @property
    def keeper(self) -> str:
        return f"{self.stem}mer"

    @property
    def place(self) -> str:
        return f"{self.stem}ton"

    @property
    def beast(self) -> str:
        return f"{self.stem}wyn".lower()

    @property
    def kept(self) -> str:
        return f"The gate of {self.place} is kept by Ada {self.keeper}."

    @property
    def closed(self) -> str:
        return (
            f"The gate of {self.place} was closed in May because a herd of {self.beast} "
            "had trampled the road."
        )

    @property
    def text(self) -> str:
        return f"It rained for three days in spring.\n\n{self.kept}\n\n{self.closed}\n"

    def crossed(self, shown: str) -> set[str]:
        """Words in what was shown that only other chats know."""
        own = {self.keeper.lower(), self.place.lower(), self.beast}
        return {word.lower() for word in CANARY.findall(shown)} - own
