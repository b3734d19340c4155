//! The clocks (時刻同期, WP11).

pub mod check;
