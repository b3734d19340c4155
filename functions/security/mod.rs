//! What an organization demands of its accounts beyond a password (WP6, WP13) under システム管理 > セキュリティ.

pub mod show;
pub mod update;
