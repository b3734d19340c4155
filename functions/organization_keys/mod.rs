//! Organizations' keys, by the operator's hand.

pub mod rotate;
