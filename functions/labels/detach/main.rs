//! Starts label_detach.
use functions::labels::detach::LabelDetach;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<LabelDetach>().await
}
