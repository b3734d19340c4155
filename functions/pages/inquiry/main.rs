//! Starts inquiry_page.
use functions::pages::inquiry::InquiryPage;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<InquiryPage>().await
}
