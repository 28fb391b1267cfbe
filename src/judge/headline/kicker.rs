//! Words of urgency and form before a headline: `BREAKING: …`, `BREAKINGUS forces …`, `Watch | …`.
//!
//! Knows nothing of site names.

use super::Repair;
use super::fold::fold;
use super::head::Head;
use crate::span::Span;

/// Kickers that say nothing but "look here", and marks of what the page shows beside the text.
#[rustfmt::skip]
const URGENT: &[&str] = &[
    "aktualisiert", "aktualizacja", "alert", "alerte", "alerteinfo", "aovivo", "bilder", "bildergalerie", "breaking",
    "breakingnews", "canli", "canliyayin", "developing", "direct", "diretta", "eilmeldung", "ekskluzif", "endirect",
    "endirecto", "enimages", "enphotos", "envideo", "envivo", "esclusiva", "esclusivo", "exclusief", "exclusif",
    "exclusiva", "exclusive", "exclusivo", "exklusiv", "flas", "flash", "foto", "fotogalerie", "fotos", "galeria",
    "indiretta", "izle", "justin", "laatstenieuws", "langsung", "live", "liveblog", "liveticker", "liveupdates",
    "nazywo", "newsflash", "ozelhaber", "photos", "pictures", "pilne", "sondakika", "terkini", "ticker", "tonton",
    "trending", "ultimahora", "ultimaora", "ultimora", "update", "updated", "urgent", "urgente", "video", "videos",
    "watch", "watchlive", "wideo", "wylacznie", "zostatniejchwili", "видео", "молния", "обновлено", "онлайн",
    "прямойэфир", "срочнаяновость", "срочно", "фото", "эксклюзив", "بالصور", "بالفيديو", "بثمباشر", "حصري", "خاص",
    "شاهد", "عاجل", "فيديو", "مباشر", "एक्सक्लूसिव", "देखें", "ब्रेकिंग", "ब्रेकिंगन्यूज़", "लाइव", "वीडियो", "ライブ",
    "写真", "動画", "图集", "快讯", "独占", "独家", "獨家", "直播", "突发", "视频", "速報", "速报", "단독", "라이브", "속보", "영상", "포토",
];

/// Those of them that speak of the page's pictures and films, or of its hour.
#[rustfmt::skip]
const PAGE: &[&str] = &[
    "aovivo", "bilder", "bildergalerie", "canli", "canliyayin", "direct", "diretta", "endirect", "endirecto",
    "enimages", "enphotos", "envideo", "envivo", "foto", "fotogalerie", "fotos", "galeria", "indiretta", "izle",
    "langsung", "live", "liveblog", "liveticker", "liveupdates", "nazywo", "photos", "pictures", "ticker", "tonton",
    "video", "videos", "watch", "watchlive", "wideo", "видео", "онлайн", "прямойэфир", "фото", "بالصور", "بالفيديو",
    "بثمباشر", "شاهد", "فيديو", "مباشر", "देखें", "लाइव", "वीडियो", "ライブ", "写真", "動画", "图集", "直播", "视频", "라이브", "영상",
    "포토",
];

/// Kickers that say what kind of text follows.
#[rustfmt::skip]
const GENRE: &[&str] = &[
    "analise", "analisi", "analisis", "analiz", "analiza", "analyse", "analysis", "cartoon", "column", "comentario",
    "comment", "commentaire", "commentary", "commento", "decryptage", "editorial", "editoriale", "enquete",
    "entretien", "entrevista", "essay", "explained", "explainer", "factcheck", "faktencheck", "feature",
    "gastbeitrag", "gorus", "guestcolumn", "hintergrund", "indepth", "interview", "intervista", "interviu", "kolumne",
    "komentarz", "kommentar", "leitartikel", "letter", "longread", "meinung", "obituary", "oped", "opini", "opinia",
    "opiniao", "opinie", "opinion", "opinione", "perspective", "podcast", "portrait", "portrat", "portret", "profile",
    "qa", "quiz", "recensie", "recensione", "recenzja", "reportage", "reportagem", "reportaje", "reportaz", "resena",
    "resenha", "review", "roportaj", "sponsored", "tribuna", "tribune", "wawancara", "wywiad", "аналитика",
    "интервью", "колонка", "комментарий", "мнение", "репортаж", "افتتاحية", "تحليل", "حوار", "رأي", "مقابلة",
    "इंटरव्यू", "राय", "विश्लेषण", "संपादकीय", "インタビュー", "コラム", "专访", "分析", "專訪", "社説", "社論", "社论", "观点", "解説", "评论",
    "기고", "사설", "인터뷰", "칼럼",
];

