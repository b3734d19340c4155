//! Starts animal_list.
use functions::animals::list::AnimalList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AnimalList>().await
}
