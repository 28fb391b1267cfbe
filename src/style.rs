//! What is taste and not damage: one way of writing for a whole corpus.
//!
//! Knows nothing of how it is done; each wish is a rule of the family `style`, which is off unless asked for.

/// How quotes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Quotes {
    /// As they are.
    #[default]
    Keep,
    /// Straight ones, everywhere.
    Straight,
    /// With a direction, as the document's language has them, where they can be paired.
    Curly,
}

/// A way of writing. The default leaves everything as its author wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// Quotes and apostrophes.
    pub quotes: Quotes,
    /// `--` between words becomes a dash.
    pub dashes: bool,
    /// `...` and `. . .` become one character.
    pub ellipsis: bool,
    /// Every space of Unicode becomes the plain one.
    pub ascii_spaces: bool,
    /// Compatibility forms (²) become what they stand for.
    pub nfkc: bool,
}

impl Style {
    /// The ids of the rules that do it.
    pub fn rules(self) -> impl Iterator<Item = &'static str> {
        [
            (self.quotes == Quotes::Straight, "style.straight-quotes"),
            (self.quotes == Quotes::Curly, "style.curly-quotes"),
            (self.dashes, "style.dashes"),
            (self.ellipsis, "style.ellipsis"),
            (self.ascii_spaces, "style.ascii-spaces"),
            (self.nfkc, "style.nfkc"),
        ]
        .into_iter()
        .filter_map(|(wanted, rule)| wanted.then_some(rule))
    }
}
