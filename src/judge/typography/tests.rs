//! The rooms together: tables of what becomes of a text, and the laws that no table can show.

use proptest::prelude::*;

use crate::{Cleaner, Document, Field, Quotes, Scratch, Style};

use super::FAMILIES;

/// The families that are no matter of taste.
fn damage() -> impl Iterator<Item = &'static str> {
    FAMILIES.into_iter().filter(|f| *f != "style")
}

/// Compiled once: the properties ask thousands of times.
fn cleaner() -> &'static Cleaner {
    static CLEANER: std::sync::OnceLock<Cleaner> = std::sync::OnceLock::new();
    CLEANER.get_or_init(|| Cleaner::builder().only(damage()).build().expect("the families exist"))
}

fn check(table: &[(&str, &str)]) {
    let cleaner = cleaner();
    for (text, expected) in table {
        assert_eq!(cleaner.clean(text), *expected, "{text:?}");
        assert_eq!(cleaner.clean(expected), *expected, "again: {expected:?}");
    }
}

fn check_left(texts: &[&str]) {
    let table: Vec<_> = texts.iter().map(|t| (*t, *t)).collect();
    check(&table);
}

#[test]
fn nested_damage_is_repaired_to_the_ground() {
    check(&[
        ("Itâ&#128;&#153;s late", "It’s late"),
        ("10Î&frac14;s", "10μs"),
        ("the harbour's own Г‚ВЈ2.4bn loan", "the harbour's own £2.4bn loan"),
        ("The cafÃƒÂ© &amp;amp;amp; the bar", "The café & the bar"),
        ("We cannot take, &amp;rdquo;Ann said. &ldquo;No.", "We cannot take, ”Ann said. “No."),
        ("“We cannot take, &amp;rdquo;Ann said.", "“We cannot take,” Ann said."),
        ("The council&nbsp;voted on&#160;Monday.", "The council voted on Monday."),
    ]);
}

#[test]
fn every_name_of_the_list_is_read() {
    let cleaner = Cleaner::builder().only(["entity"]).build().expect("the family exists");
    for entity in entities::ENTITIES.iter().filter(|e| e.entity.ends_with(';')) {
        for text in [entity.entity.to_owned(), format!("&amp;{}", &entity.entity[1..])] {
            assert_eq!(cleaner.clean(&format!("x {text} y")), format!("x {} y", entity.characters), "{text}");
        }
    }
}

#[test]
fn numbers_mean_what_browsers_say() {
    check(&[
        ("&#150; &#x96; &#X2013; &#08211;", "– – – –"),
        ("a&#0;b&#31;c", "abc"),
        ("It&#39s late &#8217 so", "It's late ’ so"),
    ]);
    check_left(&["&#xD800; &#1114112; &#; &#x; &#99999999999;", "see &#1 and C&#"]);
}

#[test]
fn native_spacing_stays() {
    check_left(&[
        "«\u{a0}Quoi\u{a0}?\u{a0}» dit-il\u{a0}; puis il sourit\u{a0}!",
        "« Quoi ? » dit-il ; puis il sourit ! Et nous aussi : dans la rue, sur les toits.",
        "¿Quién dijo que la liga estaba decidida? ¡Nadie!",
        "„Wir kommen“, sagte er, ‚morgen‘. »Nein«, rief sie.",
        "سألته: كم جريدة تبيع اليوم؟ ضحك وقال؛ ثم، مشى.",
        "他说：“好！”然后离开了。　第二段。",
        "「行こう」と彼は言った。『本』",
        "می‌روم و کتاب‌ها را می‌خوانم",
        "Μα πού το έκρυψαν το υπόλοιπο;",
        "5! = 120, 3:2, 16:9, 10:30, 7 × 6 = 42, $9.99, 9,99 €",
        "Hän sanoi: ”Tulen huomenna.” ”Kuulemma”, sanoi toinen.",
    ]);
}

#[test]
fn an_authors_style_stays() {
    check_left(&[
        "He came.  She went.  They met.  Nobody knew.",
        "Name      Place     Year\nAnn       Ash       1999\nBob       Elm       2001",
        "    indented verse\n        goes its way",
        "Look into .htaccess and .gitignore; run ./configure && make. p < .05",
        "The iPhone, YouTube and McDonald's; e.g. node.js, example.com, Dr. Who.",
        "``code`` and ''italics'' and `x`",
        "either... or … or . . . so",
        "The cat -- a small one -- slept.",
        "const x = foo( a , b ) ;",
        "O'Neil said 'no' and \"yes\" and 5' 11\" tall",
        "“A paragraph goes on.\n\n“And so does the quote,” she said.",
    ]);
}

#[test]
fn ends_of_lines() {
    check(&[
        ("It met.\nIt voted.\r\r\nIt went.\nHome.", "It met.\nIt voted.\nIt went.\nHome."),
        ("It met.\n\n\n\n\nIt voted.\n", "It met.\n\n\nIt voted.\n"),
        ("The consti-\n  tution, it said. A constitution.", "The constitution,\n  it said. A constitution."),
        ("A consti-\ntution\nand a constitution.", "A constitution\nand a constitution."),
    ]);
    check_left(&[
        "It met.\r\nIt voted.\r\n",
        "It met.\n\n\n\nIt voted.",
        "A consti-\ntution. Nothing else.",
        "twenty-\none and twenty-one and twentyone",
        "pre-\nEurope is preEurope",
    ]);
}

