//! Every route on every path, with a call that succeeds and everybody who might make it: what tests over all endpoints
//! walk along. A route that is added is walked from its first build on; where its call is missing the walk says so.

mod bodies;
mod calls;
mod factors;
mod operators;
mod people;

pub use calls::{Call, SURPRISE, valid};
pub use people::Walk;

use functions::ROUTES;
use shared::endpoint::Spec;

/// A route on one of its paths.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Everything about the route.
    pub spec: &'static Spec,
    /// The path.
    pub path: &'static str,
}

/// Every route on every path; an operator function at the path that it would have.
pub fn places() -> impl Iterator<Item = Place> {
    ROUTES.iter().flat_map(|route| {
        let without = route.spec.paths.is_empty().then(|| &*format!("/api/{}", route.spec.name).leak());
        route.spec.paths.iter().copied().chain(without).map(|path| Place { spec: route.spec, path })
    })
}
