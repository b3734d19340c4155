//! What is done with records of every kind.

pub mod reseal;
