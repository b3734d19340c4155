//! Exports (書出し): JSON Lines of a period with all that verification needs. Each line is
//! `{"chain":"<hexadecimal>","content":{…}}` in canonical JSON, so that every byte counts; the chain of a line covers all
//! lines up to it, and the last line carries the service's signature over the chain.
//!
//! In order: the header, the seals, the leaf hashes of the log from the size before the first of them to the last, a line for
//! each leaf (the whole entry where it lies in the period, the leaf alone where it doesn't), entries not sealed yet, the end.

use crate::digest::{Digest, canonical, sha256};
use crate::leaf::Leaf;
use crate::seal::SignedSeal;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What an export's format is called.
pub const FORMAT: &str = "timeline-export-1";

/// What a line holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// The first line.
    Header(Box<Header>),
    /// A seal.
    Seal(SignedSeal),
    /// Leaf hashes of the log.
    Leaves(Leaves),
    /// An entry of the period.
    Entry(Row),
    /// A leaf whose entry lies outside the period.
    Leaf(Outside),
    /// The last line.
    End(End),
}

/// What an export is about, and what was before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// [`FORMAT`].
    pub format: String,
    /// The organization.
    pub organization: String,
    /// The first day in Japan.
    pub from: String,
    /// The last day in Japan.
    pub to: String,
    /// When the export was made.
    pub made_at: String,
    /// How many entries lie in the period.
    pub entries: u64,
    /// The position in the log of the first leaf.
    pub first_position: u64,
    /// The size of the log at the last seal.
    pub tree_size: u64,
    /// The log's complete subtrees before the first leaf, largest first.
    pub frontier: Vec<Digest>,
    /// The seal before the first leaf; null where that is the log's first.
    pub base: Option<SignedSeal>,
    /// That the log before the first leaf grew out of an earlier one, where that was asked for.
    pub earlier: Option<Earlier>,
    /// What names the signing key.
    pub key: Digest,
}

/// A consistency proof (RFC 6962, section 2.1.2) from an earlier size to the size at the header's base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// The earlier size.
    pub tree_size: u64,
    /// The proof.
    pub proof: Vec<Digest>,
}

/// Leaf hashes in the log's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaves {
    /// The position of the first.
    pub first_position: u64,
    /// The hashes, at most 256.
    pub hashes: Vec<Digest>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its position in the log; null where it isn't sealed yet.
    pub position: Option<u64>,
    /// The entry as it was hashed.
    pub entry: Value,
    /// The person's name at that time. The entry's hash doesn't cover it: it is sealed anew when keys rotate.
    pub actor_name: Option<String>,
}

/// A leaf without its entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outside {
    /// Its position in the log.
    pub position: u64,
    /// The leaf.
    pub leaf: Leaf,
}

/// The end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// How many lines stand before this one.
    pub lines: u64,
}

const BEFORE_THE_FIRST: Digest = Digest([0; 32]);

fn link(before: &Digest, content: &Digest) -> Digest {
    sha256(&[&before.0, &content.0])
}

// Told apart from a seal's message, which begins with a brace.
fn message(chain: &Digest) -> Vec<u8> {
    format!("{FORMAT}\n{chain}").into_bytes()
}

/// Writes an export.
#[derive(Debug)]
pub struct Writer {
    text: Vec<u8>,
    chain: Digest,
    lines: u64,
}

/// An export that lacks its signature.
#[derive(Debug)]
pub struct Unsigned {
    text: Vec<u8>,
    chain: Digest,
}

impl Default for Writer {
    fn default() -> Self {
        Self { text: Vec::new(), chain: BEFORE_THE_FIRST, lines: 0 }
    }
}

impl Writer {
    /// Adds a line.
    pub fn line(&mut self, content: &Content) {
        self.begin(content);
        self.text.extend_from_slice(b"}\n");
        self.lines += 1;
    }

    fn begin(&mut self, content: &Content) {
        let content = canonical(content);
        self.chain = link(&self.chain, &sha256(&[&content]));
        self.text.extend_from_slice(format!("{{\"chain\":\"{}\",\"content\":", self.chain).as_bytes());
        self.text.extend_from_slice(&content);
    }

