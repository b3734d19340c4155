//! What evidence refers to: a test, a journey in a browser, a resource of a template, or a chapter of a document.

/// Why a reference leads nowhere.
pub fn fault(reference: &str, file: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    type Holds = fn(&str, &str) -> bool;
    let kinds: [(&str, &str, &str, Holds); 4] = [
        (".rs", "::", "test", has_test),
        (".spec.ts", "::", "journey", has_journey),
        (".yaml", "#", "resource", has_resource),
        (".md", "#", "chapter", has_chapter),
    ];
    let parts = kinds.into_iter().find_map(|(ending, between, kind, holds)| {
        let (path, name) = reference.split_once(between)?;
        path.ends_with(ending).then_some((path, name, kind, holds))
    });
    let Some((path, name, kind, holds)) = parts else { return Some(format!("{reference} is no reference")) };
    match file(path) {
        None => Some(format!("there is no {path}")),
        Some(text) => (!holds(&text, name)).then(|| format!("{path} has no {kind} {name}")),
    }
}

/// Whether a function of this name is run by the tests: what is ignored proves nothing.
fn has_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let declared = |line: &str| {
        let line = line.strip_prefix("async ").unwrap_or(line);
        line.strip_prefix("fn ").and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| rest.starts_with('('))
    };
    lines.iter().enumerate().filter(|(_, line)| declared(line)).any(|(number, _)| {
        let before = lines[..number].iter().rev();
        let attributes: Vec<&&str> = before.take_while(|line| line.starts_with("#[") || line.starts_with("//")).collect();
        let has = |start: &str| attributes.iter().any(|line| line.starts_with(start));
        (has("#[test]") || has("#[tokio::test]") || has("#[tokio::test(")) && !has("#[ignore")
    })
}

/// Whether a file of Playwright's has a journey of this title; one that is left out is no `test(` by itself.
fn has_journey(text: &str, name: &str) -> bool {
    text.lines()
        .any(|line| line.strip_prefix("test(\"").and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| rest.starts_with("\",")))
}

/// Whether a template makes this resource.
fn has_resource(text: &str, name: &str) -> bool {
    let mut section = "";
    for line in text.lines() {
        if line.starts_with(char::is_alphabetic) {
            section = line;
        } else if section == "Resources:" && line.strip_prefix("  ").and_then(|line| line.strip_suffix(':')) == Some(name) {
            return true;
        }
    }
    false
}

/// Whether a document has a chapter whose address ends in this name, as GitHub makes it of the heading.
fn has_chapter(text: &str, name: &str) -> bool {
    let mut in_code = false;
    text.lines().any(|line| {
        in_code ^= line.starts_with("```");
        let heading = line.trim_start_matches('#');
        !in_code && heading.len() < line.len() && address(heading.trim()) == name
    })
}

fn address(heading: &str) -> String {
    let kept = heading.chars().filter(|character| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|character| if character == ' ' { '-' } else { character }).collect()
}
