//! Names of operations and variables of paths.

use shared::endpoint::Spec;

/// The paths of an endpoint, each with the name of its operation. With several paths, the segments that only some of
/// them have tell them apart: `label_attach_claims`.
#[must_use]
pub fn operations(spec: &Spec) -> Vec<(&'static str, String)> {
    if let [path] = spec.paths {
        return vec![(path, spec.name.to_owned())];
    }
    let shared_by_all = |segment: &&str| spec.paths.iter().all(|path| path.split('/').any(|other| other == *segment));
    let name = |path: &'static str| {
        let own = path.split('/').filter(|segment| !shared_by_all(segment)).map(|segment| segment.trim_matches(['{', '+', '}']));
        own.fold(spec.name.to_owned(), |name, segment| format!("{name}_{}", segment.replace('-', "_")))
    };
    spec.paths.iter().map(|path| (*path, name(path))).collect()
}

/// The names of a path's variables, in order; `{rest+}` takes all that is left and is named `rest`.
#[must_use]
pub fn variables(path: &str) -> Vec<&str> {
    let variable = |segment: &'_ str| -> Option<(usize, usize)> {
        let inner = segment.strip_prefix('{')?.strip_suffix('}')?;
        Some((1, 1 + inner.strip_suffix('+').unwrap_or(inner).len()))
    };
    path.split('/').filter_map(|segment| variable(segment).and_then(|(start, end)| segment.get(start..end))).collect()
}
