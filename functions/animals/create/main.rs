//! Starts animal_create.
use functions::animals::create::AnimalCreate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AnimalCreate>().await
}
