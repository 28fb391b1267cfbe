//! What sites, sections and kickers are called, and the small words that hold a headline together.
//!
//! General vocabulary in the large languages; no list of the sites of any collection.

use super::publishers;

/// Whether `word` (folded by [`super::fold::fold`]) stands in a list. The lists are sorted; O(log n).
fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// A word that says "this is a publication": the last or first word of very many newspapers and magazines.
pub(super) fn is_press_noun(word: &str) -> bool {
    has(PRESS, word)
}

/// A word that says "this is an organisation that keeps a site".
pub(super) fn is_institution(word: &str) -> bool {
    has(INSTITUTIONS, word)
}

/// A country or region that a site has an edition for: `Hardtail Canada`.
pub(super) fn is_edition(word: &str) -> bool {
    has(EDITIONS, word)
}

/// A word that titles and subtitles are made of: `- Part Two`, `– The Inside Story`, `- A History`.
pub(super) fn is_title_word(word: &str) -> bool {
    has(TITLE_WORDS, word)
}

/// A publisher's name that is also two plain words.
pub(super) fn is_plain_publisher(name: &str) -> bool {
    has(publishers::PLAIN, name)
}

/// A word that names a section of a site.
pub(super) fn is_section(word: &str) -> bool {
    has(SECTIONS, word)
}

/// What people are who write for a publication, as bylines say it.
pub(super) fn is_job(word: &str) -> bool {
    has(JOBS, word)
}

/// What a site keeps of a topic: the second half of `Running Shoe Reviews`.
pub(super) fn is_shelf(word: &str) -> bool {
    has(SHELVES, word) || is_news(word)
}

/// "News" in the large languages: the second half of `<Topic> News`.
pub(super) fn is_news(word: &str) -> bool {
    has(NEWS, word)
}

/// A name under which the whole world knows a publisher.
pub(super) fn is_publisher(name: &str) -> bool {
    has(publishers::PUBLISHERS, name)
}

/// An article that may lead a name: `The Mirror`, `Der Freitag`.
pub(super) fn is_article(word: &str) -> bool {
    has(ARTICLES, word)
}

/// A small word that is allowed inside a name: `Office of Career Strategy`.
pub(super) fn is_joiner(word: &str) -> bool {
    has(JOINERS, word)
}

/// A word that cannot be the last word of a finished headline, because it governs what follows.
pub(super) fn governs(word: &str) -> bool {
    has(GOVERNORS, word) || (is_joiner(word) && word != "&")
}

/// A word that opens sentences in English, so that a sentence may begin with it right after a headline.
pub(super) fn opens_sentence(word: &str) -> bool {
    has(OPENERS, word)
}

/// The same in the other languages.
pub(super) fn opens_sentence_elsewhere(word: &str) -> bool {
    has(OPENERS_ELSEWHERE, word) || has(ARTICLES, word) || has(JOINERS, word)
}

/// A word no name begins with: the phrase it opens is a statement or a question, a part of the headline.
pub(super) fn opens_statement(word: &str) -> bool {
    has(STATEMENTS, word)
}

/// The last label of a host name that people write as part of a site's name.
pub(super) fn is_top_level(label: &str) -> bool {
    has(TOP_LEVEL, label)
}

/// A label of a host that says nothing about the site's name.
pub(super) fn is_generic_label(label: &str) -> bool {
    has(GENERIC_LABELS, label)
}

/// The last part of a camel-case name, or the first: `YouTube`, `McDonald`, `ParlamentarierInnen`.
pub(super) fn is_camel_part(left: &str, right: &str) -> bool {
    has(CAMEL_LEFT, left) || has(CAMEL_RIGHT, right) || right.starts_with("innen")
}

