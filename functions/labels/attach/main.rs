//! Starts label_attach.
use functions::labels::attach::LabelAttach;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<LabelAttach>().await
}