    /// Adds the end.
    #[must_use]
    pub fn end(mut self) -> Unsigned {
        let end = Content::End(End { lines: self.lines });
        self.begin(&end);
        Unsigned { text: self.text, chain: self.chain }
    }
}

impl Unsigned {
    /// The SHA-256 that is to be signed.
    #[must_use]
    pub fn digest(&self) -> Digest {
        sha256(&[&message(&self.chain)])
    }

    /// The whole export, with the signature in DER.
    #[must_use]
    pub fn signed(mut self, signature: &[u8]) -> Vec<u8> {
        self.text.extend_from_slice(format!(",\"signature\":\"{}\"}}\n", STANDARD.encode(signature)).as_bytes());
        self.text
    }
}

/// A line that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it holds.
    pub content: Content,
    chain: Digest,
    digest: Digest,
    signature: Option<String>,
    leaf: Option<(Leaf, Digest)>,
}

impl Line {
    /// Reads a line without its line end; `None` where it isn't exactly as it would be written.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        let rest = text.strip_prefix(b"{\"chain\":\"")?;
        let (chain, rest) = rest.split_at_checked(64)?;
        let rest = rest.strip_prefix(b"\",\"content\":")?.strip_suffix(b"}")?;
        let (content, signature) = match split_signature(rest) {
            Some((content, signature)) => (content, Some(std::str::from_utf8(signature).ok()?.to_owned())),
            None => (rest, None),
        };
        let parsed: Content = serde_json::from_slice(content).ok()?;
        if canonical(&parsed) != content || signature.is_some() != matches!(parsed, Content::End(_)) {
            return None;
        }
        let leaf = match &parsed {
            Content::Entry(row) => Some(Leaf::of_entry(&row.entry)?),
            Content::Leaf(outside) => Some(outside.leaf.clone()),
            _ => None,
        };
        let leaf = leaf.map(|leaf| {
            let digest = leaf.digest();
            (leaf, digest)
        });
        Some(Self { content: parsed, chain: std::str::from_utf8(chain).ok()?.parse().ok()?, digest: sha256(&[content]), signature, leaf })
    }

    /// The leaf of an entry or of what lies outside the period, with its hash in the tree.
    #[must_use]
    pub fn leaf(&self) -> Option<(&Leaf, &Digest)> {
        self.leaf.as_ref().map(|(leaf, digest)| (leaf, digest))
    }

    /// Whether the line follows the one before.
    #[must_use]
    pub fn follows(&self, before: Option<&Self>) -> bool {
        self.chain == link(before.map_or(&BEFORE_THE_FIRST, |line| &line.chain), &self.digest)
    }

    /// Whether this is the end after so many lines, signed by the key.
    #[must_use]
    pub fn ends(&self, lines: u64, key: &crate::PublicKey) -> bool {
        let signed = self.signature.as_ref().is_some_and(|signature| key.verifies(&message(&self.chain), signature));
        signed && self.content == Content::End(End { lines })
    }
}

// The end's signature stands after its content, in base64.
fn split_signature(text: &[u8]) -> Option<(&[u8], &[u8])> {
    const MEMBER: &[u8] = b",\"signature\":\"";
    if !text.starts_with(b"{\"end\":") {
        return None;
    }
    let place = text.windows(MEMBER.len()).position(|window| window == MEMBER)?;
    Some((text.get(..place)?, text.get(place + MEMBER.len()..)?.strip_suffix(b"\"")?))
}

/// The lines of an export; `None` for those that can't be read.
#[must_use]
pub fn read(export: &[u8]) -> Vec<Option<Line>> {
    let mut lines: Vec<&[u8]> = export.split(|byte| *byte == b'\n').collect();
    // After the last line end nothing follows; text without one was cut off, or added.
    let whole = lines.last().is_some_and(|last| last.is_empty());
    if whole {
        lines.pop();
    }
    let count = lines.len();
    lines.into_iter().enumerate().map(|(place, line)| if whole || place + 1 < count { Line::read(line) } else { None }).collect()
}
