//! The rows of the answers.

/// The columns.
pub const HEADER: [&str; 6] = ["id", "level", "requirement", "applies", "evidence", "note"];
/// How long "a few words" may be, in characters.
const WORDS: usize = 100;

/// An answer.
pub struct Row {
    pub id: String,
    pub level: String,
    pub requirement: String,
    pub applies: String,
    pub evidence: String,
    pub note: String,
}

impl Row {
    /// What the evidence refers to.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        self.evidence.split(';').map(str::trim).filter(|reference| !reference.is_empty())
    }

    /// What is wrong with the row itself.
    pub fn faults(&self) -> Vec<String> {
        let (evidence, note) = (self.references().next().is_some(), !self.note.is_empty());
        let fault = match (self.applies.as_str(), evidence, note) {
            ("yes", false, _) => Some("yes without evidence".to_owned()),
            ("no" | "open", _, false) => Some(format!("{} without a note", self.applies)),
            ("no", true, _) => Some("no with evidence".to_owned()),
            ("yes" | "no" | "open", ..) => None,
            (other, ..) => Some(format!("applies is {other}")),
        };
        let words = self.requirement.chars().count();
        let unworded = match words {
            0 => Some("no words".to_owned()),
            _ => (words > WORDS).then(|| format!("{words} characters are more than a few words")),
        };
        fault.into_iter().chain(unworded).collect()
    }
}

/// The rows, and what can't be read as one.
pub fn read(answers: &str) -> (Vec<Row>, Vec<String>) {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(answers.as_bytes());
    match reader.headers() {
        Ok(header) if *header == HEADER[..] => {}
        other => return (Vec::new(), vec![format!("the columns are {other:?}")]),
    }
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        match record.map(|record| [0, 1, 2, 3, 4, 5].map(|column| record[column].to_owned())) {
            Ok([id, level, requirement, applies, evidence, note]) => rows.push(Row { id, level, requirement, applies, evidence, note }),
            Err(error) => faults.push(error.to_string()),
        }
    }
    (rows, faults)
}
