//! Starts label_create.
use functions::labels::create::LabelCreate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<LabelCreate>().await
}
