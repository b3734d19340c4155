//! docs/controls.csv: each control of ISO/IEC 27001:2022 and each cloud control of ISO/IEC 27017:2015 stands once (WP17), and what
//! carries it is there.

use crate::{file, references};
use std::collections::BTreeSet;

const CONTROLS: &str = include_str!("../../docs/controls.csv");
const HEADER: [&str; 6] = ["id", "standard", "control", "kept_by", "evidence", "note"];
/// How many controls each chapter of Annex A has.
const CHAPTERS: [(u32, u32); 4] = [(5, 37), (6, 8), (7, 14), (8, 34)];
/// The cloud controls.
const CLOUD: [&str; 7] = ["CLD.6.3.1", "CLD.8.1.5", "CLD.9.5.1", "CLD.9.5.2", "CLD.12.1.5", "CLD.12.4.5", "CLD.13.1.4"];

fn expected() -> BTreeSet<(String, &'static str)> {
    let annex = CHAPTERS.into_iter().flat_map(|(chapter, last)| (1..=last).map(move |number| (format!("A.{chapter}.{number}"), "27001")));
    annex.chain(CLOUD.map(|id| (id.to_owned(), "27017"))).collect()
}

/// What is wrong with the map: each fault names its row.
fn faults(map: &str, file: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(map.as_bytes());
    if reader.headers().ok().is_none_or(|header| *header != HEADER[..]) {
        return vec!["the columns".to_owned()];
    }
    let (mut missing, mut faults) = (expected(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(error.to_string());
                continue;
            }
        };
        let [id, standard, control, kept_by, evidence] = [0, 1, 2, 3, 4].map(|column| record[column].trim());
        let unknown = match standard {
            "27001" => !missing.remove(&(id.to_owned(), "27001")),
            "27017" => !missing.remove(&(id.to_owned(), "27017")),
            _ => true,
        };
        let references: Vec<&str> = evidence.split(';').map(str::trim).filter(|reference| !reference.is_empty()).collect();
        let wrong = [
            unknown.then_some("is no control, or stands twice"),
            control.is_empty().then_some("has no words"),
            (!["product", "company", "provider"].contains(&kept_by)).then_some("is kept by nobody known"),
            (kept_by == "product" && references.is_empty()).then_some("is kept by the product without evidence"),
        ];
        let dead = references.into_iter().filter_map(|reference| references::fault(reference, file));
        faults.extend(wrong.into_iter().flatten().map(str::to_owned).chain(dead).map(|fault| format!("{id}: {fault}")));
    }
    faults.extend(missing.into_iter().map(|(id, _)| format!("{id}: is missing")));
    faults
}

#[test]
fn every_control_stands_once_and_every_reference_leads_somewhere() {
    let found = faults(CONTROLS, &file);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_row_that_is_wrong_is_found() {
    let small = |path: &str| (path == "a.rs").then(|| "#[test]\nfn holds() {}\n".to_owned());
    let table = [
        ("A.5.1,27001,Policies,product,a.rs::holds,", None),
        ("A.5.1,27001,Policies,company,,", None),
        ("A.5.1,27001,Policies,product,,", Some("A.5.1: is kept by the product without evidence")),
        ("A.5.1,27001,Policies,product,a.rs::gone,", Some("A.5.1: a.rs has no test gone")),
        ("A.5.1,27017,Policies,company,,", Some("A.5.1: is no control, or stands twice")),
        ("A.5.38,27001,Policies,company,,", Some("A.5.38: is no control, or stands twice")),
        ("A.5.1,27001,Policies,somebody,,", Some("A.5.1: is kept by nobody known")),
        ("A.5.1,27001,,company,,", Some("A.5.1: has no words")),
    ];
    for (row, expected) in table {
        let found = faults(&format!("{}\n{row}\n", HEADER.join(",")), &small);
        let named: Vec<&String> = found.iter().filter(|fault| !fault.ends_with("is missing")).collect();
        assert_eq!(named.first().map(|fault| fault.as_str()), expected, "{row}");
    }
    assert_eq!(faults(&HEADER.join(","), &small).len(), 100);
}
