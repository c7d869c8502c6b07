"""What a question wants: small talk ("help"), an overview, or an answer.

An overview is known by its words, as small talk is: "What were the main points?" wants one, "What
were the main points of criticism?" does not. Small talk in other words is known by its tone.
Nothing is answered here.
"""

import re
from typing import Literal

from index import Encoder
from qa.talk import KINDS, Talk, any_of, is_small_talk, words_in, words_of
from qa.tone import sounds_like_small_talk

Intent = Literal["help", "overview", "answer"]

OVERVIEW = Talk(
    words_of(
        """
        summary sumary summery sumarise conclusion gist summarise summarize summarised
        summarized summarising overview tldr tl;dr tl takeaways takeaway highlights recap
        outline condense synopsis nutshell brief briefly abstract summed digest keypoints
        """
    ),
    KINDS
    | words_of(
        """
        sumarise simple parts uploaded mind giving write overall important conclusion i in
        dr short quick give gimme get want need like make sum main key point points idea
        ideas message facts take show tell please sentence sentences words few line lines
        bullet bullets paragraph concise one quickly everything five 3 5 all each would
        could executive say says said explain describe happened happens
        """
    ),
)
ABOUT = Talk(
    words_of("about abuot abt"),
    KINDS
    | words_of(
        """
        what's whats what all tell short general generally basically say says talk talks
        talking deal deals it this that these those called sentence one words few brief idea
        """
    ),
)
ELSEWHERE = words_of("who when where why he she they")  # never in a wish for an overview
# Patterns for what single words do not tell.
KIND = "|".join(sorted(KINDS))
DOCUMENT = (
    r"(?:this|it|that|them|everything"
    rf"|(?:the|this|these|those|that|my|both|all)(?: \w+)? (?:{KIND}))"
)
POINTS = (
    r"(?:main|key|central|most important|important|essential|core|principal|big) "
    r"(?:points?|ideas?|takeaways?|facts|messages?|things?|topics?|themes?|findings|arguments?"
    r"|subjects?|story)"
)
IS = r"(?:'s|’s|s| is| are| was| were)"
OVERVIEW_PATTERN = any_of(
    rf"(?:so )?what(?:{IS})? (?:the |its )?{POINTS}(?: (?:of|in|from) {DOCUMENT}| here)?",
    r"(?:please |can you |could you )?(?:(?:give|show|tell|list)(?: me| us)? )?(?:just )?"
    rf"(?:the |its )?{POINTS}(?: (?:of|in|from) {DOCUMENT})?(?: please)?",
    rf"what{IS} the (?:story|topic|subject|bottom line|short version|tl;?dr|whole story|main thing)"
    rf"(?: of {DOCUMENT}| here)?",
    rf"what (?:does|do|did) {DOCUMENT} (?:all )?(?:say|cover|talk about|deal with|discuss"
    r"|tell(?: me| us)?|contain)(?: in short| overall| roughly| basically| in general)?",
    r"what (?:topics?|subjects?|themes?|areas) (?:is|are|does|do) "
    rf"(?:covered|discussed|{DOCUMENT} (?:cover|deal with|discuss|talk about))(?: in {DOCUMENT})?",
    rf"what{IS} {DOCUMENT} (?:all about|saying|trying to say|telling (?:me|us))",
    rf"what (?:kind|sort|type) of (?:{KIND}) is (?:this|it|that)",
    r"what happened(?: in (?:short|brief)| here)?",
    rf"what{IS} (?:going on|happening)(?: here)?|what{IS} in {DOCUMENT}",
    r"brief me|fill me in|(?:(?:all )?that )?in a nutshell|in (?:short|brief)",
    rf"(?:so )?what (?:should|do|must) i (?:need to )?know(?: (?:about|from) {DOCUMENT})?",
    rf"(?:walk|take|talk|guide) me through {DOCUMENT}|bring me up to speed(?: on {DOCUMENT})?",
    rf"boil {DOCUMENT} down(?: for me)?|sum {DOCUMENT} up(?: for me)?",
    rf"sum up(?: {DOCUMENT})?(?: for me)?",
    rf"(?:explain|describe|outline|introduce) {DOCUMENT}(?: (?:briefly|to me|for me|in short))*",
    rf"tell me (?:about|what is in|what['’]?s in) {DOCUMENT}",
    rf"tell me what {DOCUMENT} (?:says|is about)",
    r"what am i (?:looking at|reading)(?: here)?|make it short(?:,? what does it say)?",
    r"the short version(?: please)?",
)


def intent(question: str, encoder: Encoder | None = None, *, alone: bool = True) -> Intent:
    """What the question wants.

    Args:
        question: as it was asked.
        encoder: makes the vector that tells the tone; None goes by the words alone.
        alone: whether nothing was asked before; else "how long is it?" is a follow-up.

    >>> [intent(q) for q in ("Hi there!", "What is this about?", "Who blocked it?")]
    ['help', 'overview', 'answer']
    """
    asked = re.sub(r"[\s?!.…]+$", "", question).strip()
    if is_small_talk(asked, alone=alone):
        return "help"
    if _wants_overview(asked):
        return "overview"
    if encoder and sounds_like_small_talk(question, encoder, alone=alone):
        return "help"
    return "answer"


def _wants_overview(asked: str) -> bool:
    words = words_in(asked)
    if words[0] in ("is", "was", "are", "were", "how") or words == ["what", "about"]:
        return False
    return bool(OVERVIEW_PATTERN.fullmatch(asked)) or (
        ELSEWHERE.isdisjoint(words) and (OVERVIEW.fits(words) or ABOUT.fits(words))
    )
