//! A function that does nothing: what `make bench-start` compares the real ones with.

use lambda_http::{Body, Error, Request, Response, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(async |_: Request| Ok::<_, Error>(Response::builder().status(401).body(Body::from("{}"))?))).await
}
