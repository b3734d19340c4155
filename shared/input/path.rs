//! Paths and their variables.

use super::percent::decode;

/// A path that matched: its pattern and variables.
#[derive(Debug, PartialEq, Eq)]
pub struct Matched {
    /// The pattern, such as `/api/claims/{id}`.
    pub pattern: &'static str,
    /// The variables, percent-decoded.
    pub variables: Vec<(&'static str, String)>,
}

/// Matches the raw path (without the stage) against the patterns. Not left to the event: cargo-lambda leaves variables
/// percent-encoded and API Gateway doesn't.
#[must_use]
pub fn match_path(patterns: &[&'static str], path: &str) -> Option<Matched> {
    patterns.iter().find_map(|pattern| Some(Matched { pattern, variables: variables(pattern, path)? }))
}

fn variables(pattern: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut found = Vec::new();
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(found),
            // `{path+}`: this segment and all after it.
            (Some(wanted), Some(first)) if wanted.ends_with("+}") => {
                let rest = given.fold(first.to_owned(), |rest, segment| rest + "/" + segment);
                found.push((wanted.trim_matches(['{', '+', '}']), decode(&rest).filter(|_| !first.is_empty())?));
                return Some(found);
            }
            (Some(wanted), Some(given)) => match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) if !given.is_empty() => found.push((name, decode(given)?)),
                None if wanted == given => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn paths_match_by_segment_and_variables_are_decoded() {
        let patterns: &[&'static str] = &["/api/claims/{id}/labels/{label}", "/api/claims"];
        assert_eq!(match_path(patterns, "/api/claims/a%20b/labels/c").unwrap().variables, [("id", "a b".into()), ("label", "c".into())]);
        assert!(match_path(patterns, "/api/claims//labels/c").is_none());
        assert!(match_path(patterns, "/api/claims/").is_none());
        assert!(match_path(patterns, "/api/claims/%ff/labels/c").is_none());
    }

    #[test]
    fn a_variable_for_the_rest_takes_all_of_it() {
        let patterns: &[&'static str] = &["/", "/{path+}"];
        assert_eq!(match_path(patterns, "/").unwrap().variables, []);
        for (path, rest) in [("/claims", "claims"), ("/claims/a%20b", "claims/a b"), ("/claims/", "claims/")] {
            assert_eq!(match_path(patterns, path).unwrap().variables, [("path", rest.to_owned())], "{path}");
        }
        assert!(match_path(patterns, "//claims").is_none());
    }
}
