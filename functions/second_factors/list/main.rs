//! Starts factor_list.
use functions::second_factors::list::FactorList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<FactorList>().await
}
