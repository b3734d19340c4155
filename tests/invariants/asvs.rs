//! tests/security/asvs.csv: every requirement of OWASP ASVS 5.0.0, level 1 and 2, is answered once, and what it refers to is there.

mod rows;

use crate::{file, references};
use std::collections::BTreeMap;
use std::io::Write;

const IDENTIFIERS: &str = include_str!("../security/asvs-5.0.0-ids.txt");
const ANSWERS: &str = include_str!("../security/asvs.csv");

/// The identifiers and their levels, in their order.
fn identifiers(text: &str) -> Vec<(&str, &str)> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_once(' ').unwrap()).collect()
}

/// What is wrong with the answers: each fault names its row.
fn faults(answers: &str, identifiers: &[(&str, &str)], file: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let (rows, mut faults) = rows::read(answers);
    let expected: BTreeMap<&str, &str> = identifiers.iter().copied().collect();
    let mut answered: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &rows {
        *answered.entry(&row.id).or_default() += 1;
        let wrong_level = match expected.get(row.id.as_str()) {
            None => Some("is no requirement of level 1 or 2".to_owned()),
            Some(level) => (*level != row.level).then(|| format!("is of level {level}")),
        };
        let dead = row.references().filter_map(|reference| references::fault(reference, file));
        faults.extend(wrong_level.into_iter().chain(row.faults()).chain(dead).map(|fault| format!("{}: {fault}", row.id)));
    }
    for (id, _) in identifiers {
        let times = answered.get(id).copied().unwrap_or_default();
        faults.extend((times != 1).then(|| format!("{id}: answered {times} times")));
    }
    faults
}

#[test]
fn every_requirement_is_answered_and_every_reference_leads_somewhere() {
    let identifiers = identifiers(IDENTIFIERS);
    let found = faults(ANSWERS, &identifiers, &file);
    assert!(found.is_empty(), "{}", found.join("\n"));
    let (rows, _) = rows::read(ANSWERS);
    let count = |applies: &str| rows.iter().filter(|row| row.applies == applies).count();
    // Told whatever the outcome: the test runner keeps what `println!` writes to itself.
    let line = format!(
        "OWASP ASVS 5.0.0, level 2: {} proven, {} open, {} do not apply, of {}",
        count("yes"),
        count("open"),
        count("no"),
        rows.len()
    );
    let _nobody_listens = writeln!(std::io::stdout(), "{line}");
}

#[test]
fn the_identifiers_are_the_published_ones() {
    let identifiers = identifiers(IDENTIFIERS);
    let of_level = |wanted: &str| identifiers.iter().filter(|(_, level)| *level == wanted).count();
    // The published standard has 70 requirements of level 1 and 183 of level 2.
    assert_eq!((of_level("1"), of_level("2"), identifiers.len()), (70, 183, 253));
    let distinct: BTreeMap<&str, &str> = identifiers.iter().copied().collect();
    assert_eq!(distinct.len(), identifiers.len());
}

