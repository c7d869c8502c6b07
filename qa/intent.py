"""What a question wants: small talk ("help"), an overview, a list, or an answer.

Small talk and overviews are known by their words, *all* of which must belong to a small
vocabulary: "What were the main points?" asks for an overview, "What were the main points of
criticism?" does not. Nothing is answered here.
"""

import re
from dataclasses import dataclass
from typing import Literal

from index.words import STOPWORDS

Intent = Literal["help", "overview", "list", "answer"]

WORD = re.compile(r"[\w'’]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Talk:
    """A kind of talk: at least one of its marks, and nothing but its words and small ones."""

    marks: frozenset[str]
    words: frozenset[str]
    most: int = 14  # words

    def fits(self, words: list[str]) -> bool:
        """Whether somebody talks so."""
        return (
            len(words) <= self.most
            and not self.marks.isdisjoint(words)
            and all(word in self.marks or word in self.words or word in SMALL for word in words)
        )


SMALL = STOPWORDS | _words(
    "i'm i've i'd i'll you're it's that's what's who's how's let's there's don't doesn't didn't can't "
    "isn't wasn't won't u ur r im ive id whats thats hows pls plz kindly also really actually just "
    "so then now here there today quite bit little lot much many may might must shall yet still "
    "something anything thing things stuff else well way us 's"
)
KINDS = _words(
    "article articles document documents doc docs text texts story stories report reports file "
    "files paper papers page pages pdf pdfs book piece news contract letter material content "
    "contents both two three entire whole"
)
GREETING = Talk(
    _words(
        "hi hello helo hallo hullo hey hiya heya howdy yo sup wassup greetings salutations morning "
        "afternoon evening evenin gday welcome hola bonjour namaste aloha ahoy ping test testing"
    ),
    _words(
        "good day night back bot buddy friend mate folks everyone everybody all anyone anybody "
        "home footnote machine robot dear again up meet pleased nice doing going goes new are you "
        "name 1 2 3 one two three hear loud clear thing alive work works working i'm am my is there "
        "in assistant awake how're great lovely well time no see hope you're to you been ask question"
    ),
    most=9,
)
THANKS = Talk(
    _words(
        "thanks thank thx thnx ty tyvm tnx cheers ta appreciated appreciate grateful perfect "
        "awesome brilliant excellent amazing fantastic superb lovely wow lol haha hahaha hehe bravo "
        "congrats impressive cool nice great ok okay okey kk alright hmm hm oh aha yay yes yeah "
        "yep no nope nah sorry understood interesting fascinating helpful useful sweet neat good "
        "smart clever merci gracias danke noted gotcha fine right"
    ),
    _words(
        "bunch million ton tons mate buddy bot footnote helped help helps answer answers job work "
        "worked done been looking needed need exactly see got get know makes sense know sounds "
        "fair enough quick fast love like nice one man anyway please one point that's super pretty "
        "everything is was exactly you've been much so ah lot what i was for such"
    ),
    most=11,
)
BYE = Talk(
    _words(
        "bye goodbye byebye cya ciao farewell goodnight later tomorrow ttyl g2g laters adios "
        "tschüss weekend gotta leaving off finished goodnight night"
    ),
    _words(
        "good night see ya you talk speak catch until next time have nice great lovely day evening "
        "weekend gotta go going leave take all is that nothing thanks thank ok okay signing log "
        "logging out quit exit stop closing rest for today care nice soon done questions finished here"
    ),
    most=10,
)
# Said of Footnote only with one of these beside a mark.
TO_FOOTNOTE = _words("you your yours yourself u ur bot chatbot footnote app assistant program tool")
ABOUT_FOOTNOTE = Talk(
    TO_FOOTNOTE | {"help"},
    _words(
        "able ask asking asked answer answers answering question questions explain use used using "
        "uses work works working made make makes making maker creator wrote write written built "
        "build create created programmed program programmer developed developer designed company "
        "owns owned siri alexa google better gpt-4 wifi computer machine shared anyone conversations chats "
        "sometimes ever lie wifi need send anything conversations laugh boy girl maths pictures scanned "
        "types accept limit getting smarter time call yesterday still last added move print "
        "own programming written open source large else uploads upload delete remove add added pdf file "
        "files document documents click where which what from come comes behind human person people real robot machine ai gpt gpt-4 chatgpt claude gemini llm "
        "language model models chatbot intelligence artificial algorithm kind sort run running "
        "runs technology offline online internet web wifi connection cloud server data private "
        "privacy safe secure share store save keep remember learn learning type said earlier "
        "conversation chats chat see get information find know understand understanding speak "
        "languages translate english german french spanish italian dutch polish turkish name "
        "named called old born live feel feelings alive mistakes mistake wrong accurate reliable "
        "trust sure always right joke laugh sing song poem email browse search google weather "
        "cost free pay money start started begin commands guide manual instructions user features "
        "can't good best limits limitations capable capabilities purpose introduce talking talk "
        "trained training like love favourite favorite color colour sleep busy years year "
        "smart clever stupid think thinking opinion opinions believe hello"
    ),
)
HELP_ALONE = Talk(
    _words("help commands instructions manual guide"),
    _words("need please want get start use show using"),
    most=6,
)
DOCUMENTS = Talk(
    _words("documents docs files document file doc uploaded loaded pdfs library collection"),
    _words(
        "list show see available have got know known loaded upload uploaded added open opened read "
        "reading far access can name names title titles all many number which what current "
        "currently there inside far give count system stored contains contain hold holds"
    ),
    most=9,
)
LASTING = _words(
    "contract letter book story news material piece both two three entire whole content contents"
)
OWNING = _words(
    "have got know loaded uploaded upload list available access see show number "
    "many library collection read added stored names titles hold holds current"
)
SIZE = Talk(
    _words(
        "long length pages words characters size big short word page title paragraphs longest "
        "format chapters lines sentences"
    ),
    KINDS
    | _words(
        "count number many have has long is are contain contains read take takes called "
        "full total file's document's added name how's give tell would"
    ),
    most=11,
)
FEEDBACK = Talk(
    _words(
        "wrong useless rubbish nonsense garbage incorrect terrible awful stupid misunderstood "
        "disappointing disappointed crap bad unhelpful confusing bullshit dumb horrible doubt "
        "hopeless joke"
    ),
    _words(
        "answer answers answered question asked ask meant mean try again harder help helped half "
        "only happy believe complete completely totally plain got sense makes make no not bot you "
        "are is simply sorry wtf come on please another one think i guess seems looks"
    ),
    most=9,
)
RETRY = re.compile(
    r"(?:please )?(?:try|answer|look)(?: it)? (?:again|harder|once more)(?: please)?"
    r"|(?:that|this|it)(?: i|['’])s not (?:what i (?:asked|meant|wanted)(?: for)?|right|true|it|correct"
    r"|helpful)|(?:that|this|it|you) (?:didn|doesn|don)['’]?t (?:answer|help|understand|work)"
    r"(?: (?:my|the) question| me| at all)*|(?:that|this) isn['’]?t what i (?:asked|meant|wanted)(?: for)?"
    r"|i don['’]?t (?:believe|trust) (?:it|that|you|this)|you misunderstood(?: me| my question)?"
    r"|that (?:was no|is no) help(?: at all)?|that makes no sense"
    r"|(?:good to )?(?:see|catch|talk to) (?:ya|you)(?: (?:later|soon|then|tomorrow|around))?"
    r"|(?:many thanks|got it|i see|fair enough|sounds good|makes sense|well done|k)"
    r"|so long|until next time|take care|that(?:['’]s| is| will be) (?:all|it)(?: for (?:now|today))?"
    r"|(?:i have to|i need to|i must|let me|got to) (?:go|leave|run)(?: now)?|no more questions"
    r"|what(?:['’]s)? up|how(?: a|['’]?)re? (?:you|things|u)(?: doing)?(?: today)?|hows?(?: i|['’]?)?s? it goin[g']?"
    r"|how (?:have you been|do you do|r u)|(?:is |are )?any(?:one|body) (?:there|here|home)"
    r"|is this (?:thing )?(?:on|working|an? (?:ai|bot|robot|chatbot|machine)|ai)|does this (?:thing )?work"
    r"|what do i do(?: now| next)?|how (?:does (?:one|this|it)|do i|can i|should i) (?:use|work)(?: (?:this|it))?(?: (?:thing|app|tool|program))?"
    r"|am i (?:talking|speaking|chatting) (?:to|with) .{2,40}"
    r"|(?:what|which) (?:document|file|article|text) is (?:this|that|it|open|loaded)"
    r"|h[aie]+l+o+|h+i+|he+y+|(?:pleased|nice|great|good) to meet you.*|.*\bmy name is \w+|i['’]?m (?:back|done|new).*",
    re.IGNORECASE,
)
OVERVIEW = Talk(
    _words(
        "summary sumary summery sumarise conclusion gist summarise summarize summarised summarized summarising overview gist "
        "tldr tl;dr tl takeaways takeaway highlights recap outline condense synopsis nutshell brief "
        "briefly abstract summed digest keypoints"
    ),
    KINDS
    | _words(
        "sumarise simple parts uploaded mind giving write overall important conclusion i in "
        "dr short quick give gimme get want need like make sum main key point points idea ideas "
        "message facts take show tell please sentence sentences words few line lines bullet bullets "
        "paragraph concise one quickly everything five 3 5 all each would could executive say says "
        "said explain describe happened happens"
    ),
)
ABOUT = Talk(
    _words("about abuot abt"),
    KINDS
    | _words(
        "what's whats what all tell short general generally basically say says talk talks "
        "talking deal deals it this that these those called sentence one words few brief idea"
    ),
)
# Patterns for what single words do not tell.
DOCUMENT = rf"(?:this|it|that|them|everything|(?:the|this|these|those|that|my|both|all)(?: \w+)? (?:{'|'.join(sorted(KINDS))}))"
POINTS = (
    r"(?:(?:main|key|central|most important|important|essential|core|principal|big) )"
    r"(?:points?|ideas?|takeaways?|facts|messages?|things?|topics?|themes?|findings|arguments?|subjects?|story)"
)
IS = r"(?:'s|’s|s| is| are| was| were)"
OVERVIEW_PATTERN = re.compile(
    rf"(?:so )?what(?:{IS})? (?:the |its )?{POINTS}(?: (?:of|in|from) {DOCUMENT}| here)?"
    rf"|(?:please |can you |could you )?(?:give|show|tell|list)(?: me| us)? (?:the |its )?{POINTS}(?: (?:of|in|from) {DOCUMENT})?"
    rf"|(?:just )?(?:the |its )?{POINTS}(?: (?:of|in|from) {DOCUMENT})?(?: please)?"
    rf"|what{IS} the (?:story|topic|subject|bottom line|short version|tl;?dr|whole story|main thing)"
    rf"(?: of {DOCUMENT}| here)?"
    rf"|what (?:does|do|did) {DOCUMENT} (?:all )?(?:say|cover|talk about|deal with|discuss|tell(?: me| us)?|contain)"
    r"(?: in short| overall| roughly| basically| in general)?"
    r"|what (?:topics?|subjects?|themes?|areas) (?:is|are|does|do) "
    rf"(?:covered|discussed|{DOCUMENT} (?:cover|deal with|discuss|talk about))(?: in {DOCUMENT})?"
    rf"|what{IS} {DOCUMENT} (?:all about|saying|trying to say|telling (?:me|us))"
    rf"|what (?:kind|sort|type) of (?:{'|'.join(sorted(KINDS))}) is (?:this|it|that)"
    r"|what happened(?: in (?:short|brief))?|what happened here"
    r"|what{IS} (?:going on|happening)(?: here)?|what(?:'s|’s| is) (?:going on|happening)(?: here)?"
    r"|brief me|fill me in|(?:so )?what (?:should|do|must) i (?:need to )?know(?: (?:about|from) "
    rf"{DOCUMENT})?|(?:all that |that )?in a nutshell|in (?:short|brief)"
    rf"|(?:walk|take|talk|guide) me through {DOCUMENT}|bring me up to speed(?: on {DOCUMENT})?"
    rf"|boil {DOCUMENT} down(?: for me)?|sum (?:it|this|that|them|everything|{DOCUMENT}) up(?: for me)?|sum up(?: {DOCUMENT})?(?: for me)?"
    rf"|(?:explain|describe|outline|introduce) {DOCUMENT}(?: (?:briefly|to me|for me|in short))*"
    rf"|tell me (?:about|what is in|what['’]?s in) {DOCUMENT}|tell me what {DOCUMENT} (?:says|is about)"
    rf"|what am i (?:looking at|reading)(?: here)?|what{IS} in {DOCUMENT}"
    r"|make it short(?:,? what does it say)?|the short version(?: please)?",
    re.IGNORECASE,
)
# A plural noun after "which" or "what", at most one word between; "what does" is no plural.
VERBS = r"(?:is|was|are|were|do|does|did|has|have|had|will|would|can|could|should|might|happens)"
PLURAL = r"(?:\w{2,}[^\Ws]s|people|men|women)"
LIST = re.compile(
    r"(?:list|name|enumerate) (?:\w+ )*\w+"
    r"|(?:which|what|who) (?:are|were) .+"
    r"|(?:which|what) (?:two|three|four|five|six|several|other|kinds of|types of) .+"
    rf"|(?:which|what) (?!{VERBS}\b)(?:\w+ )?{PLURAL}\b.*",
    re.IGNORECASE,
)
# Asked after an answer, these are about it.
BACK = re.compile(
    r"(?:and |but |so )?(?:are you sure|how do (?:you|we) know.*|how (?:does|did) (?:it|this|that) work"
    r"|what does (?:it|this|that) (?:mean|do)|does (?:it|this|that) work|(?:wow|ok|great|sure|really).* (?:who|what|when|where|why|how).*)",
    re.IGNORECASE,
)
ELSEWHERE = _words("who when where why")  # never in a wish for an overview
ASKING = _words(
    "who whom whose what which when where why how is was are were did does do has have had can could"
)


def intent(question: str, *, alone: bool = True) -> Intent:
    """What the question wants.

    Args:
        question: as it was asked.
        alone: whether nothing was asked before; else "how long is it?" is a follow-up.

    >>> [intent(q) for q in ("Hi there!", "What is this about?", "Which countries took part?")]
    ['help', 'overview', 'list']
    >>> intent("Who blocked it?")
    'answer'
    """
    asked = re.sub(r"[\s?!.…]+$", "", question).strip()
    words = [word.replace("’", "'") for word in WORD.findall(asked.lower())]
    if not words or _small_talk(asked, words, alone=alone):
        return "help"
    if OVERVIEW_PATTERN.fullmatch(asked) or (
        ELSEWHERE.isdisjoint(words) and (OVERVIEW.fits(words) or ABOUT.fits(words))
    ):
        return "overview"
    if LIST.fullmatch(asked):
        return "list"
    return "answer"


def _small_talk(asked: str, words: list[str], *, alone: bool) -> bool:
    said = frozenset(words)
    if not alone and BACK.fullmatch(asked):
        return False
    if RETRY.fullmatch(asked):
        return True
    asks = words[0] in ASKING
    if BYE.fits(words) or (not asks and (GREETING.fits(words) or THANKS.fits(words))):
        return True
    if not asks and FEEDBACK.fits(words):
        return True
    if ABOUT_FOOTNOTE.fits(words) and said & TO_FOOTNOTE or HELP_ALONE.fits(words):
        return True
    if DOCUMENTS.fits(words) and (said & OWNING or len(words) <= 2):
        return True
    pointed = said & (KINDS - LASTING) or (alone and said & {"it", "this", "that"})
    return SIZE.fits(words) and bool(pointed)
