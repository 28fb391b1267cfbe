//! Headlines and teasers: what scrapers ran together comes apart.
//!
//! Only the head of a document is looked at (its first lines, and the title field), and the rest of the text only for
//! evidence. Knows nothing of chrome or typography.

mod byline;
mod crumb;
mod fold;
mod glue;
mod head;
mod host;
mod kicker;
mod lexicon;
mod links;
mod lost;
mod name;
mod prefix;
mod publishers;
mod suffix;
mod teaser;
mod twice;

use std::borrow::Cow;

use super::{Level, View};
use crate::ruleset::Ruleset;
use crate::span::{Field, Span};
use crate::verdict::{Action, RuleIndex, Verdict};
use head::Head;

/// The judge of headlines: the rules that are on.
#[derive(Debug)]
pub(crate) struct Headline {
    site_suffix: Option<RuleIndex>,
    section_suffix: Option<RuleIndex>,
    name_suffix: Option<RuleIndex>,
    site_prefix: Option<RuleIndex>,
    lost_separator: Option<RuleIndex>,
    dangling: Option<RuleIndex>,
    kicker: Option<RuleIndex>,
    urgency: Option<RuleIndex>,
    genre: Option<RuleIndex>,
    glue_teaser: Option<RuleIndex>,
    glue_byline: Option<RuleIndex>,
    glue_section: Option<RuleIndex>,
    glue_caption: Option<RuleIndex>,
    name_links: Option<RuleIndex>,
    breadcrumb: Option<RuleIndex>,
    repeated_title: Option<RuleIndex>,
    cut_copy: Option<RuleIndex>,
    repeated_summary: Option<RuleIndex>,
    repeated_body: Option<RuleIndex>,
}

/// A repair of one kind: where, what stands there afterwards, and the evidence.
#[derive(Debug)]
struct Repair {
    span: Span,
    new: Cow<'static, str>,
    note: String,
}

impl Repair {
    fn drop(span: Span, note: impl Into<String>) -> Self {
        Repair { span, new: Cow::Borrowed(""), note: note.into() }
    }

    fn put(span: Span, new: &'static str, note: impl Into<String>) -> Self {
        Repair { span, new: Cow::Borrowed(new), note: note.into() }
    }

    fn claim(self, rule: RuleIndex, field: Field) -> Verdict {
        let action = if self.new.is_empty() { Action::Drop } else { Action::Replace(self.new) };
        Verdict::new(rule, field, self.span, action).because(self.note)
    }
}

impl Headline {
    pub(crate) fn new(rules: &Ruleset, level: Level, on: impl Fn(usize) -> bool) -> Self {
        let code = |id: &str| rules.code(id, level, &on);
        Headline {
            site_suffix: code("headline.site-suffix"),
            section_suffix: code("headline.section-suffix"),
            name_suffix: code("headline.name-suffix"),
            site_prefix: code("headline.site-prefix"),
            lost_separator: code("headline.lost-separator"),
            dangling: code("headline.dangling-separator"),
            kicker: code("headline.kicker"),
            urgency: code("headline.urgency"),
            genre: code("headline.genre"),
            glue_teaser: code("glue.teaser"),
            glue_byline: code("glue.byline"),
            glue_section: code("glue.section"),
            glue_caption: code("glue.caption"),
            name_links: code("glue.name-links"),
            breadcrumb: code("headline.breadcrumb"),
            repeated_title: code("teaser.repeated-title"),
            cut_copy: code("teaser.cut-copy"),
            repeated_summary: code("teaser.repeated-summary"),
            repeated_body: code("teaser.repeated-body"),
        }
    }

    pub(crate) fn judge(&self, view: View<'_>, out: &mut Vec<Verdict>) {
        // A stretch of a large document has no head.
        if view.doc.partial {
            return;
        }
        for field in Field::ALL {
            if let Some(head) = Head::of(view, field) {
                self.judge_headline(&head, out);
            }
        }
        self.judge_lines(view, out);
    }

