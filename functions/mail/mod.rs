//! Mail on its way out (メール送信).

pub mod attempt;
pub mod deliver;
pub mod digest;
pub mod event;
pub mod hear;
pub mod inquiry;
pub mod keys_set;
mod layout;
pub mod list;
pub mod notice;
pub mod pause;
pub mod premium;
pub mod suppression;
pub mod text;
