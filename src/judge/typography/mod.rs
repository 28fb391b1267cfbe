//! Typography: what scraping does to characters, repaired.
//!
//! One pass over the bytes of a text raises alarms; only the lines that an alarm names are looked at again. Each room below
//! repairs one kind of damage and claims the smallest span that holds it. Damage in several layers is repaired layer
//! by layer, because the cleaner looks again at what it made.
//!
//! Knows nothing of lines being chrome or headlines.

mod accents;
mod alarm;
mod codec;
mod context;
mod ends;
mod entity;
mod invisible;
mod language;
mod letters;
mod likeness;
mod lookalike;
mod mojibake;
mod punctuation;
mod quotes;
mod site;
mod spacing;
mod style;

use std::sync::Arc;

use super::Level;
use super::tongue::Tongues;
use crate::document::Document;
use crate::ruleset::Ruleset;
use crate::span::Field;
use crate::verdict::{RuleIndex, Verdict};

use alarm::{Alarm, Alarms};
use context::Context;
use site::{Claims, Place, Site};

/// The families whose rules this judge asks for.
pub(crate) const FAMILIES: [&str; 7] = ["entity", "invisible", "letters", "mojibake", "quotes", "spacing", "style"];

/// The judge of typography.
#[derive(Debug)]
pub(crate) struct Typography {
    alarms: Alarms,
    tongues: Arc<Tongues>,
    entity: entity::Entities,
    mojibake: mojibake::Mojibake,
    invisible: invisible::Invisible,
    spacing: spacing::Spacing,
    punctuation: punctuation::Punctuation,
    quotes: quotes::Quotes,
    letters: letters::Letters,
    ends: ends::Ends,
    style: style::Style,
}

impl Typography {
    pub(crate) fn new(rules: &Ruleset, tongues: Arc<Tongues>, level: Level, on: impl Fn(usize) -> bool) -> Self {
        let find = |id: &str| -> Option<RuleIndex> { rules.code(id, level, &on) };
        Typography {
            alarms: Alarms::new(find("spacing.trailing-plain").is_some()),
            tongues,
            entity: entity::Entities::new(find),
            mojibake: mojibake::Mojibake::new(find),
            invisible: invisible::Invisible::new(find),
            spacing: spacing::Spacing::new(find),
            punctuation: punctuation::Punctuation::new(find),
            quotes: quotes::Quotes::new(find),
            letters: letters::Letters::new(find),
            ends: ends::Ends::new(find),
            style: style::Style::new(find),
        }
    }

    /// Claims what is damaged in the document. Finds its lines itself, those with an alarm alone: a text without one costs
    /// no more than the look at its bytes.
    pub(crate) fn judge(&self, doc: &Document<'_>, out: &mut Vec<Verdict>) {
        for field in Field::ALL {
            let text = doc.field(field);
            let whole = Context::new(text, &self.tongues);
            let mut claims = Claims::new(field, out);
            let mut raised: Option<(usize, usize, Alarm)> = None;
            let mut repair = |(start, next, alarms): (usize, usize, Alarm)| {
                let line = Place::new(text, start, next);
                if doc.partial {
                    // Only the line itself may decide, so that the borders of the stretch do not matter.
                    let own = whole.of_line(&text[line.start..line.end]);
                    self.repair(&Site::new(text, line, &own, true), alarms, &mut claims);
                } else {
                    self.repair(&Site::new(text, line, &whole, false), alarms, &mut claims);
                }
            };
            self.alarms.scan(text, |at, alarm| {
                let from = match &mut raised {
                    Some((_, next, alarms)) if at < *next => return alarms.set(alarm),
                    Some(done) => {
                        repair(*done);
                        done.1
                    }
                    None => 0,
                };
                let bytes = text.as_bytes();
                let start = memchr::memrchr(b'\n', &bytes[from..at]).map_or(from, |i| from + i + 1);
                let next = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |i| at + i + 1);
                raised = Some((start, next, alarm));
            });
            raised.into_iter().for_each(repair);
            if self.style.is_on() {
                self.set_in_style(doc, &whole, &mut claims);
            }
        }
    }

    /// Taste has no alarm: where a style is asked for, every line is looked at.
    fn set_in_style(&self, doc: &Document<'_>, whole: &Context<'_>, claims: &mut Claims<'_>) {
        let text = whole.text();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let place = Place::new(text, start, start + line.len());
            let own = doc.partial.then(|| whole.of_line(&text[place.start..place.end]));
            self.style.judge(&Site::new(text, place, own.as_ref().unwrap_or(whole), doc.partial), claims);
            start = place.next;
        }
    }

    fn repair(&self, site: &Site<'_>, alarms: Alarm, claims: &mut Claims<'_>) {
        // What a broken encoding left (a no-break space, a stray quote) is part of it, and no damage of its own.
        if alarms.has(Alarm::MOJIBAKE) && self.mojibake.judge(site, claims) {
            return;
        }
        if alarms.has(Alarm::ENTITY) {
            self.entity.judge(site, claims);
        }
        if alarms.has(Alarm::INVISIBLE) {
            self.invisible.judge(site, claims);
        }
        if alarms.has(Alarm::SPACE) {
            self.spacing.judge(site, claims);
        }
        if alarms.has(Alarm::BEFORE) {
            self.punctuation.before(site, claims);
        }
        if alarms.has(Alarm::AFTER) {
            self.punctuation.after(site, claims);
        }
        if alarms.has(Alarm::BRACKET) {
            self.punctuation.brackets(site, claims);
        }
        if alarms.has(Alarm::TWICE) {
            self.punctuation.twice(site, claims);
        }
        if alarms.has(Alarm::TEX) {
            self.quotes.tex(site, claims);
        }
        if alarms.has(Alarm::STRAIGHT) {
            self.quotes.straight(site, claims);
        }
        if alarms.has(Alarm::QUOTE) {
            self.quotes.sides(site, claims);
        }
        if alarms.has(Alarm::LETTER) {
            self.letters.judge(site, claims);
        }
        if alarms.has(Alarm::ESCAPE) {
            self.entity.escapes(site, claims);
        }
        if alarms.has(Alarm::BAR) {
            self.punctuation.bar(site, claims);
        }
        if alarms.has(Alarm::LOOKALIKE) {
            self.letters.lookalikes(site, claims);
        }
        if alarms.has(Alarm::BROKEN) && !site.alone {
            self.ends.broken(site, claims);
        }
        if alarms.has(Alarm::END) && !site.alone {
            self.ends.judge(site, claims);
        }
    }
}

#[cfg(test)]
mod tests;