    /// What stands in the line of the headline itself.
    fn judge_headline(&self, head: &Head<'_>, out: &mut Vec<Verdict>) {
        if let (Some(rule), Some(repair)) = (self.breadcrumb, crumb::breadcrumb(head)) {
            // Who takes the whole line for a breadcrumb would take the headline with it. The next look finds no
            // breadcrumb, and shields nothing.
            let rest = Span::new(repair.span.end, head.line.end);
            out.push(repair.claim(rule, head.field));
            out.push(Verdict::new(rule, head.field, rest, Action::Keep).because("the headline behind the breadcrumb"));
            return;
        }
        let mut claim = |rule: Option<RuleIndex>, repair: Option<Repair>| match (rule, repair) {
            (Some(rule), Some(repair)) => {
                out.push(repair.claim(rule, head.field));
                true
            }
            _ => false,
        };
        if let Some((kind, repair)) = kicker::find(head) {
            let rule = match kind {
                kicker::Kind::Mark => self.kicker,
                kicker::Kind::Urgency => self.urgency,
                kicker::Kind::Genre => self.genre,
            };
            claim(rule, Some(repair));
        }
        if claim(self.glue_section, crumb::section(head)) {
            return;
        }
        // One repair of the line's end at a time: each changes what the next would see, and the cleaner looks again.
        if claim(self.glue_teaser, self.glue_teaser.and_then(|_| glue::find(head))) {
            return;
        }
        if claim(self.dangling, suffix::dangling(head)) {
            return;
        }
        if let Some(found) = suffix::find(head) {
            let rule = match found.kind {
                suffix::Kind::Site => self.site_suffix,
                suffix::Kind::Section => self.section_suffix,
                suffix::Kind::Name => self.name_suffix,
                suffix::Kind::Before => self.site_prefix,
            };
            if claim(rule, Some(found.repair)) {
                return;
            }
        }
        claim(self.lost_separator, self.lost_separator.and_then(|_| lost::find(head)));
    }

    /// What stands in the lines below it.
    fn judge_lines(&self, view: View<'_>, out: &mut Vec<Verdict>) {
        if let (Some(rule), Some(repair)) = (self.repeated_title, teaser::repeated_title(view)) {
            // What a page says twice in a row at its head is its title, whatever else it looks like: that it recurs
            // supports no claim on it. The next look finds it once, and shields nothing.
            let mut lines = head::filled(view.text).map(|l| l.trimmed());
            let words = |span: &Span| span.of(view.doc.text).split_whitespace().count();
            // A short line twice may as well be two entries of a menu.
            let title = lines.next().filter(|span| words(span) >= 3 && lines.next() == Some(repair.span));
            let keep = title.map(|span| Verdict::new(rule, Field::Text, span, Action::Keep).because("the title"));
            out.push(repair.claim(rule, Field::Text));
            out.extend(keep);
        }
        let mut all = |rule: Option<RuleIndex>, repairs: &mut dyn Iterator<Item = Repair>| {
            if let Some(rule) = rule {
                out.extend(repairs.map(|r| r.claim(rule, Field::Text)));
            }
        };
        all(self.cut_copy, &mut teaser::cut_copy(view).into_iter());
        all(self.repeated_title, &mut teaser::title_field(view).into_iter());
        all(self.repeated_summary, &mut twice::summary(view).into_iter());
        all(self.repeated_body, &mut twice::body(view).into_iter());
        all(self.glue_byline, &mut byline::find(view));
        all(self.glue_caption, &mut glue::caption(view));
        all(self.name_links, &mut links::find(view));
    }
}

#[cfg(test)]
mod tests {
    use crate::{Cleaner, Document, Field, Ruleset, Scratch};

    #[test]
    fn rules_prove_themselves() {
        let rules = Ruleset::builtin();
        let errors = crate::check_examples(&rules, |r| matches!(r.family(), "headline" | "glue" | "teaser"));
        assert!(errors.is_empty(), "{}", errors.iter().map(|e| format!("{e}\n")).collect::<String>());
    }

    fn cleaner() -> Cleaner {
        Cleaner::builder().only(["headline", "glue", "teaser"]).build().expect("the families exist")
    }

    const BODY: &str = "\n\nThe council voted on Monday to build a second bridge over the river before the winter comes. \
        The mayor said that the old bridge had carried more carts in a year than its builders had expected in a \
        century. Nobody in the hall spoke against the plan, though a baker asked who would pay for the lamps and the \
        painting. The work begins in May and will take two years, if the weather allows it and the stone arrives.\n";

    #[test]
    fn headlines_lose_what_the_host_says() {
        let cleaner = cleaner();
        for (url, line, left) in [
            (
                "https://www.washingtontechnology.com/a",
                "Council wants a bridge - Washington Technology",
                "Council wants a bridge",
            ),
            ("https://www.nytimes.com/a", "Council wants a bridge - The New York Times", "Council wants a bridge"),
            ("https://arstechnica.com/a", "Council wants a bridge Ars Technica", "Council wants a bridge"),
            (
                "https://www.discovermagazine.com/a",
                "A bridge starts in Iceland Discover Magazine",
                "A bridge starts in Iceland",
            ),
            (
                "https://www.thecrimson.com/a",
                "Council wants a bridge | News | The Harvard Crimson",
                "Council wants a bridge",
            ),
            ("https://www.pravda.com.ua/a", "Город хочет новый мост | Украинская правда", "Город хочет новый мост"),
            ("https://www.boersen-zeitung.de/a", "Rat will neue Brücke – Börsen-Zeitung", "Rat will neue Brücke"),
            ("https://www.news.cn/a", "市议会周一决定修建第二座大桥_新华网", "市议会周一决定修建第二座大桥"),
            // What is removed once does not make the next words a name.
            (
                "https://www.headphones.com/a",
                "The planar magnetic headphones – Headphones.com",
                "The planar magnetic headphones",
            ),
            (
                "https://www.pivot.app/a",
                "How the council made the switch to Pivot",
                "How the council made the switch to Pivot",
            ),
            ("https://example.org/a", "Spider-Man - No Way Home", "Spider-Man - No Way Home"),
            ("https://example.org/a", "COVID-19 - what we know", "COVID-19 - what we know"),
            ("https://example.org/a", "Paris | a city", "Paris | a city"),
            ("https://example.org/a", "The man who sold CNN a story", "The man who sold CNN a story"),
        ] {
            let text = format!("{line}{BODY}");
            let ruling = cleaner.judge(&Document { url: Some(url), ..Document::new(&text) }, &mut Scratch::default());
            assert_eq!(ruling.text(Field::Text, &text).lines().next(), Some(left), "{url}");
        }
    }

