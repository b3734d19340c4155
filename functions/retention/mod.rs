//! What is kept no longer than its time.

pub mod sweep;
