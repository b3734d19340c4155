//! Starts label_delete.
use functions::labels::delete::LabelDelete;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<LabelDelete>().await
}
