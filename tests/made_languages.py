"""Texts in the languages that old files are written in, with the encodings that they used.

Written for the tests of decoding; nothing here is quoted from anywhere.
"""

WESTERN = ("cp1252", "iso8859-1")

# name → (encodings, text). Every text holds what its language has beyond ASCII.
TEXTS: dict[str, tuple[tuple[str, ...], str]] = {
    "English": (
        ("cp1252", "mac-roman"),
        (
            "The company said that it wouldn’t raise prices – at least not yet. “We’re watching"
            ",” its chairman, José Muñoz, told reporters at a café in Zürich. Sales rose "
            "by £5 million, and the résumé of the naïve applicant didn’t help. It’s a question "
            "of “value for money” — nothing else. The weather in Malmö was cold, and the "
            "façade of the museum wasn’t ready. Temperatures fell to 25 °F; visitors’ coats "
            "were wet. “Come back later,” said Mr. Brontë."
        ),
    ),
    "French": (
        (*WESTERN, "mac-roman"),
        (
            "Le conseil a décidé de reporter la réunion à la semaine prochaine. Où sont "
            "passés les élèves ? Ils étaient déjà très fatigués après la fête de Noël, et "
            "le garçon a mangé tout le gâteau. L'été dernier, nous avons traversé la forêt "
            "jusqu'à la rivière. Ça ne coûte rien de réfléchir à ce problème. Les bâtiments "
            "ont été repeints, paraît-il, en août."
        ),
    ),
    "German": (
        (*WESTERN, "mac-roman"),
        (
            "Die Behörde hat über den Antrag noch nicht entschieden. Für die Bürger wäre "
            "das schön, aber die Straße bleibt bis März gesperrt. Größere Schäden müssen "
            "dem Eigentümer gemeldet werden. Übrigens gehört das Gebäude der Universität "
            "Göttingen; die Schlüssel hängen im Büro. Ärzte empfehlen täglich fünf Stück "
            "Obst. Gemäß der Satzung wählt man jährlich."
        ),
    ),
    "Spanish": (
        (*WESTERN, "mac-roman"),
        (
            "El niño preguntó por qué la reunión había terminado tan pronto. ¿Dónde está "
            "la estación? Mañana compraré un billete para el próximo autobús. Según el médico, "
            "la situación es difícil, pero no imposible. ¡Qué alegría! Los españoles celebran "
            "el año nuevo con doce uvas. También había música en el jardín, y el público "
            "pidió otra canción más."
        ),
    ),
    "Portuguese": (
        WESTERN,
        (
            "A situação não é fácil, mas há soluções. As crianças brincam no jardim até "
            "à noite. Você já visitou São Paulo? O avô contou histórias da sua infância. "
            "As eleições serão em março, e a população está à espera. Não há razões para "
            "preocupações, disse o secretário. Amanhã será publicado o relatório da comissão "
            "sobre a educação pública."
        ),
    ),
    "Italian": (
        WESTERN,
        (
            "La città è più bella di sera. Perché non vieni con noi? Martedì andrò all'universi"
            "tà, e poi si vedrà. Il caffè è già pronto, però manca lo zucchero. La libertà "
            "è una necessità, non una qualità. Così è la vita, diceva mia nonna: chi va "
            "piano va sano. Lunedì sarà già troppo tardi; la società ha perciò deciso di "
            "anticipare l'attività."
        ),
    ),
    "Swedish": (
        WESTERN,
        (
            "Regeringen föreslår att skatten sänks nästa år. Många människor är på väg till "
            "sjön för att åka skridskor. Är du säker på att tåget går i kväll? Hon köpte "
            "två böcker och åt en smörgås. På hösten blir det mörkt tidigt, även i Skåne. "
            "Öringen smakar bäst på våren."
        ),
    ),
    "Danish": (
        WESTERN,
        (
            "Regeringen foreslår, at skatten sænkes næste år. Mange mennesker er på vej "
            "til søen. Er du sikker på, at toget går i aften? Hun købte to bøger og spiste "
            "rødgrød med fløde. På øen bor der få mennesker, og færgen sejler kun én gang "
            "om dagen. Ærligt talt er det for dårligt. Både børn og voksne kan få gavn af "
            "ordningen."
        ),
    ),
    "Finnish": (
        WESTERN,
        (
            "Hallitus päätti lykätä kokousta ensi viikkoon. Tämä ei ole hyvä päivä lähteä "
            "järvelle. Missä lääkäri on? Äiti keittää kahvia, ja isä lukee lehteä. Työttömyys "
            "väheni kesällä enemmän kuin odotettiin. Näin käy usein, sanoi mies hymyillen."
        ),
    ),
    "Dutch": (
        WESTERN,
        (
            "De commissie heeft de bijeenkomst naar volgende week verplaatst. Eén ding is "
            "zeker: de financiële situatie van België is beter dan die van Italië. Twee "
            "coördinatoren hebben de ruïne geïnspecteerd. Hij heeft het geërgerd bekeken, "
            "en dat vóór de vergadering begon."
        ),
    ),
    "Icelandic": (
        WESTERN,
        (
            "Það er kalt í dag, en við förum samt út. Hvað heitir þú? Ég á heima í Reykjavík. "
            "Börnin leika sér í garðinum á meðan móðir þeirra eldar matinn. Síðasta sumar "
            "var óvenju hlýtt. Þingið samþykkti lögin í gær eftir langa umræðu um sjávarútveg "
            "og ferðaþjónustu."
        ),
    ),
    "Polish": (
        ("cp1250", "iso8859-2"),
        (
            "Rząd postanowił przełożyć posiedzenie na przyszły tydzień. Gdzie są dzieci? "
            "Poszły już dawno do szkoły. Wczoraj padał śnieg, więc zostaliśmy w domu. Książka "
            "leży na stole obok żółtego zeszytu. Źródło nie zostało podane, ale możliwe, "
            "że pochodzi z późniejszych lat. Mówił o tym, że łatwiej jest kupić niż sprzedać. "
            "Ćwiczenia odbędą się we środę."
        ),
    ),
    "Czech": (
        ("cp1250", "iso8859-2"),
        (
            "Vláda rozhodla odložit jednání na příští týden. Kde jsou děti? Už dávno šly "
            "do školy. Včera sněžilo, a proto jsme zůstali doma. Kniha leží na stole vedle "
            "žlutého sešitu. Příliš žluťoučký kůň úpěl ďábelské ódy. Lékař říkal, že je "
            "lepší přijít dříve než později. Ředitel třídy se těší na výlet k řece."
        ),
    ),
    "Hungarian": (
        ("cp1250", "iso8859-2"),
        (
            "A kormány úgy döntött, hogy a jövő hétre halasztja az ülést. Hol vannak a gyerekek"
            "? Már régen elmentek az iskolába. Tegnap esett a hó, ezért otthon maradtunk. "
            "A könyv az asztalon fekszik a sárga füzet mellett. Őszintén szólva jobb előbb "
            "jönni, mint később. A tűz hamar kialudt, és az erdő újra zöld lett."
        ),
    ),
    "Turkish": (
        ("cp1254", "iso8859-9"),
        (
            "Hükümet toplantıyı gelecek haftaya ertelemeye karar verdi. Çocuklar nerede? "
            "Çoktan okula gittiler. Dün kar yağdı, bu yüzden evde kaldık. Kitap masanın "
            "üzerinde, sarı defterin yanında duruyor. İstanbul'da yaşayan öğretmen, geç "
            "gelmektense erken gelmenin daha iyi olduğunu söyledi. Şimdi sıra bizde, dedi "
            "güneşli bir günde."
        ),
    ),
    "Russian": (
        ("cp1251", "koi8-r"),
        (
            "Правительство решило перенести заседание на следующую неделю. Где дети? Они "
            "уже давно ушли в школу. Вчера шёл снег, поэтому мы остались дома. Книга лежит "
            "на столе рядом с жёлтой тетрадью. Врач говорил, что лучше прийти раньше, чем "
            "позже. Объём производства вырос на 5 процентов, сообщает Росстат. Москва, 12 "
            "мая."
        ),
    ),
    "Greek": (
        ("cp1253", "iso8859-7"),
        (
            "Η κυβέρνηση αποφάσισε να αναβάλει τη συνεδρίαση για την επόμενη εβδομάδα. Πού "
            "είναι τα παιδιά; Έχουν πάει εδώ και ώρα στο σχολείο. Χθες χιόνιζε, γι' αυτό "
            "μείναμε στο σπίτι. Το βιβλίο είναι πάνω στο τραπέζι δίπλα στο κίτρινο τετράδιο. "
            "Ο γιατρός έλεγε ότι είναι καλύτερα να έρθει κανείς νωρίς παρά αργά."
        ),
    ),
    "Hebrew": (
        ("cp1255",),
        (
            "הממשלה החליטה לדחות את הישיבה לשבוע הבא. איפה הילדים? הם כבר הלכו מזמן לבית "
            "הספר. אתמול ירד שלג ולכן נשארנו בבית. הספר מונח על השולחן ליד המחברת הצהובה. "
            "הרופא אמר שעדיף להקדים מאשר לאחר, ושאין סיבה לדאגה."
        ),
    ),
    "Arabic": (
        ("cp1256",),
        (
            "قررت الحكومة تأجيل الجلسة إلى الأسبوع القادم. أين الأطفال؟ لقد ذهبوا إلى المدرسة "
            "منذ وقت طويل. تساقط الثلج أمس ولذلك بقينا في البيت. الكتاب على الطاولة بجانب "
            "الدفتر الأصفر. قال الطبيب إن الحضور مبكرا أفضل من الحضور متأخرا."
        ),
    ),
    "Japanese": (
        ("shift_jis", "euc-jp"),
        (
            "政府は会議を来週に延期することを決めた。子どもたちはどこですか。もうずっと前に学校"
            "へ行きました。昨日は雪が降ったので、家にいました。本は机の上の黄色いノートの隣にあ"
            "ります。医者は、遅れるより早く来るほうがいいと言った。これは日本語の文章です。"
        ),
    ),
    "Chinese": (
        ("gb18030",),
        (
            "政府决定把会议推迟到下周。孩子们在哪里?他们早就去学校了。昨天下雪,所以我们留在家里"
            "。书在桌子上,在黄色笔记本旁边。医生说,早来比晚来好。这是一个中文句子,用来检查编码的"
            "判断。公司表示今年不会提高价格。"
        ),
    ),
    "Taiwanese": (
        ("big5",),
        (
            "政府決定把會議延到下週。孩子們在哪裡?他們早就去學校了。昨天下雪,所以我們留在家裡。"
            "書在桌子上,在黃色筆記本旁邊。醫生說,早來比晚來好。這是一個中文句子,用來檢查編碼的判"
            "斷。公司表示今年不會提高價格。"
        ),
    ),
    "Korean": (
        ("euc-kr",),
        (
            "정부는 회의를 다음 주로 연기하기로 결정했다. 아이들은 어디에 있습니까? 벌써 "
            "오래전에 학교에 갔습니다. 어제는 눈이 와서 집에 있었습니다. 책은 책상 위 노란 "
            "공책 옆에 있습니다. 의사는 늦게 오는 것보다 일찍 오는 것이 낫다고 말했다."
        ),
    ),
}

LENGTHS = (20, 40, 80, 200, 600, 2000)  # bytes, about


def samples(language: str, encoding: str) -> list[tuple[str, bytes]]:
    """Texts of some lengths, from several places, each with at least one byte beyond ASCII."""
    text = TEXTS[language][1]
    one_byte = len(text.encode(encoding, errors="ignore")) <= len(text)
    found = []
    for length in LENGTHS:
        long_text = " ".join([text] * (length // len(text) + 2))
        for start in range(0, len(text) if length < 600 else 1, max(length, 60)):
            begin = long_text.find(" ", start) + 1 if start else 0
            piece = long_text[begin : begin + (length if one_byte else length // 2)]
            data = piece.encode(encoding)
            if not data.isascii():
                found.append((piece, data))
    return found
