//! The functions as the gateway calls them, and by name as IAM would let operators invoke them.

use crate::gateway::{BoxFuture, Dispatch, RoutePattern};
use functions::{JOBS, LISTENERS, ROUTES};
use http::Method;
use serde_json::{Value, json};
use shared::adapters::{lambda, sns};
use shared::endpoint::{Access, JobRoute, Route};
use shared::error::Result;
use shared::job::Outcome;
use shared::world::World;
use std::sync::Arc;

/// The functions over one world.
pub struct Functions {
    world: Arc<World>,
    routes: Vec<(RoutePattern, &'static Route)>,
}

impl Functions {
    /// All of ROUTES.
    #[must_use]
    pub fn new(world: Arc<World>) -> Self {
        let patterns = |route: &'static Route| {
            route.spec.paths.iter().filter_map(move |path| {
                let method = Method::from_bytes(route.spec.method.as_str().as_bytes()).ok()?;
                Some((RoutePattern { method, path: (*path).to_owned() }, route))
            })
        };
        Self { world, routes: ROUTES.iter().flat_map(patterns).collect() }
    }
}

impl Dispatch for Functions {
    fn routes(&self) -> Vec<RoutePattern> {
        self.routes.iter().map(|(pattern, _)| pattern.clone()).collect()
    }

    fn call(&self, route: usize, request: lambda_http::Request) -> BoxFuture<'_, http::Response<lambda_http::Body>> {
        Box::pin(async move {
            match self.routes.get(route) {
                Some((_, route)) => lambda::serve(route, &self.world, request).await,
                None => http::Response::new(lambda_http::Body::Empty),
            }
        })
    }
}

/// An operator function by name.
#[must_use]
pub fn operator_function(name: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.spec.access == Access::Operator && route.spec.name == name)
}

/// A job by name.
#[must_use]
pub fn job(name: &str) -> Option<&'static JobRoute> {
    JOBS.iter().find(|job| job.spec.name == name)
}

/// Invokes an operator function, a job, or a listener with a message of SNS, as `aws lambda invoke` would.
pub async fn invoke(world: &World, name: &str, payload: Value) -> Option<Value> {
    if let Some(route) = operator_function(name) {
        return Some(lambda::invoke(route, world, payload).await);
    }
    if let Some(listener) = LISTENERS.iter().find(|listener| listener.spec.name == name) {
        return Some(shown(sns::hear(listener, world, &payload).await));
    }
    let job = job(name)?;
    let outcome = match lambda::struck_at(&payload) {
        Ok(struck_at) => (job.call)(world, struck_at).await,
        Err(error) => Err(error),
    };
    Some(shown(outcome))
}

fn shown(outcome: Result<Outcome>) -> Value {
    match outcome {
        Ok(outcome) => json!(outcome),
        Err(error) => json!({ "code": error.code(), "status": error.status() }),
    }
}
