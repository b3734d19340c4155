//! Starts notice_deliveries.
use functions::notices::deliveries::NoticeDeliveries;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<NoticeDeliveries>().await
}
