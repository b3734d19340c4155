//! Starts account_invite.
use functions::accounts::invite::AccountInvite;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AccountInvite>().await
}
