//! Starts animal_show.
use functions::animals::show::AnimalShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AnimalShow>().await
}