    #[test]
    fn title_field_and_text_are_judged_together() {
        let text = format!("Council wants a bridge{BODY}");
        let doc = Document { title: Some("Council wants a bridge - Últimas Noticias"), ..Document::new(&text) };
        let ruling = cleaner().judge(&doc, &mut Scratch::default());
        assert_eq!(ruling.text(Field::Title, doc.title.unwrap()), "Council wants a bridge");
        // What the field says, the text need not say again.
        assert_eq!(ruling.text(Field::Text, &text), BODY.trim_start());
        let glued = Document {
            title: Some("Council wants a bridgeThe council voted on Monday to build a second bridge."),
            ..Document::new(BODY.trim_start())
        };
        let ruling = cleaner().judge(&glued, &mut Scratch::default());
        assert_eq!(ruling.text(Field::Title, glued.title.unwrap()), "Council wants a bridge");
    }

    #[test]
    fn glue_comes_apart_and_brands_stay() {
        let cleaner = cleaner();
        for (line, cut) in [
            ("Council wants a second bridgeThe old one had carried more carts than anybody had expected.", true),
            ("The best bridges to cross in 2025Learn how the council chose its stone and what it paid for it.", true),
            ("Why the council wants a bridge?The old one had carried more carts than anybody had expected.", true),
            ("Mayor calls the second bridge a ‘Gift to the River’Every cart in the town had waited for it.", true),
            ("Council wants a second bridgeHARBOUR TOWN — The old one had carried more carts than expected.", true),
            ("The mayor and O’Brien call it a ‘gift’ of D’Angelo to the town, and the town is glad of it.", false),
            ("How to move a WordPress site from one host to another before the winter comes.", false),
            ("What the iPhone and YouTube have done to the bridge that the council wants to build.", false),
            ("How CoffeeKev built a bridge of coffee beans and what the council thinks of it.", false),
            ("ParlamentarierInnen wollen eine neue Brücke und zeigen das Amt der Landesregierung an.", false),
            ("Council buys GMOs and UFOs for the bridge that it wants to build before the winter.", false),
        ] {
            let text = format!("{line}{BODY}");
            let out = cleaner.clean(&text);
            assert_eq!(out != text, cut, "{out}");
        }
    }

    #[test]
    fn any_beginning_of_any_text_is_judged_and_rests() {
        let cleaner = cleaner();
        let samples = [
            "【速報】İstanbul’da köprü—“Neden?”Şimdi açıldı | NTV Haber\n\nBy\u{301}John SmithUpdated 3 hours ago\n…\n[…]",
            "( text\u{a0})\u{2003}“K b c d e f\u{a0}\u{3000}aB\u{a0}Cd –\u{a0}Ef | (((“”Abc def ghi jkl mno pqr\n\u{a0}\n",
            "| – | ：_网_-- 大河网 » ›\nT – T – T – T\nT\u{200d}🏴 The\u{0}\n& &rsquo &\n",
            "‘Ab‘c defgh’Ijk ' ’X ‘‘abcd’E '“abcd'Ef ‘é’É — ÉÉÉÉ, É — Images)Éa(AP)Ab c d e f g\nHome › É › » › É / |É\n",
            "Ana MoráAna MoráThe É É MORE MORE\nPoliticsÉa É\n• a b c d\n• a b c d\nStand By: ÉVon É\n",
            "Ünï The The The Blog's blog by by The Reuters (Reuters) Inc. 2025RFK É.ÉÉé 's ’s\n©\n©The\n",
        ];
        for sample in samples {
            for (end, _) in sample.char_indices() {
                for url in [None, Some("https://www.the.co.uk"), Some("x.y"), Some("boersen-网.de")] {
                    let doc = Document { url, title: Some(&sample[end..]), ..Document::new(&sample[..end]) };
                    let ruling = cleaner.judge(&doc, &mut Scratch::default());
                    assert!(!ruling.is_restless(), "{:?}", &sample[..end]);
                }
            }
        }
    }
}
