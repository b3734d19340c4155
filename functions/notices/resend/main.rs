//! Starts notice_resend.
use functions::notices::resend::NoticeResend;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<NoticeResend>().await
}