#[test]
fn styles_are_done_once_and_only_when_asked() {
    let text = "\"It's late...\" -- he said, and the ‘man’ left 10\u{a0}km² of \"road";
    assert_eq!(cleaner().clean(text), text);
    let style = |style: Style, expected: &str| {
        let cleaner = Cleaner::builder().only(["entity"]).style(style).build().expect("the rules exist");
        assert_eq!(cleaner.clean(text), expected);
        assert_eq!(cleaner.clean(expected), expected);
    };
    let none = Style::default();
    let quotes = |quotes| Style { quotes, ..none };
    style(quotes(Quotes::Straight), "\"It's late...\" -- he said, and the 'man' left 10\u{a0}km² of \"road");
    style(quotes(Quotes::Curly), "“It’s late...” -- he said, and the ‘man’ left 10\u{a0}km² of \"road");
    let all = Style { dashes: true, ellipsis: true, ascii_spaces: true, nfkc: true, ..none };
    style(all, "\"It's late…\" — he said, and the ‘man’ left 10 km2 of \"road");
}

#[test]
fn sides_of_marks_and_quotes() {
    check(&[
        ("“It is late, ”Ann said. “Go, ”he said.", "“It is late,” Ann said. “Go,” he said."),
        ("\"It is late, \"Ann said, \"and cold.\"", "\"It is late,\" Ann said, \"and cold.\""),
        ("the slogan of the year ?", "the slogan of the year?"),
        ("all of them packed .)", "all of them packed.)"),
        ("They paid for it ( and more ) in the end .", "They paid for it (and more) in the end."),
    ]);
}

#[test]
fn a_partial_document_is_judged_line_by_line() {
    let cleaner = cleaner();
    let lines = ["The cafÃ© &amp; the bar", "Fish  and chips were sold , they say.", "&lt;div&gt;"];
    let text = lines.join("\n");
    let partial = |text: &str| {
        let doc = Document { partial: true, ..Document::new(text) };
        cleaner.judge(&doc, &mut Scratch::default()).text(Field::Text, text).into_owned()
    };
    let apart: Vec<String> = lines.iter().map(|l| partial(l)).collect();
    assert_eq!(partial(&text), apart.join("\n"));
}

#[test]
fn a_title_is_repaired_like_the_text() {
    let doc = Document { title: Some("Fish &amp; chips"), ..Document::new("x") };
    let ruling = cleaner().judge(&doc, &mut Scratch::default());
    assert_eq!(ruling.text(Field::Title, "Fish &amp; chips"), "Fish & chips");
}

/// Pieces that damage is made of, so that chance finds what letters alone never would.
fn damaged() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "&",
            "&amp;",
            "amp;",
            "&#8217;",
            "#39;",
            "&lt;",
            "&nbsp",
            ";",
            " ",
            "  ",
            "\u{a0}",
            "\u{200b}",
            "\u{ad}",
            "\u{feff}",
            "\u{3000}",
            "\n",
            "\r\n",
            "\t",
            ",",
            ".",
            "!",
            "?",
            ":",
            "(",
            ")",
            "[",
            "]",
            "\"",
            "'",
            "''",
            "``",
            "“",
            "”",
            "„",
            "‘",
            "’",
            "«",
            "»",
            "Ã",
            "Â",
            "©",
            "â€™",
            "Ã©",
            "ðŸ˜€",
            "Р",
            "С‚",
            "√",
            "├",
            "é",
            "e\u{301}",
            "\u{301}",
            "ﬁ",
            "Ａ",
            "，",
            "word",
            "The",
            "a",
            "I",
            "said",
            "他",
            "다",
            "ה",
            "\u{fffd}",
            "\u{82}",
            "\u{85}",
            "\u{202a}",
            "\u{202c}",
            "\u{200e}",
            "\u{f0b7}",
            "http://x.org/?a=1&copy=2",
            "...",
            "--",
            "|",
            "\r",
            "\\u2019",
            "Сoвет",
            "-\n",
            "=",
            "{",
            "}",
            "1",
            "-",
            "\\",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[a-zé]{1,9}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_text_comes_to_rest(text in damaged()) {
        let cleaner = cleaner();
        let ruling = cleaner.judge(&Document::new(&text), &mut Scratch::default());
        prop_assert!(!ruling.is_restless());
        let once = ruling.text(Field::Text, &text).into_owned();
        prop_assert_eq!(cleaner.clean(&once), once.as_str());
    }

    #[test]
    fn every_style_comes_to_rest(text in damaged(), curly: bool) {
        static CLEANERS: std::sync::OnceLock<[Cleaner; 2]> = std::sync::OnceLock::new();
        let cleaners = CLEANERS.get_or_init(|| [Quotes::Straight, Quotes::Curly].map(|quotes| {
            let style = Style { quotes, dashes: true, ellipsis: true, ascii_spaces: true, nfkc: true };
            Cleaner::builder().only(damage()).style(style).build().expect("the rules exist")
        }));
        let cleaner = &cleaners[usize::from(curly)];
        let ruling = cleaner.judge(&Document::new(&text), &mut Scratch::default());
        prop_assert!(!ruling.is_restless());
        let once = ruling.text(Field::Text, &text).into_owned();
        prop_assert_eq!(cleaner.clean(&once), once.as_str());
    }

    #[test]
    fn plain_words_are_never_touched(text in "([A-Z]?[a-z]{1,9}[,]? ){0,12}[a-z]{2,9}[.]?") {
        prop_assert_eq!(cleaner().clean(&text), text.as_str());
    }
}
