//! Mail on its way out (メール送信).

pub mod deliver;
pub mod digest;
pub mod notice;
pub mod pause;
pub mod text;
