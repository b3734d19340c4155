//! Starts animal_update.
use functions::animals::update::AnimalUpdate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AnimalUpdate>().await
}
