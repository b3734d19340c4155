//! Premiums (保険料): what a policyholder pays for a policy, when it is due, and how charging it goes.
//!
//! A premium is charged exactly once or reported as failed, whatever is cut off on the way: its step is recorded before the card
//! company is asked, and after a reply that may have been lost the charge is searched for before anything is sent again. What comes
//! next follows from the record alone ([`Premium::next_step`]).

mod amount;
mod charge;
mod decline;
mod dunning;
mod plan;
mod refund;
mod report;
mod rules;
mod step;

pub use amount::{PREMIUM_YEN_MAXIMUM, PremiumAmount};
pub use charge::{ChargeState, Premium, PremiumSubject};
pub use decline::{Decline, Retry};
pub use dunning::DunningStep;
pub use plan::{Cadence, PolicyPremium, PremiumPlan};
pub use refund::{ChargeReceipt, Refund};
pub use report::{PremiumReport, PremiumSum};
pub use rules::{GRACE_MONTHS_MAXIMUM, PremiumRules};
pub use step::{SETTLED_MINUTES, Situation, Step};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
