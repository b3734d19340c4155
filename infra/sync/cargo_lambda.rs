//! CargoLambda.toml: the routes for `cargo lambda watch`, which starts a function's binary at its first request.

use crate::function::Function;
use shared::endpoint::Route;
use std::collections::BTreeMap;

const HEAD: &str = "# Made by `cargo sync`. Routes of `cargo lambda watch`; jobs and operator functions have none and are started by name.\n\n[watch.router]\n";

/// The whole file, in alphabetical order of the paths.
#[must_use]
pub fn cargo_lambda(routes: &[Route]) -> String {
    let mut paths: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for route in routes {
        let method = route.spec.method.as_str();
        let function = Function::of_endpoint(route.spec).binary();
        for path in route.spec.paths {
            let entry = format!("{{ method = \"{method}\", function = \"{function}\" }}");
            paths.entry(router_path(path)).or_default().push(entry);
        }
    }
    let line = |(path, mut entries): (String, Vec<String>)| {
        entries.sort_unstable();
        format!("\"{path}\" = [{}]\n", entries.join(", "))
    };
    HEAD.to_owned() + &paths.into_iter().map(line).collect::<String>()
}

/// `{rest+}` of API Gateway is `{*rest}` there.
fn router_path(path: &str) -> String {
    let segment = |segment: &str| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix("+}")) {
        Some(name) => format!("{{*{name}}}"),
        None => segment.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}
