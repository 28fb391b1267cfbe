//! One scraped text and what its record knows about it.
//!
//! Knows nothing of files, formats or rules.

use crate::span::Field;

/// One scraped text, borrowed, with what its record knows: the unit of memory, order and parallelism.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Document<'d> {
    /// The text.
    pub text: &'d str,
    /// The title, where the record holds one beside the text.
    pub title: Option<&'d str>,
    /// Where the text was scraped: an absolute URL or a bare host.
    pub url: Option<&'d str>,
    /// Whether this is only a stretch of a document too large to be judged whole. Then only judgements that need
    /// nothing but their own line are made, so that the borders of the stretch do not matter.
    pub partial: bool,
}

impl<'d> Document<'d> {
    /// A document that is nothing but its text.
    pub fn new(text: &'d str) -> Self {
        Document { text, ..Document::default() }
    }

    /// The text of one field; empty where the document has none.
    pub fn field(&self, field: Field) -> &'d str {
        match field {
            Field::Text => self.text,
            Field::Title => self.title.unwrap_or(""),
        }
    }

    /// The host of the URL, without `www.` and port; `None` where there is no URL.
    pub fn host(&self) -> Option<&'d str> {
        let url = self.url?.trim();
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        let host = host.rsplit('@').next().unwrap_or("").split(':').next().unwrap_or("");
        let host = host.strip_prefix("www.").unwrap_or(host);
        (host.contains('.')).then_some(host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (url, host) in [
            ("https://www.example.org/a/b?c#d", Some("example.org")),
            ("http://user@news.example.co.uk:8080/x", Some("news.example.co.uk")),
            ("example.org", Some("example.org")),
            ("//cdn.example.org/x", None),
            ("not a url", None),
            ("", None),
        ] {
            let doc = Document { url: Some(url), ..Document::new("") };
            assert_eq!(doc.host(), host, "{url}");
        }
    }
}
