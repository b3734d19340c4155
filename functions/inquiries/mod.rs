//! Inquiries (お問い合わせ, WP14): to the support desk, by mail.

pub mod create;