/// What a kicker tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A mark of the page: it is not part of the sentence and was set apart from it.
    Mark,
    /// Urgency, set before the headline like a part of it.
    Urgency,
    /// The kind of text that follows.
    Genre,
}

/// The kicker before a headline.
pub(super) fn find(head: &Head<'_>) -> Option<(Kind, Repair)> {
    let line = head.line.of(head.text);
    let (kicker, rest) = set_apart(line).or_else(|| glued(line))?;
    let between = &line[..line.len() - rest.len()];
    let colon = between.trim_end().ends_with([':', '：']);
    let word = fold(kicker);
    let urgent = URGENT.contains(&word.as_str());
    // A sentence speaks of the word: "Photo: so it stands above the shop."
    let sentence = rest.ends_with(['.', '।', '。']);
    if !urgent && !GENRE.contains(&word.as_str()) || !is_long(rest) || sentence {
        return None;
    }
    let kind = match (urgent, colon) {
        (false, _) => Kind::Genre,
        (true, true) if !PAGE.contains(&word.as_str()) => Kind::Urgency,
        _ => Kind::Mark,
    };
    let span = Span::new(head.line.start, head.line.end - rest.len());
    Some((kind, Repair::drop(span, format!("begins with a kicker: {kicker}"))))
}

/// Whether what follows a kicker may be a headline: three words, or as much in scripts without spaces.
fn is_long(rest: &str) -> bool {
    rest.split_whitespace().count() >= 3 || rest.chars().filter(|c| crate::line::is_unspaced(*c)).count() >= 6
}

/// `OPINION: …`, `Watch | …`, `【速報】…`. A kicker in small letters may be a word of the headline: `Live: how …` is
/// one, `live` is not.
fn set_apart(line: &str) -> Option<(&str, &str)> {
    if let Some((kicker, rest)) =
        line.strip_prefix('【').or(line.strip_prefix('[')).and_then(|l| l.split_once(['】', ']']))
    {
        return (kicker.len() <= 40).then(|| (kicker, rest.trim_start()));
    }
    let end = line.char_indices().take(24).find(|(_, c)| matches!(c, ':' | '|' | '：' | '-' | '–' | '—'))?.0;
    let kicker = line[..end].trim_end();
    let sign = line[end..].chars().next()?;
    let rest = &line[end + sign.len_utf8()..];
    let spaced = rest.starts_with(char::is_whitespace) || sign == '：';
    let dash = matches!(sign, '-' | '–' | '—') && kicker.len() == end;
    let capital = kicker.starts_with(|c: char| !c.is_lowercase());
    // "VIDEO - …" but not "Live - Aid": a dash wants the whole word in capitals.
    let loud = !matches!(sign, '-' | '–' | '—') || !kicker.chars().any(char::is_lowercase);
    let rest = rest.trim_start();
    let again = rest.starts_with(|c: char| !c.is_lowercase());
    (spaced && !dash && capital && loud && again).then_some((kicker, rest))
}

/// `BREAKINGUS forces …`, `WATCHThe …`: capitals that begin with a kicker, and what is left begins a word.
fn glued(line: &str) -> Option<(&str, &str)> {
    let run = line.find(|c: char| !c.is_uppercase()).unwrap_or(line.len());
    let found = [
        "BREAKING",
        "EXCLUSIVE",
        "WATCH",
        "VIDEO",
        "URGENT",
        "URGENTE",
        "EXKLUSIV",
        "EILMELDUNG",
        "OPINION",
        "UPDATED",
    ]
    .into_iter()
    .find(|k| line.starts_with(k) && run > k.len())?;
    let (kicker, rest) = line.split_at(found.len());
    let next = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    // A word in capitals that only begins alike, "UPDATEDLY", leaves letters that are no word of two or three capitals.
    let acronym = (2..=3).contains(&next.len())
        && next.chars().all(char::is_uppercase)
        && !matches!(next, "S" | "ES" | "ED" | "ING");
    let capitalised = next.chars().skip(1).any(char::is_lowercase);
    (acronym || capitalised).then_some((kicker, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kickers() {
        for (line, kicker) in [
            ("BREAKING: Bridge closed after storm", Some("BREAKING")),
            ("BREAKINGUS forces leave the base", Some("BREAKING")),
            ("Watch | The bridge goes up", Some("Watch")),
            ("【速報】 Bridge closed after storm", Some("速報")),
            ("BREAKING BAD: the last episode", None),
            ("WATCHES of the year in pictures", None),
            ("Live-Aid was a concert in 1985", None),
        ] {
            let got = set_apart(line).or_else(|| glued(line)).map(|(k, _)| k).filter(|k| {
                let word = fold(k);
                URGENT.contains(&word.as_str()) || GENRE.contains(&word.as_str())
            });
            assert_eq!(got, kicker, "{line}");
        }
    }
}