#[rustfmt::skip]
const PRESS: &[&str] = &[
    "abendblatt", "advertiser", "agency", "aktuell", "allgemeine", "anzeiger", "argus", "bild", "blade", "blatt",
    "bote", "broadcasting", "bulletin", "business", "channel", "chronicle", "citizen", "correo", "corriere",
    "courier", "dagblad", "daily", "demokrat", "diario", "digest", "dispatch", "dziennik", "echo", "enquirer",
    "entertainment", "examiner", "express", "fakt", "focus", "freitag", "gazeta", "gazete", "gazetesi", "gazette",
    "giornale", "globe", "guardian", "haber", "haberler", "heise", "herald", "heraldo", "het", "independent",
    "inquirer", "jornal", "journal", "kurier", "ledger", "live", "mag", "magazin", "magazine", "mail", "medien",
    "mercury", "messaggero", "mirror", "monitor", "morgenpost", "nachrichten", "nation", "nepszava", "network",
    "news", "newspaper", "nieuws", "nieuwsblad", "noticias", "notizie", "novosti", "nyheter", "observer", "online",
    "parool", "periodico", "pioneer", "podcast", "portal", "post", "prensa", "press", "presse", "radio", "record",
    "recorder", "register", "report", "reporter", "repubblica", "republic", "review", "rundschau", "sentinel",
    "spectator", "spiegel", "stampa", "standard", "star", "sun", "tageblatt", "tagesspiegel", "tageszeitung",
    "telegraaf", "telegram", "telegraph", "telewizja", "tidende", "tidning", "times", "today", "tribune", "tv",
    "verlag", "volkskrant", "weekly", "welt", "wire", "woche", "world", "wyborcza", "zeitung", "вести", "газета",
    "известия", "новости", "правда",
];

#[rustfmt::skip]
const INSTITUTIONS: &[&str] = &[
    "academy", "administration", "agency", "archive", "archives", "association", "authority", "blog", "board",
    "bureau", "capital", "center", "centre", "clinic", "college", "commission", "committee", "company", "consortium",
    "consulting", "corporation", "council", "creative", "department", "division", "extension", "faculty",
    "federation", "forum", "foundation", "fundacion", "gmbh", "group", "hospital", "inc", "insights", "institut",
    "institute", "instituto", "journal", "laboratory", "labs", "library", "llc", "ltd", "magazine", "ministerium",
    "ministry", "museum", "newsletter", "office", "official", "organization", "partners", "photography", "podcast",
    "school", "services", "society", "software", "solutions", "stiftung", "store", "strategies", "studio", "studios",
    "systems", "technologies", "trust", "union", "universidad", "universidade", "universita", "universitat",
    "universite", "university", "ventures", "verein", "wiki", "wikipedia",
];

#[rustfmt::skip]
const EDITIONS: &[&str] = &[
    "africa", "america", "argentina", "asia", "australia", "brasil", "brazil", "canada", "chile", "china", "colombia",
    "deutschland", "espana", "europe", "france", "global", "india", "indonesia", "international", "ireland", "italia",
    "japan", "kenya", "korea", "latam", "malaysia", "mexico", "nigeria", "nz", "osterreich", "pakistan", "peru",
    "philippines", "polska", "schweiz", "singapore", "turkiye", "uk", "us", "usa", "za",
];

