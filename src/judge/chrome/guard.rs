//! Guards: what the model would take and may not, and the little that it must.
//!
//! They know lines and numbers, and nothing of rules.

use super::whole::Fate;
use crate::line::Line;
use crate::model::{Evidence, Overlap};

/// In a document of which this share of the words is prose, prose stays.
const PROSE: f32 = 0.85;
/// Elsewhere prose is taken if it is less likely than this the author's; between other prose, or right below it, less
/// than that; and what else stands between prose, less than the third. Found on `quality/pages`, by folds of sites.
const PROSE_SURE: f32 = 0.15;
const BODY_PROSE_SURE: f32 = 0.03;
const BODY_SURE: f32 = 0.08;
/// So many named lines may stand between two paragraphs: a credit, a pointer to another story, the label of an advertisement.
const BETWEEN: usize = 3;
/// A headline has at least this many words, and one that nothing but its place tells, this many; it stands at most so
/// many lines above the text.
const HEADLINE_WORDS: u16 = 3;
const TITLE_WORDS: u16 = 4;
const TITLE_REACH: usize = 8;
/// A sentence with something glued to it has at least this many words.
const SENTENCE_WORDS: u16 = 8;
/// A document of which no more words than this are left, none of them prose, may be nothing but chrome.
const WALL_WORDS: f32 = 30.0;

/// The lines of a document that are not blank, and what is known of each.
#[derive(Clone, Copy)]
pub(super) struct Case<'c> {
    pub(super) lines: &'c [Line],
    /// How likely it is the author's.
    pub(super) keep: &'c [f32],
    pub(super) words: &'c [f32],
    pub(super) evidence: &'c [Evidence],
}

impl Case<'_> {
    /// Whether a line is prose that no rule is certain of.
    fn prose(&self, i: usize) -> bool {
        self.lines[i].prose && self.evidence[i].whole < 3
    }

    /// The first and the last line of prose that stay.
    fn body(&self, fate: &[Fate]) -> Option<(usize, usize)> {
        let prose = |i: &usize| fate[*i] == Fate::Stays && self.lines[*i].prose;
        let mut lines = 0..self.lines.len();
        let first = lines.clone().find(prose)?;
        Some((first, lines.rfind(prose)?))
    }
}

/// Whether a line may be a sentence that something else was glued to.
pub(super) fn may_be_sentence(line: &Line, keep: f32) -> bool {
    line.words >= SENTENCE_WORDS && keep >= BODY_PROSE_SURE
}

/// Prose goes only where the model is all but certain, and in a document of prose never.
pub(super) fn spare_prose(case: Case<'_>, strict: bool, fate: &mut [Fate]) {
    let all: f32 = case.words.iter().sum();
    let prose: f32 = (0..fate.len()).filter(|&i| case.prose(i)).map(|i| case.words[i]).sum();
    let least = match () {
        () if prose >= PROSE * all => 0.0,
        () if strict => 1.0,
        () => PROSE_SURE,
    };
    for i in (0..fate.len()).filter(|&i| case.prose(i) && case.keep[i] >= least) {
        fate[i] = Fate::Stays;
    }
    if strict {
        return;
    }
    // A text goes on where rules have named few lines since the last of its paragraphs.
    let mut named = usize::MAX;
    for (i, fate) in fate.iter_mut().enumerate() {
        named = named.saturating_add(usize::from(case.evidence[i].whole >= 2));
        if case.prose(i) && (*fate == Fate::Stays || (named <= BETWEEN && case.keep[i] >= BODY_PROSE_SURE)) {
            *fate = Fate::Stays;
            named = 0;
        }
    }
}

/// Between lines of prose stand tables, lists and names that look like furniture: what no rule names goes there only
/// where the model is all but certain.
pub(super) fn spare_body(case: Case<'_>, fate: &mut [Fate]) {
    let Some((first, last)) = case.body(fate) else { return };
    for (i, fate) in fate.iter_mut().enumerate().take(last).skip(first) {
        let (least, claim) = if case.lines[i].prose { (BODY_PROSE_SURE, 3) } else { (BODY_SURE, 2) };
        if case.evidence[i].whole < claim && case.keep[i] >= least {
            *fate = Fate::Stays;
        }
    }
}

/// Behind the last line of prose, where rules name one line in four, the others go if they are more likely furniture than
/// not: once the tail has begun it does not end.
pub(super) fn take_tail(case: Case<'_>, shielded: impl Fn(usize) -> bool, fate: &mut [Fate]) {
    let Some((_, last)) = case.body(fate) else { return };
    let tail = last + 1..fate.len();
    let named = tail.clone().filter(|&i| case.evidence[i].whole >= 2).count();
    if named * 4 < tail.len() {
        return;
    }
    for i in tail.filter(|&i| !case.lines[i].prose && case.keep[i] < 0.5 && !shielded(i)) {
        fate[i] = Fate::Judged;
    }
}

