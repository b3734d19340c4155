//! Starts contract_end.
use functions::contracts::end::ContractEnd;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<ContractEnd>().await
}
