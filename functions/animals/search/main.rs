//! Starts animal_search.
use functions::animals::search::AnimalSearch;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AnimalSearch>().await
}
