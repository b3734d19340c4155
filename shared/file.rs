//! Files that a function serves to browsers: what the console is made of.

use crate::caller::weighted;
use std::borrow::Cow;

/// How a file's bytes may be encoded, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli (RFC 7932).
    Brotli,
    /// gzip (RFC 1952).
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// All, the best first.
    pub const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// Its name among content codings (RFC 9110, 8.4.1).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// Whether the value of `Accept-Encoding` takes it (RFC 9110, 12.5.3). Without the header only the file as it is.
    #[must_use]
    pub fn is_accepted(self, header: Option<&str>) -> bool {
        let of = |wanted: &str| weighted(header).find(|(name, _)| name == wanted).map(|(_, weight)| weight > 0.0);
        of(self.as_str()).or_else(|| of("*")).unwrap_or(self == Self::Identity)
    }
}

/// A file, in every encoding that it was made in.
pub struct File {
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes by encoding; the one as it is always among them.
    pub bytes: Vec<(Encoding, Cow<'static, [u8]>)>,
    /// Whether its name changes with its content, so that browsers may keep it for good.
    pub is_immutable: bool,
}

impl File {
    /// The bytes for a client with this `Accept-Encoding`, and how they are encoded. Who takes none gets the file as it is.
    #[must_use]
    pub fn encoded(self, accepted: Option<&str>) -> (Encoding, Cow<'static, [u8]>) {
        let mut found = self.bytes;
        let best = Encoding::ALL.iter().filter(|encoding| encoding.is_accepted(accepted));
        let best = best.chain(&[Encoding::Identity]).find_map(|encoding| found.iter().position(|(has, _)| has == encoding));
        best.map_or((Encoding::Identity, Cow::Borrowed(&[])), |place| found.swap_remove(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_accepts() {
        for (header, brotli, gzip, identity) in [
            (None, false, false, true),
            (Some(""), false, false, true),
            (Some("gzip, deflate, br, zstd"), true, true, true),
            (Some("gzip"), false, true, true),
            (Some("br;q=0, gzip;q=0.5"), false, true, true),
            (Some("*"), true, true, true),
            (Some("br, identity;q=0"), true, false, false),
            (Some("GZIP"), false, true, true),
            (Some("*;q=0"), false, false, false),
        ] {
            let taken = Encoding::ALL.map(|encoding| encoding.is_accepted(header));
            assert_eq!(taken, [brotli, gzip, identity], "{header:?}");
        }
    }

    #[test]
    fn the_best_that_is_there_is_sent() {
        let file = |encodings: &[Encoding]| File {
            content_type: "text/css",
            bytes: encodings.iter().map(|encoding| (*encoding, Cow::Borrowed(encoding.as_str().as_bytes()))).collect(),
            is_immutable: true,
        };
        let sent = |encodings: &[Encoding], accepted| {
            let (encoding, bytes) = file(encodings).encoded(accepted);
            assert_eq!(encoding.as_str().as_bytes(), bytes.as_ref());
            encoding
        };
        assert_eq!(sent(&Encoding::ALL, Some("gzip, br")), Encoding::Brotli);
        assert_eq!(sent(&Encoding::ALL, Some("gzip")), Encoding::Gzip);
        assert_eq!(sent(&Encoding::ALL, Some("deflate")), Encoding::Identity);
        assert_eq!(sent(&[Encoding::Identity], Some("gzip, br")), Encoding::Identity);
        assert_eq!(sent(&Encoding::ALL, Some("*;q=0")), Encoding::Identity);
    }
}
