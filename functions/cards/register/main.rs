//! Starts card_register.
use functions::cards::register::CardRegister;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<CardRegister>().await
}