#[rustfmt::skip]
const TITLE_WORDS: &[&str] = &[
    "analisi", "analisis", "analiza", "analyse", "analysis", "anleitung", "answers", "basics", "beginners",
    "beginning", "benefits", "bilan", "biography", "capitulo", "chapter", "cheatsheet", "checklist", "compared",
    "comparison", "complete", "conclusion", "cons", "critica", "details", "diary", "dossier", "edition", "ending",
    "enquete", "entretien", "epilogue", "episode", "essay", "examples", "explained", "explainer", "facts",
    "faktencheck", "faq", "favorites", "favourites", "features", "first", "five", "folge", "four", "full", "gallery",
    "geschichte", "gids", "guia", "guide", "handleiding", "highlights", "hintergrund", "histoire", "historia",
    "history", "how", "ideas", "inceleme", "interview", "interviews", "introduccion", "introduction", "kapitel",
    "kommentar", "kritik", "legend", "lesson", "lessons", "list", "lyrics", "making", "meinung", "memoir", "movie",
    "musical", "myth", "myths", "novel", "obituary", "one", "opinion", "options", "origin", "origins", "overview",
    "panduan", "part", "parte", "partie", "photo", "photos", "picks", "pictures", "plan", "poem", "poradnik",
    "portrait", "preview", "pricing", "primer", "profile", "pros", "quiz", "ranked", "rated", "ratgeber", "recap",
    "recensie", "recensione", "recenzja", "recipe", "recipes", "rehber", "reportage", "resena", "results", "resume",
    "resumen", "revealed", "review", "reviewed", "rezension", "rezept", "saga", "season", "second", "secret",
    "secrets", "sequel", "song", "speech", "spoilers", "step", "steps", "story", "summary", "takeaways", "tale",
    "teil", "test", "tested", "third", "three", "timeline", "tips", "trailer", "transcript", "tricks", "truth",
    "tutorial", "two", "uberblick", "ulasan", "untold", "update", "updates", "verdict", "video", "vol", "volume",
    "walkthrough", "week", "what", "why", "winners", "анализ", "видео", "глава", "интервью", "история", "обзор",
    "рецензия", "фото", "часть",
];

#[rustfmt::skip]
const NEWS: &[&str] = &[
    "actualite", "actualites", "aktualnosci", "berita", "haber", "haberler", "haberleri", "nachrichten", "news",
    "nieuws", "noticias", "notizie", "nouvelles", "nyheter", "wiadomosci", "новини", "новости", "новость", "أخبار",
    "اخبار", "خبر", "खबरें", "ख़बर", "समाचार", "ニュース", "新聞", "新闻", "資訊", "资讯", "뉴스",
];

#[rustfmt::skip]
const JOBS: &[&str] = &[
    "analyst", "blogger", "coeditor", "columnist", "contributor", "correspondent", "editor", "editorinchief",
    "journalist", "photographer", "producer", "redactor", "redakteur", "redakteurin", "reporter", "staff", "writer",
];

#[rustfmt::skip]
const SHELVES: &[&str] = &[
    "articles", "blog", "blogs", "coverage", "deals", "forum", "forums", "guides", "headlines", "podcast", "recipes",
    "resources", "reviews", "stories", "topics", "tutorials", "videos",
];

