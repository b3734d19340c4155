//! Starts figure_show.
use functions::figures::show::FigureShow;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<FigureShow>().await
}
