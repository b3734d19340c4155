//! Mail on its way out (メール送信).

pub mod attempt;
pub mod deliver;
pub mod digest;
pub mod event;
pub mod hear;
pub mod keys_set;
pub mod inquiry;
pub mod list;
pub mod notice;
pub mod pause;
pub mod suppression;
pub mod text;