#[rustfmt::skip]
const SECTIONS: &[&str] = &[
    "actualidad", "actualite", "actualites", "advice", "agenda", "aktuell", "aktuelles", "allgemein", "analyse",
    "article", "articles", "artikel", "arts", "attualita", "ausgabe", "ausland", "automobile", "berita", "binnenland",
    "biznes", "blog", "blogs", "books", "breaking", "buitenland", "business", "calcio", "cidades", "ciencia",
    "cinema", "columnists", "comment", "commentary", "cronaca", "cultura", "culture", "cultuur", "daerah", "deportes",
    "deutschland", "district", "dunya", "economia", "economie", "economy", "editorial", "editorials", "educacao",
    "education", "egitim", "ekonomi", "ekonomia", "entertainment", "environment", "espectaculos", "esporte",
    "esportes", "esteri", "europa", "famosos", "faq", "features", "feuilleton", "film", "finance", "finanzen", "food",
    "fussball", "gente", "gesellschaft", "gezondheid", "gospodarka", "gundem", "haber", "haberler", "health",
    "hiburan", "home", "hukum", "infographic", "inland", "internacional", "internasional", "international",
    "internationales", "kabar", "kesehatan", "kraj", "kultur", "kultura", "landespolitik", "life", "lifestyle",
    "local", "lokal", "lokales", "magazin", "monde", "money", "mundo", "music", "nachrichten", "nacional", "nasional",
    "national", "nauka", "news", "nieuws", "noticias", "notizie", "olahraga", "opinie", "opinion", "opinione",
    "opinions", "panorama", "people", "politica", "politics", "politik", "politika", "politique", "polityka", "press",
    "presse", "ratgeber", "region", "regional", "reise", "resources", "saglik", "salud", "salute", "sante", "saude",
    "science", "sciences", "scienza", "siyaset", "sociedad", "societe", "spettacoli", "spor", "sport", "sports",
    "stories", "style", "sucesos", "swiat", "tech", "technik", "technologia", "technologie", "technology",
    "tecnologia", "teknologi", "teknoloji", "television", "travel", "tv", "uk", "us", "vermischtes", "video",
    "videos", "weather", "welt", "wetenschap", "wiadomosci", "wirtschaft", "wissen", "wissenschaft", "world", "yasam",
    "zdrowie", "бизнес", "здоровье", "культура", "мир", "мнения", "наука", "новости", "общество", "политика",
    "происшествия", "россия", "спорт", "статьи", "технологии", "финансы", "экономика", "أخبار", "اخبار", "اقتصاد",
    "العالم", "تكنولوجيا", "ثقافة", "رأي", "رياضة", "سياسة", "صحة", "عالم", "محليات", "مقالات", "منوعات", "कारोबार",
    "खेल", "दुनिया", "देश", "मनोरंजन", "राजनीति", "विदेश", "व्यापार", "शिक्षा", "समाचार", "स्वास्थ्य", "エンタメ", "コラム",
    "スポーツ", "ライフ", "体育", "健康", "军事", "国内", "国际", "国際", "國際", "娛樂", "娱乐", "政治", "教育", "文化", "社会", "社會", "科学", "科技",
    "経済", "经济", "財經", "财经", "體育", "경제", "국제", "문화", "사설", "사회", "세계", "스포츠", "연예", "오피니언", "정치",
];

#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "a", "al", "an", "das", "de", "den", "der", "det", "die", "el", "gli", "het", "i", "il", "la", "las", "le", "les",
    "lo", "los", "o", "os", "the",
];

#[rustfmt::skip]
const JOINERS: &[&str] = &[
    "&", "a", "and", "at", "by", "da", "dei", "del", "della", "des", "di", "do", "dos", "du", "e", "en", "et", "for",
    "fur", "im", "in", "of", "on", "to", "und", "van", "von", "y", "в", "и", "на",
];

#[rustfmt::skip]
const GOVERNORS: &[&str] = &[
    "a", "about", "across", "after", "against", "al", "among", "an", "ao", "are", "as", "au", "auf", "aus", "avec",
    "be", "bei", "between", "beyond", "but", "by", "com", "con", "contra", "contre", "dal", "dans", "das", "de",
    "dem", "den", "der", "despite", "die", "during", "ein", "eine", "einem", "einen", "el", "em", "from", "gegen",
    "has", "have", "her", "het", "his", "how", "if", "inside", "into", "is", "its", "join", "joins", "la", "las",
    "le", "les", "like", "lo", "los", "meet", "met", "mit", "my", "na", "nel", "o", "om", "op", "or", "our", "over",
    "par", "para", "per", "por", "pour", "que", "said", "sans", "says", "sin", "sobre", "sur", "te", "tells", "than",
    "that", "the", "their", "this", "through", "to", "told", "um", "una", "under", "une", "until", "use", "using",
    "via", "vs", "was", "were", "when", "which", "who", "why", "will", "with", "within", "without", "would", "your",
    "z", "zu", "zum", "zur", "для", "из", "о", "от", "по", "с",
];

