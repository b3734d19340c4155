//! Starts account_session_list.
use functions::accounts::session_list::AccountSessionList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountSessionList>().await
}
