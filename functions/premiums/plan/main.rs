//! Starts premium_plan.
use functions::premiums::plan::PremiumPlanSet;
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::adapters::lambda::Error> {
    shared::adapters::lambda::start::<PremiumPlanSet>().await
}