#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "a", "about", "according", "across", "after", "again", "all", "almost", "already", "also", "although", "always",
    "amid", "among", "an", "and", "another", "any", "anyone", "anything", "are", "around", "as", "ask", "at",
    "authorities", "avoid", "away", "based", "be", "because", "become", "been", "before", "being", "below", "best",
    "between", "beyond", "boost", "both", "bring", "build", "but", "by", "call", "can", "cant", "celebrate",
    "chances", "check", "choose", "click", "come", "compare", "consider", "create", "curious", "cut", "despite",
    "did", "didnt", "die", "discover", "do", "does", "doesnt", "don", "dont", "dr", "during", "each", "earlier",
    "easy", "eight", "either", "else", "enjoy", "ensure", "even", "ever", "every", "everyone", "everything", "except",
    "experts", "explore", "faced", "facing", "feel", "feeling", "few", "finally", "find", "first", "five", "fix",
    "follow", "for", "former", "four", "from", "gen", "get", "give", "given", "go", "gone", "got", "gov", "had",
    "has", "have", "he", "hear", "help", "her", "here", "heres", "herewith", "hey", "hi", "his", "hope", "how", "i",
    "if", "imagine", "in", "inside", "instead", "interested", "introducing", "is", "isnt", "it", "its", "ive", "join",
    "just", "keep", "know", "later", "latest", "lawmakers", "learn", "leave", "less", "let", "lets", "like", "look",
    "looking", "love", "make", "making", "many", "master", "maybe", "meanwhile", "meet", "millions", "more", "most",
    "mr", "mrs", "ms", "much", "my", "near", "nearly", "need", "neither", "never", "new", "next", "nine", "no",
    "nobody", "nominate", "none", "not", "nothing", "now", "nowhere", "officials", "often", "oh", "ok", "okay", "on",
    "once", "one", "only", "other", "our", "ours", "over", "perhaps", "picking", "please", "plus", "police",
    "prepare", "prof", "put", "question", "quick", "rather", "read", "ready", "really", "remember", "rep",
    "researchers", "save", "say", "saying", "scientists", "scroll", "see", "sen", "seven", "several", "she",
    "shopping", "should", "sign", "since", "six", "so", "some", "someone", "something", "sometimes", "soon", "start",
    "still", "stop", "such", "sure", "take", "taking", "tell", "ten", "than", "thank", "thanks", "that", "thats",
    "the", "their", "then", "there", "theres", "these", "they", "thinking", "this", "those", "though", "thousands",
    "three", "through", "thus", "tips", "tired", "to", "today", "together", "too", "top", "try", "trying", "turn",
    "turns", "two", "uncover", "under", "understand", "understanding", "unless", "unlike", "until", "upon", "use",
    "using", "very", "visit", "wait", "want", "wanted", "wants", "was", "watch", "we", "well", "went", "were", "weve",
    "what", "whatever", "whats", "when", "where", "whether", "which", "while", "who", "whose", "why", "will", "with",
    "within", "without", "wonder", "wondered", "wondering", "wont", "working", "worried", "would", "yes", "yet",
    "you", "youd", "youll", "your", "youre", "youve",
];

#[rustfmt::skip]
const OPENERS_ELSEWHERE: &[&str] = &[
    "am", "apres", "auch", "aus", "bei", "beim", "bir", "bu", "ce", "cette", "com", "come", "comment", "como", "con",
    "cuando", "dan", "dans", "das", "de", "della", "der", "deze", "di", "die", "diese", "dieser", "dieses", "dit",
    "dopo", "drei", "een", "ein", "eine", "elle", "en", "er", "es", "esta", "este", "fur", "gli", "hay", "het",
    "icin", "il", "im", "ini", "ist", "itu", "jak", "las", "les", "los", "mas", "mit", "na", "nach", "nel", "nicht",
    "nie", "nous", "om", "para", "po", "por", "pour", "pourquoi", "quand", "quando", "questa", "questo", "se",
    "segun", "seit", "sie", "sind", "su", "sus", "tras", "um", "un", "una", "und", "une", "uno", "ve", "von", "vous",
    "w", "warum", "was", "wenn", "wer", "wie", "wir", "yang", "ze", "zum", "zwei", "в", "для", "за", "и", "из", "как",
    "на", "не", "он", "она", "они", "по", "после", "при", "с", "что", "это",
];

