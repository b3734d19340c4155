//! Starts label_sweep.
use functions::labels::sweep::LabelSweep;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start_job::<LabelSweep>().await
}
