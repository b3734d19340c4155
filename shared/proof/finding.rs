//! What a verification says, in Japanese and English.

use crate::leaf::Leaf;
use std::fmt;

/// What was found first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Something was changed.
    Changed,
    /// Something was removed.
    Removed,
    /// Something was inserted.
    Inserted,
    /// Something stands in another place.
    Reordered,
    /// A record's entries or the seals don't follow each other: something between them is missing.
    Gap,
    /// The log isn't the one that an earlier seal was made of.
    Fork,
}

impl Kind {
    /// The Japanese and English words.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Changed => ("変更されています", "changed"),
            Self::Removed => ("削除されています", "removed"),
            Self::Inserted => ("挿入されています", "inserted"),
            Self::Reordered => ("順序が入れ替わっています", "reordered"),
            Self::Gap => ("欠落があります", "a gap"),
            Self::Fork => ("以前の封印と分岐しています", "a fork from the earlier seal"),
        }
    }
}

/// The first thing that isn't as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What happened to it.
    pub kind: Kind,
    /// The line of the export, counted from 1.
    pub line: Option<usize>,
    /// The position in the log.
    pub position: Option<u64>,
    /// The entry, as `claim clm_… #3`.
    pub entry: Option<String>,
    /// The seal.
    pub seal: Option<u64>,
    /// What it is about: Japanese, English.
    pub about: (&'static str, &'static str),
}

impl Finding {
    /// A finding that names nothing yet.
    #[must_use]
    pub const fn new(kind: Kind, about: (&'static str, &'static str)) -> Self {
        Self { kind, line: None, position: None, entry: None, seal: None, about }
    }

    /// Names the line, by its place counted from 0.
    #[must_use]
    pub const fn at(mut self, place: usize) -> Self {
        self.line = Some(place + 1);
        self
    }

    /// Names the entry.
    #[must_use]
    pub fn of(mut self, leaf: &Leaf) -> Self {
        self.entry = Some(name(&leaf.record_kind, &leaf.record_id, leaf.sequence));
        self
    }

    /// Names the seal.
    #[must_use]
    pub const fn seal(mut self, number: u64) -> Self {
        self.seal = Some(number);
        self
    }

    /// Names the position in the log.
    #[must_use]
    pub const fn position(mut self, position: u64) -> Self {
        self.position = Some(position);
        self
    }
}

/// An entry's name.
#[must_use]
pub fn name(kind: &str, id: &str, sequence: u64) -> String {
    format!("{kind} {id} #{sequence}")
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (japanese, english) = self.kind.words();
        writeln!(formatter, "{}: {japanese} / {}: {english}", self.about.0, self.about.1)?;
        if let Some(entry) = &self.entry {
            writeln!(formatter, "  記録 / entry: {entry}")?;
        }
        if let Some(position) = self.position {
            writeln!(formatter, "  ログの位置 / position in the log: {position}")?;
        }
        if let Some(seal) = self.seal {
            writeln!(formatter, "  封印 / seal: {seal}")?;
        }
        self.line.map_or(Ok(()), |line| writeln!(formatter, "  行 / line: {line}"))
    }
}

/// What an intact export holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The organization.
    pub organization: String,
    /// The first and the last day.
    pub period: (String, String),
    /// When the export was made.
    pub made_at: String,
    /// How many entries of the period a seal covers.
    pub sealed: u64,
    /// How many are too young to be sealed: their records' chains and the export's signature hold them alone.
    pub unsealed: u64,
    /// The last seal's number; 0 where there is none.
    pub seal: u64,
    /// The log's size at it.
    pub tree_size: u64,
}

impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "改ざんなし / intact")?;
        writeln!(formatter, "  組織 / organization: {}", self.organization)?;
        writeln!(formatter, "  期間 / period: {} – {}", self.period.0, self.period.1)?;
        writeln!(formatter, "  作成 / made at: {}", self.made_at)?;
        writeln!(formatter, "  封印済みの記録 / sealed entries: {}", self.sealed)?;
        writeln!(formatter, "  未封印の記録 / entries not sealed yet: {}", self.unsealed)?;
        writeln!(formatter, "  最後の封印 / last seal: {} ({})", self.seal, self.tree_size)
    }
}

/// What a verification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is as it was.
    Intact(Summary),
    /// It isn't, and this is the first of it.
    Tampered(Finding),
}

/// Why nothing can be said: Japanese, English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unusable(pub &'static str, pub &'static str);

impl fmt::Display for Unusable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} / {}", self.0, self.1)
    }
}
