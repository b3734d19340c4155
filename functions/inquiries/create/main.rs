//! Starts inquiry_create.
use functions::inquiries::create::InquiryCreate;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<InquiryCreate>().await
}
