//! Starts label_update.
use functions::labels::update::LabelUpdate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<LabelUpdate>().await
}