/// Above the text stand its headline and its teaser, often among menus: of the lines that no rule names those stay whose
/// words of weight the text repeats, the nearest one above the text, and the first of all.
/// `alike` counts, for some lines, how many words of weight the lines of the main text share.
pub(super) fn spare_headline(
    case: Case<'_>,
    alike: impl FnOnce(&dyn Fn(usize) -> bool, &[usize]) -> Vec<Overlap>,
    fate: &mut [Fate],
) {
    let Some((text, _)) = case.body(fate) else { return };
    let unnamed = |i: usize, words: u16| case.evidence[i].any == 0 && case.lines[i].words >= words;
    let head: Vec<usize> = (0..text).filter(|&i| fate[i] != Fate::Stays && unnamed(i, HEADLINE_WORDS)).collect();
    let overlaps = alike(&|i| fate[i] == Fate::Stays, &head);
    for (&i, overlap) in head.iter().zip(overlaps) {
        let half = overlap.shared >= 2 && overlap.shared * 2 >= overlap.all;
        let third = overlap.shared >= 3 && overlap.shared * 3 >= overlap.all;
        if half || (third && case.lines[i].prose) {
            fate[i] = Fate::Stays;
        }
    }
    let nearest = (text.saturating_sub(TITLE_REACH)..text).rev().find(|&i| unnamed(i, TITLE_WORDS));
    for i in nearest.into_iter().chain(Some(0).filter(|&i| unnamed(i, TITLE_WORDS + 1))) {
        fate[i] = Fate::Stays;
    }
}

/// Whether a document is an error page, a consent wall or a form to log in: most of its words are named for certain,
/// and what would stay is not prose and hardly anything. Of such a document nothing stays.
pub(super) fn nothing_but_chrome(case: Case<'_>, fate: &[Fate]) -> bool {
    let all: f32 = case.words.iter().sum();
    let certain: f32 = (0..fate.len()).filter(|&i| case.evidence[i].whole == 3).map(|i| case.words[i]).sum();
    let stays = || (0..fate.len()).filter(|&i| fate[i] == Fate::Stays);
    let left: f32 = stays().map(|i| case.words[i]).sum();
    certain * 2.0 >= all && left <= WALL_WORDS && !stays().any(|i| case.prose(i))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as `text`, with how likely each is the author's and what claims it.
    fn judged(text: &str, known: &[(f32, u8)], guards: impl Fn(Case<'_>, &mut [Fate])) -> String {
        let mut lines = Vec::new();
        crate::line::split(text, &mut lines);
        let keep: Vec<f32> = known.iter().map(|k| k.0).collect();
        let words: Vec<f32> = lines.iter().map(|l| f32::from(l.words)).collect();
        let evidence: Vec<Evidence> =
            known.iter().map(|k| Evidence { whole: k.1, any: k.1, ..Evidence::default() }).collect();
        let mut fate: Vec<Fate> = keep.iter().map(|k| if *k < 0.3 { Fate::Judged } else { Fate::Stays }).collect();
        guards(Case { lines: &lines, keep: &keep, words: &words, evidence: &evidence }, &mut fate);
        fate.iter().map(|f| if *f == Fate::Stays { 's' } else { '-' }).collect()
    }

    const PROSE: &str = "The council of the town voted on Monday to build the bridge before the winter comes.";

    #[test]
    fn prose_goes_on_until_rules_name_several_lines() {
        let menu = "Menu\nHome\nMarkets\nFerry\n";
        let text = format!("{PROSE}\n{PROSE}\nShare\n{PROSE}\n{menu}{PROSE}\n{menu}{menu}");
        let named = [(0.0, 2); 4];
        let known = [&[(0.9, 0), (0.05, 0), (0.0, 3), (0.05, 0)][..], &named, &[(0.05, 0)], &named, &named].concat();
        assert_eq!(judged(&text, &known, |c, f| spare_prose(c, false, f)), "ss-s-------------");
        assert_eq!(judged(&text, &known, |c, f| spare_prose(c, true, f)), "s----------------");
    }

    #[test]
    fn in_a_document_of_prose_prose_stays() {
        let text = format!("{PROSE}\n{PROSE}\nShare\n{PROSE}\n");
        let known = [(0.9, 0), (0.0, 0), (0.0, 3), (0.0, 2)];
        assert_eq!(judged(&text, &known, |c, f| spare_prose(c, true, f)), "ss-s");
    }

    #[test]
    fn the_headline_stays_among_menus() {
        let text = format!("Log in\nCouncil votes for bridge\nBy Ana Cruz\nMore\n{PROSE}\n");
        let known = [(0.0, 3), (0.1, 0), (0.0, 3), (0.1, 0), (0.9, 0)];
        let guard =
            |c: Case<'_>, f: &mut [Fate]| spare_headline(c, |_, of| of.iter().map(|_| Overlap::default()).collect(), f);
        assert_eq!(judged(&text, &known, guard), "-s--s");
    }

    #[test]
    fn tables_between_prose_stay_and_the_tail_does_not_end() {
        let text = format!("{PROSE}\nFlour\nSugar\n{PROSE}\nComments\nReply\nAnna\nBo\n");
        let known = [(0.9, 0), (0.2, 0), (0.01, 0), (0.9, 0), (0.0, 3), (0.1, 2), (0.4, 0), (0.6, 0)];
        assert_eq!(judged(&text, &known, spare_body), "ss-s--ss");
        assert_eq!(judged(&text, &known, |c, f| take_tail(c, |_| false, f)), "s--s---s");
        assert_eq!(judged(&text, &known, |c, f| take_tail(c, |i| i == 6, f)), "s--s--ss");
    }

    #[test]
    fn a_wall_is_nothing_but_chrome() {
        let wall = |known: &[(f32, u8)], text: &str| {
            let found = std::cell::Cell::new(false);
            judged(text, known, |c, f| found.set(nothing_but_chrome(c, f)));
            found.get()
        };
        assert!(wall(&[(0.0, 3), (0.9, 0)], "Please enable JavaScript to continue\nRay ID\n"));
        assert!(!wall(&[(0.0, 3), (0.9, 0)], &format!("Please enable JavaScript to continue\n{PROSE}\n")));
    }
}