#[test]
fn a_row_that_is_wrong_is_found_and_named() {
    let small = |path: &str| {
        match path {
        "a.rs" => Some("#[test]\nfn holds() {}\n\n#[tokio::test(flavor = \"multi_thread\")]\nasync fn waits() {}\n\nfn helper() {}\n\n#[test]\n#[ignore = \"slow\"]\nfn sleeps() {}\n\nproptest! {\n    #[test]\n    /// Drawn.\n    fn drawn(x in 0..9) {}\n}\n".to_owned()),
        "b.spec.ts" => Some("test(\"a page opens\", async () => {});\ntest.skip(\"a page closes\", async () => {});\n".to_owned()),
        "t.yaml" => Some("Parameters:\n  Host:\n    Type: String\nResources:\n  # A table.\n  Table:\n    Type: AWS::DynamoDB::Table\nOutputs:\n  Name:\n    Value: x\n".to_owned()),
        "d.md" => Some("# Sign-in, and more\n\n```\n# no chapter\n```\n".to_owned()),
        _ => None,
    }
    };
    let table: [(&str, Option<&str>); 25] = [
        ("V1.1.1,2,Something,yes,a.rs::holds,", None),
        ("V1.1.1,2,Something,yes,a.rs::waits; a.rs::drawn; t.yaml#Table; d.md#sign-in-and-more,Of note.", None),
        ("V1.1.1,2,Something,open,,Not built yet.", None),
        ("V1.1.1,2,Something,open,a.rs::holds,Half of it.", None),
        ("V1.1.1,2,Something,no,,No such thing.", None),
        ("V1.1.1,2,Something,yes,b.spec.ts::a page opens,", None),
        ("V1.1.1,2,Something,yes,b.spec.ts::a page closes,", Some("V1.1.1: b.spec.ts has no journey a page closes")),
        ("V1.1.1,2,Something,yes,b.spec.ts::a page,", Some("V1.1.1: b.spec.ts has no journey a page")),
        ("V1.1.1,2,Something,yes,a.rs::gone,", Some("V1.1.1: a.rs has no test gone")),
        ("V1.1.1,2,Something,yes,a.rs::helper,", Some("V1.1.1: a.rs has no test helper")),
        ("V1.1.1,2,Something,yes,a.rs::sleeps,", Some("V1.1.1: a.rs has no test sleeps")),
        ("V1.1.1,2,Something,yes,b.rs::holds,", Some("V1.1.1: there is no b.rs")),
        ("V1.1.1,2,Something,yes,t.yaml#Host,", Some("V1.1.1: t.yaml has no resource Host")),
        ("V1.1.1,2,Something,yes,t.yaml#Name,", Some("V1.1.1: t.yaml has no resource Name")),
        ("V1.1.1,2,Something,yes,d.md#no-chapter,", Some("V1.1.1: d.md has no chapter no-chapter")),
        ("V1.1.1,2,Something,open,a.rs::gone,Half of it.", Some("V1.1.1: a.rs has no test gone")),
        ("V1.1.1,2,Something,yes,a.rs,", Some("V1.1.1: a.rs is no reference")),
        ("V1.1.1,2,Something,yes,,", Some("V1.1.1: yes without evidence")),
        ("V1.1.1,2,Something,no,,", Some("V1.1.1: no without a note")),
        ("V1.1.1,2,Something,open,a.rs::holds,", Some("V1.1.1: open without a note")),
        ("V1.1.1,2,Something,no,a.rs::holds,No such thing.", Some("V1.1.1: no with evidence")),
        ("V1.1.1,2,Something,perhaps,,", Some("V1.1.1: applies is perhaps")),
        ("V1.1.1,1,Something,yes,a.rs::holds,", Some("V1.1.1: is of level 2")),
        ("V9.9.9,2,Something,yes,a.rs::holds,", Some("V9.9.9: is no requirement of level 1 or 2")),
        ("V1.1.1,2,,yes,a.rs::holds,", Some("V1.1.1: no words")),
    ];
    for (row, expected) in table {
        let answers = format!("# A comment.\n{}\n{row}\n", rows::HEADER.join(","));
        let found = faults(&answers, &[("V1.1.1", "2")], &small);
        assert!(expected.map_or(found.is_empty(), |expected| found.iter().any(|fault| fault == expected)), "{row}: {found:?}");
    }
    let missing = faults(&rows::HEADER.join(","), &[("V1.1.1", "2")], &small);
    assert_eq!(missing, ["V1.1.1: answered 0 times"]);
    let twice = format!("{}\n{}\n{}", rows::HEADER.join(","), table[0].0, table[0].0);
    assert_eq!(faults(&twice, &[("V1.1.1", "2")], &small), ["V1.1.1: answered 2 times"]);
    assert!(!faults("id,level\nV1.1.1,2\n", &[("V1.1.1", "2")], &small).is_empty());
    assert!(!faults(&format!("{}\nV1.1.1,2\n", rows::HEADER.join(",")), &[("V1.1.1", "2")], &small).is_empty());
}
