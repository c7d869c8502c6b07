"""Small talk, known by its words, *all* of which must belong to a small vocabulary.

"Do you speak German?" is said to Footnote, "Do you need a permit to build?" asks a document: it
holds "permit". So a real question is hardly ever taken for small talk.
"""

import re
from dataclasses import dataclass

from index.words import STOPWORDS

WORD = re.compile(r"[\w'’]+")


def words_of(text: str) -> frozenset[str]:
    """The words of a text that is a list of words."""
    return frozenset(text.split())


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern of several."""
    return re.compile("|".join(patterns), re.IGNORECASE)


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


SMALL = STOPWORDS | words_of(
    """
        i'm i've i'd i'll you're it's that's what's who's how's let's there's don't doesn't
        didn't can't isn't wasn't won't u ur r im ive id whats thats hows pls plz kindly
        also really actually just so then now here there today quite bit little lot much
        many may might must shall yet still something anything thing things stuff else well
        way us 's
        """
)
KINDS = words_of(
    """
        article articles document documents doc docs text texts story stories report reports
        file files paper papers page pages pdf pdfs book piece news contract letter material
        content contents both two three entire whole
        """
)
GREETING = Talk(
    words_of(
        """
        hi hello helo hallo hullo hey hiya heya howdy yo sup wassup greetings salutations
        morning afternoon evening evenin gday welcome hola bonjour namaste aloha ahoy ping
        test testing
        """
    ),
    words_of(
        """
        good day night back bot buddy friend mate folks everyone everybody all anyone
        anybody home footnote machine robot dear again up meet pleased nice doing going goes
        new are you name 1 2 3 one two three hear loud clear thing alive work works working
        i'm am my is there in assistant awake how're great lovely well time no see hope
        you're to been ask question
        """
    ),
    most=9,
)
THANKS = Talk(
    words_of(
        """
        thanks thank thx thnx ty tyvm tnx cheers ta appreciated appreciate grateful perfect
        awesome brilliant excellent amazing fantastic superb lovely wow lol haha hahaha hehe
        bravo congrats impressive cool nice great ok okay okey kk alright hmm hm oh aha yay
        yes yeah yep no nope nah sorry understood interesting fascinating helpful useful
        sweet neat good smart clever merci gracias danke noted gotcha fine right
        """
    ),
    words_of(
        """
        bunch million ton tons mate buddy bot footnote helped help helps answer answers job
        work worked done been looking needed need exactly see got get know makes sense
        sounds fair enough quick fast love like nice one man anyway please point that's
        super pretty everything is was you've much so ah lot what i for such
        """
    ),
    most=11,
)
BYE = Talk(
    words_of(
        """
        bye goodbye byebye cya ciao farewell goodnight later tomorrow ttyl g2g laters adios
        tschüss weekend gotta leaving off finished night
        """
    ),
    words_of(
        """
        good night see ya you talk speak catch until next time have nice great lovely day
        evening weekend gotta go going leave take all is that nothing thanks thank ok okay
        signing log logging out quit exit stop closing rest for today care soon done
        questions finished here
        """
    ),
    most=10,
)
# Said of Footnote only with one of these beside a mark.
TO_FOOTNOTE = words_of("you your yours yourself u ur bot chatbot footnote")
ABOUT_FOOTNOTE = Talk(
    TO_FOOTNOTE | {"help"},
    words_of(
        """
        able ask asking asked answer answers answering question questions explain use used
        using uses work works working made make makes making maker creator wrote write
        written built build create created programmed program programmer developed developer
        designed company owns owned siri alexa google better gpt-4 wifi computer machine
        shared anyone conversations chats sometimes ever lie  send anything laugh boy
        girl maths pictures scanned types accept  getting smarter  call yesterday
        still last added move print own programming open source large else uploads upload
          add pdf file files document documents  where which what from come
        comes behind human person people real robot ai gpt chatgpt claude gemini llm
        language model models chatbot intelligence artificial algorithm kind sort run
        running runs technology offline online internet web connection cloud server data
        private privacy safe secure  store save keep remember learn learning type said
        earlier conversation chat see get information find know understand understanding
        speak languages translate english german french spanish italian dutch polish turkish
        name named called old born live feel feelings alive mistakes mistake wrong accurate
        reliable trust sure always right joke sing song poem email browse search weather
         free  money start  begin commands guide manual instructions user
        features can't good best limits limitations capable capabilities purpose introduce
        talking talk trained training like love favourite favorite color colour sleep busy
          smart clever stupid think thinking opinion opinions believe hello
        """
    ),
)
HELP_ALONE = Talk(
    words_of("help commands instructions manual guide"),
    words_of("need please want get start use show using"),
    most=6,
)
DOCUMENTS = Talk(
    words_of(
        """
        documents docs files document file doc uploaded loaded pdfs library collection
        """
    ),
    words_of(
        """
        list show see available have got know known loaded upload uploaded added open opened
        read reading far access can name names title titles all many number which what
        current currently there inside give count system stored contains contain hold holds
        """
    ),
    most=9,
)
LASTING = words_of(
    """
        contract letter book story news material piece both two three entire whole content
        contents
        """
)
OWNING = words_of(
    """
        have got know loaded uploaded upload list available access see show number many
        library collection read added stored names titles hold holds current
        """
)
SIZE = Talk(
    words_of(
        """
        long length pages words characters size big short word page title paragraphs longest
        format chapters lines sentences
        """
    ),
    KINDS
    | words_of(
        """
        count number many have has long is are contain contains read take takes called full
        total file's document's added name how's give tell would
        """
    ),
    most=11,
)
FEEDBACK = Talk(
    words_of(
        """
        wrong useless rubbish nonsense garbage incorrect terrible awful stupid misunderstood
        disappointing disappointed crap bad unhelpful confusing bullshit dumb horrible doubt
        hopeless joke
        """
    ),
    words_of(
        """
        answer answers answered question asked ask meant mean try again harder help helped
        half only happy believe complete completely totally plain got sense makes make no
        not bot you are is simply sorry wtf come on please another one think i guess seems
        looks
        """
    ),
    most=9,
)
# What is said whole; single words do not tell.
SAID = any_of(
    r"(?:please )?(?:try|answer|look)(?: it)? (?:again|harder|once more)(?: please)?",
    r"(?:that|this|it)['’]?s not (?:what i (?:asked|meant|wanted)(?: for)?|right|true|it|correct)",
    r"(?:that|this|it|you) (?:did|does|do)n['’]?t (?:answer|help|understand|work)"
    r"(?: (?:my|the) question| me| at all)*",
    r"(?:that|this) isn['’]?t what i (?:asked|meant|wanted)(?: for)?",
    r"i don['’]?t (?:believe|trust) (?:it|that|you|this)",
    r"you misunderstood(?: me| my question)?",
    r"that (?:was|is) no help(?: at all)?|that makes no sense",
    r"(?:good to )?(?:see|catch|talk to) (?:ya|you)(?: (?:later|soon|then|tomorrow|around))?",
    r"many thanks|got it|i see|fair enough|sounds good|makes sense|well done|k",
    r"so long|until next time|take care|no more questions",
    r"that(?:['’]s| is| will be) (?:all|it)(?: for (?:now|today))?",
    r"(?:i have to|i need to|i must|let me|got to) (?:go|leave|run)(?: now)?",
    r"what(?:['’]?s)? up|how(?:['’]?re| are| r) (?:you|things|u)(?: doing)?(?: today)?",
    r"how(?: is|['’]?s) it goin[g']?|how (?:have you been|do you do)",
    r"(?:is |are )?any(?:one|body) (?:there|here|home)|h[aie]+l+o+|h+i+|he+y+",
    r"is this (?:thing )?(?:on|working|an? (?:ai|bot|robot|chatbot|machine)|ai)",
    r"does this (?:thing )?work|what do i do(?: now| next)?",
    r"how (?:does (?:one|this|it)|do i|can i|should i) (?:use|work)(?: (?:this|it))?"
    r"(?: (?:thing|app|tool|program))?",
    r"am i (?:talking|speaking|chatting) (?:to|with) .{2,40}",
    r"(?:what|which) (?:document|file|article|text) is (?:this|that|it|open|loaded)",
    r"(?:pleased|nice|great|good) to meet you.*|.*\bmy name is \w+|i['’]?m (?:back|done|new).*",
)
# Asked after an answer, these are about it.
BACK = any_of(
    r"(?:(?:and|but|so) )?are you sure|(?:(?:and|but|so) )?how do (?:you|we) know.*",
    r"how (?:does|did) (?:it|this|that) work|what does (?:it|this|that) (?:mean|do)",
    r"does (?:it|this|that) work",
    r"(?:wow|ok|great|sure|really)\b.* (?:who|what|when|where|why|how)\b.*",
)
HERE = words_of("it this that")
OTHERS = words_of("he she they had did")  # of whom or when a document is asked
FEW = 2  # words: "my files?"
ASKING = words_of(
    """
        who whom whose what which when where why how is was are were did does do has have
        had can could
        """
)


def words_in(asked: str) -> list[str]:
    """The words of what was said, in small letters."""
    return [word.replace("’", "'") for word in WORD.findall(asked.lower())]


def is_small_talk(asked: str, *, alone: bool = True) -> bool:
    """Whether it is said to Footnote, and asks nothing of a document.

    Args:
        asked: without marks at its end.
        alone: whether nothing was asked before; else "how long is it?" is a follow-up.

    >>> is_small_talk("Do you speak German"), is_small_talk("Do you need a permit to build")
    (True, False)
    """
    words = words_in(asked)
    if not words:
        return True
    said = frozenset(words)
    if not alone and BACK.fullmatch(asked):
        return False
    asks = words[0] in ASKING
    talks = (
        SAID.fullmatch(asked)
        or BYE.fits(words)
        or (not asks and any(talk.fits(words) for talk in (GREETING, THANKS, FEEDBACK)))
        or (ABOUT_FOOTNOTE.fits(words) and said & TO_FOOTNOTE and words[0] not in ("when", "where"))
        or HELP_ALONE.fits(words)
        or (DOCUMENTS.fits(words) and (said & OWNING or len(words) <= FEW))
        or (
            SIZE.fits(words)
            and said.isdisjoint(OTHERS)
            and (said & (KINDS - LASTING) or (alone and said & HERE))
        )
    )
    return bool(talks)
