//! Starts operator_access_read.
use functions::operator_accesses::read::OperatorAccessRead;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<OperatorAccessRead>().await
}
