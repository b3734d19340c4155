//! Operators' looks into organizations (運営者の閲覧, WP15): for a reason, for an hour at most, and on the organization's timeline.

pub mod open;
pub mod read;
