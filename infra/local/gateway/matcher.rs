//! Which route a request takes: literal segments win over variables, and those over `{proxy+}`.

use std::collections::BTreeMap;

use http::{Method, StatusCode};
use percent_encoding::percent_decode_str;

use super::RoutePattern;
use super::answer::Problem;

/// A route and what its variables matched, decoded.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    pub route: usize,
    pub parameters: BTreeMap<String, String>,
}

/// All routes, their paths taken apart.
pub struct Routes {
    routes: Vec<Route>,
}

struct Route {
    pattern: RoutePattern,
    segments: Vec<Segment>,
}

enum Segment {
    Literal(String),
    Variable(String),
    /// `{proxy+}`: this segment and all after it.
    Rest(String),
}

/// How closely a segment fits; paths are compared segment by segment, from the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Rest,
    Variable,
    Literal,
}

impl Routes {
    pub fn new(patterns: Vec<RoutePattern>) -> Self {
        let routes = patterns.into_iter().map(|pattern| Route { segments: segments(&pattern.path), pattern }).collect();
        Self { routes }
    }

    /// The path as it was declared: the event's `resource`.
    pub fn resource(&self, route: usize) -> &str {
        self.routes.get(route).map_or("", |route| route.pattern.path.as_str())
    }

    /// The route of a request; 404 when no path fits, 405 when the closest path hasn't this method.
    pub fn find(&self, method: &Method, path: &str) -> Result<Found, Problem> {
        let parts = parts(path);
        let fits = self.routes.iter().enumerate().filter_map(|(number, route)| Some((route.fit(&parts)?, number)));
        let mut closest: Option<Vec<Fit>> = None;
        let mut numbers = Vec::new();
        for (fit, number) in fits {
            if closest.as_ref().is_none_or(|closest| fit > *closest) {
                numbers = vec![number];
                closest = Some(fit);
            } else if closest.as_ref() == Some(&fit) {
                numbers.push(number);
            }
        }
        if numbers.is_empty() {
            return Err(Problem::of(StatusCode::NOT_FOUND));
        }
        let candidates = || numbers.iter().filter_map(|number| Some((*number, self.routes.get(*number)?)));
        let Some((number, route)) = candidates().find(|(_, route)| route.pattern.method == *method) else {
            return Err(Problem::method_not_allowed(candidates().map(|(_, route)| route.pattern.method.clone()).collect()));
        };
        Ok(Found { route: number, parameters: route.parameters(&parts)? })
    }
}

impl Route {
    fn fit(&self, parts: &[&str]) -> Option<Vec<Fit>> {
        let mut fits = Vec::with_capacity(self.segments.len());
        for (place, segment) in self.segments.iter().enumerate() {
            let part = parts.get(place).filter(|part| !part.is_empty())?;
            match segment {
                Segment::Literal(literal) if decode(part).as_deref() == Some(literal.as_str()) => fits.push(Fit::Literal),
                Segment::Literal(_) => return None,
                Segment::Variable(_) => fits.push(Fit::Variable),
                Segment::Rest(_) => {
                    fits.push(Fit::Rest);
                    return Some(fits);
                }
            }
        }
        (parts.len() == self.segments.len()).then_some(fits)
    }

    fn parameters(&self, parts: &[&str]) -> Result<BTreeMap<String, String>, Problem> {
        let mut parameters = BTreeMap::new();
        for (place, segment) in self.segments.iter().enumerate() {
            let (name, raw) = match segment {
                Segment::Literal(_) => continue,
                Segment::Variable(name) => (name, parts.get(place).copied().unwrap_or_default().to_owned()),
                Segment::Rest(name) => (name, parts.get(place..).unwrap_or_default().join("/")),
            };
            let value = decode(&raw).ok_or_else(|| Problem::of(StatusCode::BAD_REQUEST))?;
            parameters.insert(name.clone(), value);
        }
        Ok(parameters)
    }
}

fn segments(path: &str) -> Vec<Segment> {
    let segment = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(name) => match name.strip_suffix('+') {
            Some(name) => Segment::Rest(name.to_owned()),
            None => Segment::Variable(name.to_owned()),
        },
        None => Segment::Literal(part.to_owned()),
    };
    parts(path).into_iter().map(segment).collect()
}

/// The raw segments, split before they are decoded, so that `%2F` stays inside its segment. A slash at the end says nothing.
fn parts(path: &str) -> Vec<&str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() { Vec::new() } else { path.split('/').collect() }
}

/// `None` when the text isn't UTF-8.
fn decode(raw: &str) -> Option<String> {
    percent_decode_str(raw).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn routes(patterns: &[(Method, &str)]) -> Routes {
        let pattern = |(method, path): &(Method, &str)| RoutePattern { method: method.clone(), path: (*path).to_owned() };
        Routes::new(patterns.iter().map(pattern).collect())
    }

    fn example() -> Routes {
        routes(&[
            (Method::GET, "/api/claims/{id}"),
            (Method::PUT, "/api/claims/{id}"),
            (Method::GET, "/api/claims/due"),
            (Method::GET, "/console/{proxy+}"),
            (Method::GET, "/"),
            (Method::GET, "/api/{area}/due/list"),
        ])
    }

    fn route(path: &str) -> Option<usize> {
        example().find(&Method::GET, path).ok().map(|found| found.route)
    }

    #[test]
    fn the_closest_path_wins() {
        assert_eq!(route("/api/claims/7"), Some(0));
        assert_eq!(route("/api/claims/due"), Some(2));
        assert_eq!(route("/api/claims/due/"), Some(2));
        assert_eq!(route("/api/claims/due/list"), Some(5));
        assert_eq!(route("/"), Some(4));
        assert_eq!(route("/console/assets/app.js"), Some(3));
    }

    #[test]
    fn what_fits_nothing_is_not_found() {
        for path in ["/api", "/api/claims", "/api/claims//", "/api/claims/7/x", "/console", "/console/", "/API/claims/7"] {
            assert_eq!(route(path), None, "{path}");
        }
    }

    #[test]
    fn a_known_path_with_another_method_says_which_it_has() {
        let problem = example().find(&Method::DELETE, "/api/claims/7").unwrap_err();
        assert_eq!(problem, Problem::method_not_allowed(vec![Method::GET, Method::PUT]));
        // The closest path decides: that `{id}` has PUT doesn't help `due`.
        let problem = example().find(&Method::PUT, "/api/claims/due").unwrap_err();
        assert_eq!(problem, Problem::method_not_allowed(vec![Method::GET]));
    }

    #[test]
    fn variables_are_decoded_and_keep_their_slashes() {
        let found = example().find(&Method::GET, "/api/claims/a%2Fb%20%E7%8A%AC+c").unwrap();
        assert_eq!(found.parameters["id"], "a/b 犬+c");
        let found = example().find(&Method::GET, "/console/a/b%20c/d").unwrap();
        assert_eq!(found.parameters["proxy"], "a/b c/d");
        let problem = example().find(&Method::GET, "/api/claims/%FF").unwrap_err();
        assert_eq!(problem, Problem::of(StatusCode::BAD_REQUEST));
    }
}
