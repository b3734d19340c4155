//! Starts notice_list.
use functions::notices::list::NoticeList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<NoticeList>().await
}
