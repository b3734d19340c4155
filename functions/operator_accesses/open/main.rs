//! Starts operator_access_open.
use functions::operator_accesses::open::OperatorAccessOpen;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<OperatorAccessOpen>().await
}
