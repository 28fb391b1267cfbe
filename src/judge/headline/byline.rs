//! Byline and date that lost their spaces: `ByJohn SmithUpdated 3 hours ago`.
//!
//! Puts the spaces and line ends back; what bylines are worth is for others to say.

use super::head::filled;
use super::{Repair, View};
use crate::span::Span;

/// How many lines below the headline a byline may stand.
const HEAD_LINES: usize = 8;
/// A byline with its date has at most this many bytes.
const MOST_BYTES: usize = 160;
/// What stands glued to the end of a byline.
#[rustfmt::skip]
const STAMPS: &[&str] = &[
    "Updated", "Published", "Posted", "Last updated", "Modified", "First published", "Aktualisiert", "Veröffentlicht",
    "Stand", "Publié", "Mis à jour", "Publicado", "Actualizado", "Atualizado", "Pubblicato", "Aggiornato",
    "Gepubliceerd", "Bijgewerkt", "Opublikowano", "Aktualizacja", "Опубликовано", "Обновлено", "Yayınlanma", "Güncelleme",
    "Diperbarui", "Diterbitkan",
];
/// What begins a byline in the large languages.
const LABELS: &[&str] = &["By", "Von", "Par", "Por", "Door", "Oleh", "Autor", "Auteur", "Автор", "Yazan"];

/// The joints of the byline in the head of the text.
pub(super) fn find(view: View<'_>) -> impl Iterator<Item = Repair> {
    let text = view.doc.text;
    let line =
        filled(view.text).take(HEAD_LINES).map(|l| l.trimmed()).find(|l| l.len() <= MOST_BYTES && is_glued(l.of(text)));
    let mut repairs = Vec::new();
    if let Some(line) = line {
        let said = line.of(text);
        let len = label(said).map_or(0, str::len);
        let name = line.start + len;
        if !said[len..].starts_with([' ', ':']) {
            repairs.push(Repair::put(Span::new(name, name), " ", "a byline: its first word and a name"));
        }
        if let Some(at) = stamp(said) {
            let at = line.start + at;
            repairs.push(Repair::put(Span::new(at, at), "\n", "a name and a time stamp"));
        }
    }
    repairs.into_iter()
}

/// Whether a line is a byline with a joint: `By`, two to five capitalised words, perhaps a stamp.
fn is_glued(line: &str) -> bool {
    let Some(label) = label(line) else { return false };
    let spaced = line[label.len()..].starts_with([' ', ':']);
    let end = stamp(line).filter(|at| *at > label.len());
    let name = line[label.len()..end.unwrap_or(line.len())].trim_start_matches([' ', ':']);
    let count = name.split_whitespace().count();
    let named = (2..=8).contains(&count)
        && name.split_whitespace().all(|w| {
            w.starts_with(char::is_uppercase)
                || matches!(w, "and" | "de" | "van" | "von" | "der" | "la" | "del" | "bin" | "al")
        })
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | ','));
    named && (!spaced || end.is_some())
}

/// The word that begins the byline. Names begin alike (`Vonnegut`), so that a capital must follow.
fn label(line: &str) -> Option<&'static str> {
    LABELS.iter().copied().find(|l| {
        line.strip_prefix(l).is_some_and(|rest| rest.trim_start_matches([' ', ':']).starts_with(char::is_uppercase))
    })
}

/// Where a stamp is glued to the name before it.
fn stamp(line: &str) -> Option<usize> {
    STAMPS
        .iter()
        .filter_map(|s| line.find(s).map(|at| (at, s.len())))
        .find(|&(at, len)| {
            let before = line[..at].chars().next_back();
            let after = &line[at + len..];
            before.is_some_and(char::is_lowercase)
                && after.starts_with([' ', ':'])
                && after.chars().any(|c| c.is_ascii_digit())
        })
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        for (line, glued) in [
            ("ByJohn SmithUpdated 3 hours ago", true),
            ("ByJohn Smith", true),
            ("By John SmithPublished: 12 May 2021", true),
            ("VonAnna SchmidtAktualisiert am 12.05.2021", true),
            ("Por Ana MoraPublicado 12/05/2021", true),
            ("By John Smith", false),
            ("Vonnegut und Grass", false),
            ("Byron Bay opens its second beach", false),
            ("Bystanders saw the crash", false),
        ] {
            assert_eq!(is_glued(line), glued, "{line}");
        }
    }
}
