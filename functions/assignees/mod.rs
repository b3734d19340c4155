//! Who can be given claims (担当者): of each account no more than it takes to choose one.

pub mod list;
