//! Starts label_attach_many.
use functions::labels::attach_many::LabelAttachMany;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<LabelAttachMany>().await
}
