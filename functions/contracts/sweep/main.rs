//! Starts contract_sweep.
use functions::contracts::sweep::ContractSweep;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<ContractSweep>().await
}
