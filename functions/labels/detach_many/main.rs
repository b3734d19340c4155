//! Starts label_detach_many.
use functions::labels::detach_many::LabelDetachMany;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<LabelDetachMany>().await
}
