//! template.yaml: the hand-written parts in `infra/`, joined section by section, with the functions among the resources.

use crate::error::{Error, Result};
use crate::function::Function;
use crate::text::insert;
use crate::{api, resources};
use shared::endpoint::{JobRoute, ListenerRoute, Route};
use shared::key::Index;
use std::fs;
use std::path::Path;

/// The parts, in the order in which they appear within a section.
const PARTS: &[&str] = &["parameters", "residency", "globals", "table", "keys", "documents", "api", "domain", "mail", "waf", "alarms"];
/// The sections of a template, in order.
const SECTIONS: &[&str] = &["Parameters", "Rules", "Conditions", "Globals", "Resources", "Outputs"];
const HEAD: &str = "# Made by `cargo sync` from the lists of functions and the parts in infra/. Changes belong there.\n\
                    AWSTemplateFormatVersion: \"2010-09-09\"\nTransform: AWS::Serverless-2016-10-31\n";

/// The whole template.
///
/// # Errors
/// Where a part can't be read, or has a line outside any section.
pub fn template(infra: &Path, routes: &[Route], jobs: &[JobRoute], listeners: &[ListenerRoute]) -> Result<String> {
    let parts = PARTS.iter().map(|name| part(&infra.join(format!("{name}.yaml")))).collect::<Result<Vec<_>>>()?;
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    let mut text = HEAD.to_owned();
    for section in SECTIONS {
        text.push_str(&format!("\n{section}:\n"));
        parts.iter().filter(|(name, _)| name == section).for_each(|(_, lines)| text.push_str(lines));
        if *section == "Resources" {
            text.push_str(&resources::resources(&Function::all(routes, jobs, listeners)));
        }
    }
    Ok(filled(&text, routes))
}

/// What a part puts under each section: section and lines.
fn part(path: &Path) -> Result<Vec<(String, String)>> {
    let text = fs::read_to_string(path).map_err(|error| Error::file(path, &error))?;
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_suffix(':').filter(|name| SECTIONS.contains(name)), sections.last_mut()) {
            (Some(section), _) => sections.push((section.to_owned(), String::new())),
            (None, Some((_, lines))) => lines.push_str(&format!("{line}\n")),
            // What stands above the first section explains the part to its readers.
            (None, None) if line.is_empty() || line.starts_with('#') => {}
            (None, None) => return Err(Error::part(path, line)),
        }
    }
    Ok(sections)
}

/// What the parts leave open.
fn filled(text: &str, routes: &[Route]) -> String {
    let attribute = |name: &str| format!("- {{AttributeName: {name}, AttributeType: S}}\n");
    let attributes: String = Index::ALL.iter().map(|index| attribute(index.attributes().0) + &attribute(index.attributes().1)).collect();
    let indexes: String = Index::ALL.iter().copied().map(index).collect();
    let places = [
        ("attributes", attributes),
        ("indexes", indexes),
        ("gateway_responses", api::gateway_responses()),
        ("too_many_requests", api::too_many_requests()),
        ("paths", api::paths(routes)),
    ];
    places.iter().fold(text.to_owned(), |text, (place, block)| insert(&text, place, block))
}

fn index(index: Index) -> String {
    let (partition, sort) = index.attributes();
    format!(
        "- IndexName: {}\n  Projection: {{ProjectionType: ALL}}\n  KeySchema:\n    \
         - {{AttributeName: {partition}, KeyType: HASH}}\n    - {{AttributeName: {sort}, KeyType: RANGE}}\n",
        index.name()
    )
}
