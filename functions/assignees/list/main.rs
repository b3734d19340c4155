//! Starts assignee_list.
use functions::assignees::list::AssigneeList;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<AssigneeList>().await
}