#[rustfmt::skip]
const STATEMENTS: &[&str] = &[
    "about", "after", "again", "and", "are", "at", "aus", "because", "before", "best", "but", "can", "como", "could",
    "cuando", "did", "die", "do", "does", "for", "from", "get", "he", "here", "heres", "how", "i", "if", "in", "is",
    "it", "its", "my", "no", "not", "or", "our", "report", "she", "should", "so", "some", "that", "their", "they",
    "this", "to", "top", "und", "warum", "was", "we", "were", "what", "whats", "when", "where", "which", "who", "why",
    "wie", "will", "with", "you", "your",
];

#[rustfmt::skip]
const TOP_LEVEL: &[&str] = &[
    "ai", "app", "at", "au", "be", "biz", "blog", "br", "ca", "ch", "cl", "cn", "co", "com", "cz", "de", "dk", "edu",
    "es", "eu", "fi", "fm", "fr", "gov", "gr", "hu", "id", "ie", "il", "in", "info", "io", "ir", "it", "jp", "kr",
    "lt", "lv", "me", "mx", "net", "news", "ng", "nl", "no", "nz", "online", "org", "ph", "pk", "pl", "pt", "ro",
    "rs", "ru", "se", "sg", "si", "sk", "tr", "tv", "ua", "uk", "us", "vn", "za",
];

#[rustfmt::skip]
const GENERIC_LABELS: &[&str] = &[
    "ac", "academy", "amp", "api", "app", "art", "best", "blog", "blogs", "books", "business", "careers", "co", "com",
    "community", "de", "discover", "docs", "edition", "edu", "en", "es", "extension", "features", "forum", "fr",
    "free", "go", "gov", "health", "help", "hr", "ideas", "in", "info", "learn", "local", "m", "magazine", "media",
    "mobile", "ne", "net", "news", "newsletter", "online", "or", "org", "pages", "shop", "sites", "sport", "sports",
    "store", "support", "tax", "tech", "top", "travel", "uk", "us", "web", "www",
];

#[rustfmt::skip]
const CAMEL_LEFT: &[&str] = &[
    "air", "alpha", "black", "da", "de", "deep", "di", "face", "fitz", "git", "graph", "hub", "insta", "java", "la",
    "le", "linked", "mac", "master", "mc", "my", "net", "open", "pay", "play", "postgre", "power", "pub", "quick",
    "sales", "share", "snap", "sound", "square", "tik", "type", "van", "vice", "whats", "wiki", "word", "you",
];

#[rustfmt::skip]
const CAMEL_RIGHT: &[&str] = &[
    "ai", "api", "book", "box", "card", "cloud", "coin", "day", "flow", "force", "gpt", "hub", "kit", "lab", "labs",
    "leaks", "mail", "ml", "os", "pad", "pal", "phone", "pod", "point", "press", "ql", "script", "space", "sql",
    "tok", "tube", "tv", "ui", "up", "ups", "watch", "wire", "works",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_folded() {
        for list in [
            PRESS,
            INSTITUTIONS,
            EDITIONS,
            TITLE_WORDS,
            publishers::PLAIN,
            NEWS,
            JOBS,
            SHELVES,
            SECTIONS,
            publishers::PUBLISHERS,
            ARTICLES,
            JOINERS,
            GOVERNORS,
            OPENERS,
            OPENERS_ELSEWHERE,
            STATEMENTS,
            TOP_LEVEL,
            GENERIC_LABELS,
            CAMEL_LEFT,
            CAMEL_RIGHT,
        ] {
            for pair in list.windows(2) {
                assert!(pair[0] < pair[1], "{:?} must stand before {:?}", pair[1], pair[0]);
            }
            for word in list {
                assert_eq!(super::super::fold::fold(word), *word);
            }
        }
    }
}
