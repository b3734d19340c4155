//! Starts label_list.
use functions::labels::list::LabelList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<LabelList>().await
}
